import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { type AuditFields, createTelemetry, hashSubject, type RequestFields } from '../../../lambda/telemetry/telemetry';

const FIELDS: RequestFields = {
  ...{ requestId: 'request-1', operation: 'start-transaction', workflowId: 'wf-123', subject: 'a1b2', outcome: 'ok', status: 200 },
  ...{ upstreamStatus: 201, bodyBytes: 10, photoBytes: 20, replyBytes: 30, attempts: 1 },
  ...{ credentialsMs: 1, faceFirstByteMs: 2, agentMs: 3, totalMs: 4 },
};
const REFUSED: RequestFields = {
  ...{ requestId: 'request-1', operation: 'start-transaction', outcome: 'client-supplied-face', reason: 'why', status: 403, totalMs: 4 },
};
const AUDIT: AuditFields = {
  requestId: 'request-1',
  subject: 'a1b2',
  workflowId: 'wf-123',
  kind: 'face',
  version: 'v1',
  storeRequestId: 'S3REQUEST',
  transactionId: 't-1',
};

/** What a request object picks up on its way when somebody spreads too much into it. */
const TOO_MUCH = {
  ...{ body: 'SECRET', headers: { authorization: 'SECRET' }, token: 'SECRET', claims: { email: 'SECRET' }, photo: 'SECRET', key: 'SECRET' },
  ...{ email: 'SECRET', authorization: 'SECRET', ephemeralKey: 'SECRET', error: new Error('SECRET'), stack: 'SECRET', userId: 'SECRET' },
};

type Line = Record<string, unknown>;

/** The lines that leave the process for standard output or standard error. */
function linesOf(act: (telemetry: ReturnType<typeof createTelemetry>) => void): Line[] {
  let written = '';
  const keep = (text: string | Uint8Array) => {
    written += text.toString();
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(keep));
  try {
    const logger = new Logger({ serviceName: 'face-match-proxy', logLevel: 'INFO', sampleRateValue: 0 });
    act(createTelemetry(logger, new Metrics({ namespace: 'FaceMatchProxy', serviceName: 'face-match-proxy' }), '7'));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const logLines = (lines: Line[]) => lines.filter((line) => line._aws === undefined);
const metricLines = (lines: Line[]) => lines.filter((line) => line._aws !== undefined);

/** Without the logger's own members. */
function ownMembers(line: Line | undefined): Line {
  const { level: _1, message: _2, timestamp: _3, service: _4, sampling_rate: _5, ...own } = line ?? {};
  return own;
}

describe('the line of a request', () => {
  it('is one, with every field that is allowed and known', () => {
    const lines = logLines(linesOf((telemetry) => telemetry.request({ ...FIELDS, reason: 'why', errorName: 'E', errorCode: 'C' })));
    expect(lines).toHaveLength(1);
    expect(ownMembers(lines[0])).toEqual({ type: 'request', ...FIELDS, reason: 'why', errorName: 'E', errorCode: 'C' });
  });

  it('loses everything else that the object carries', () => {
    const lines = linesOf((telemetry) => telemetry.request({ ...FIELDS, ...TOO_MUCH }));
    expect(ownMembers(logLines(lines)[0])).toEqual({ type: 'request', ...FIELDS });
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('leaves out what is not known', () => {
    const [line] = logLines(linesOf((telemetry) => telemetry.request({ ...REFUSED, workflowId: undefined } as RequestFields)));
    expect(ownMembers(line)).toEqual({ type: 'request', ...REFUSED });
  });

  it.each([
    ['INFO', { outcome: 'ok', status: 200 }],
    ['INFO', { outcome: 'ok', status: 404 }],
    ['WARN', { outcome: 'client-supplied-face', status: 403 }],
    ['ERROR', { outcome: 'internal', status: 500 }],
    ['ERROR', { outcome: 'ok', status: 503 }],
  ] as const)('has the level %s for %j', (level, outcome) => {
    const [line] = logLines(linesOf((telemetry) => telemetry.request({ ...FIELDS, ...outcome })));
    expect(line).toMatchObject({ level, message: 'request', service: 'face-match-proxy' });
  });
});

test('a start that continued uncounted is a separate metric, since no alarm of refusals sees it', () => {
  const [counted] = metricLines(linesOf((telemetry) => telemetry.request(FIELDS)));
  const [uncounted] = metricLines(linesOf((telemetry) => telemetry.request({ ...FIELDS, uncounted: true })));
  expect(counted).not.toHaveProperty('StartsUncounted');
  expect(uncounted).toMatchObject({ StartsUncounted: 1, operation: FIELDS.operation });
});

test('a start that is not on record is counted, and one that is on record is not', () => {
  const [recorded] = metricLines(linesOf((telemetry) => telemetry.request(FIELDS)));
  const [unrecorded] = metricLines(linesOf((telemetry) => telemetry.request({ ...FIELDS, unrecorded: true })));
  expect(recorded).not.toHaveProperty('StartsUnrecorded');
  expect(unrecorded).toMatchObject({ StartsUnrecorded: 1, operation: FIELDS.operation });
});

describe('the audit line', () => {
  it('is one for each photo, with these fields and no other', () => {
    const lines = linesOf((telemetry) => telemetry.audit({ ...AUDIT, ...TOO_MUCH }));
    expect(logLines(lines)).toHaveLength(1);
    expect(ownMembers(logLines(lines)[0])).toEqual({ type: 'audit', ...AUDIT });
    expect(logLines(lines)[0]).toMatchObject({ level: 'INFO', message: 'photo injected' });
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('counts the photo', () => {
    const [metric, ...more] = metricLines(linesOf((telemetry) => telemetry.audit(AUDIT)));
    expect(metric).toMatchObject({ PhotosInjected: 1, service: 'face-match-proxy' });
    expect(more).toEqual([]);
  });
});

describe('metrics', () => {
  const metricsOf = (fields: RequestFields) => metricLines(linesOf((telemetry) => telemetry.request(fields)));

  it('have the embedded metric format, with few dimensions', () => {
    const [metric] = metricsOf(FIELDS);
    expect(metric).toMatchObject({
      operation: 'start-transaction',
      service: 'face-match-proxy',
      TotalTime: 4,
      AgentTime: 3,
      AgentStatus2xx: 1,
    });
    expect(metric?._aws).toEqual({
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'FaceMatchProxy',
          Dimensions: [['service', 'operation']],
          Metrics: [
            ...['TotalTime', 'CredentialsTime', 'FaceFirstByteTime', 'AgentTime'].map((Name) => ({ Name, Unit: 'Milliseconds' })),
            ...['AgentStatus2xx', 'TransactionsStarted'].map((Name) => ({ Name, Unit: 'Count' })),
          ],
        },
      ],
    });
  });

  it('carry no id and no subject, neither as dimension nor next to one', () => {
    expect(JSON.stringify([metricsOf(FIELDS), metricsOf(REFUSED)])).not.toMatch(/request-1|wf-123|a1b2|why/);
  });

  it('count a refusal by its code, and no started transaction', () => {
    const [request, refusals, ...more] = metricsOf(REFUSED);
    expect(Object.keys(request ?? {}).filter((name) => /^(?:AgentStatus|.*Time$|TransactionsStarted)/.test(name))).toEqual(['TotalTime']);
    expect(refusals).toMatchObject({ code: 'client-supplied-face', Refusals: 1 });
    expect(more).toEqual([]);
  });

  it('count no refusal for a success', () => {
    expect(metricsOf(FIELDS)).toHaveLength(1);
  });

  it.each([
    [{ ...FIELDS, operation: 'workflow-info' as const }, false],
    [{ ...FIELDS, status: 400 }, false],
    [{ ...FIELDS, status: 201 }, true],
  ])('count as started what the agent has accepted, and nothing else', (fields, isStarted) => {
    expect(Object.keys(metricsOf(fields)[0] ?? {}).includes('TransactionsStarted')).toBe(isStarted);
  });

  it('keep the request before out of the next one', () => {
    const lines = metricLines(linesOf((telemetry) => [FIELDS, REFUSED].map((fields) => telemetry.request(fields))));
    expect(lines[1]).toMatchObject({ operation: 'start-transaction', TotalTime: 4 });
    expect(lines[1]).not.toHaveProperty('AgentTime');
    expect(lines[1]).not.toHaveProperty('TransactionsStarted');
  });
});

describe('the hash of a subject', () => {
  it('is the first 16 digits of its SHA-256', () => {
    // printf %s alice | sha256sum
    expect(hashSubject('alice')).toBe('2bd806c97f0e00af');
  });

  it('is the same for the same person alone', () => {
    expect(hashSubject('alice')).toBe(hashSubject('alice'));
    expect(hashSubject('Alice')).not.toBe(hashSubject('alice'));
  });
});

test('what one metric was given is not on the next, though both go out by the same way', () => {
  const lines = metricLines(
    linesOf((telemetry) => {
      telemetry.request(REFUSED);
      telemetry.audit(AUDIT);
    }),
  );
  const [refusals, injected] = lines.slice(-2);
  expect(refusals).toMatchObject({ code: 'client-supplied-face', Refusals: 1 });
  expect(Object.keys(injected ?? {}).toSorted()).toEqual(['PhotosInjected', '_aws', 'service']);
});
