import { OPERATIONS } from '../../../contract/operations';
import type { AgentReply } from '../../../lambda/agent/agent-client';
import { Problem } from '../../../lambda/errors';
import { startRequestLog } from '../../../lambda/telemetry/request-log';
import type { AuditFields, ReceivedFields, RequestFields } from '../../../lambda/telemetry/telemetry';

const HEAD = { id: 'request-1', headers: new Map(), origin: 'https://app.example.com', operation: OPERATIONS[0] };
const PHOTO = { workflowId: 'wf-123', kind: 'face', version: 'v1' };
const reply = (status: number, body: string): AgentReply => ({ status, headers: {}, body: Buffer.from(body) });

function given(head: (Partial<typeof HEAD> & { operation?: undefined }) | typeof HEAD = HEAD) {
  const lines: RequestFields[] = [];
  const audits: AuditFields[] = [];
  const received: ReceivedFields[] = [];
  let time = 1000;
  const telemetry = {
    received: (fields: ReceivedFields) => received.push(fields),
    request: (fields: RequestFields) => lines.push(fields),
    audit: (fields: AuditFields) => audits.push(fields),
  };
  const log = startRequestLog({ ...HEAD, ...head }, telemetry, () => time);
  return { log, lines, audits, received, later: (ms: number) => (time += ms) };
}

describe('the line of a request', () => {
  it('comes at the end, with what has become known', () => {
    const { log, lines, later } = given();
    log.note({ bodyBytes: 10 });
    log.note({ subject: 'a1b2' });
    log.noteAttempt();
    log.noteAttempt();
    later(7);
    expect(lines).toEqual([]);
    log.finish(200);
    expect(lines).toEqual([
      {
        requestId: 'request-1',
        operation: 'start-transaction',
        outcome: 'ok',
        bodyBytes: 10,
        subject: 'a1b2',
        attempts: 2,
        status: 200,
        totalMs: 7,
      },
    ]);
  });

  it('names an operation that there is not as unknown', () => {
    const { log, lines } = given({ operation: undefined });
    log.finish(400);
    expect(lines[0]).toMatchObject({ operation: 'unknown' });
  });

  it('adds up the time of each part over all attempts, failed ones included', async () => {
    const { log, lines, later } = given();
    const slow = async (ms: number) => {
      await null;
      later(ms);
    };
    await log.time('agentMs', slow(5));
    await log.time('agentMs', slow(6));
    await log.time('credentialsMs', slow(1));
    later(2);
    await expect(log.time('faceFirstByteMs', Promise.reject(new Error('down')))).rejects.toThrow('down');
    log.finish(200);
    expect(lines[0]).toMatchObject({ totalMs: 14, agentMs: 11, credentialsMs: 1, faceFirstByteMs: 0 });
  });
});

describe('the line of a caller', () => {
  it('comes at once, with what is known before the body is looked at, and the other line has the subject, too', () => {
    const { log, lines, received } = given();
    log.note({ bodyBytes: 10 });
    log.received('a1b2');
    expect(received).toMatchObject([{ requestId: 'request-1', operation: 'start-transaction', bodyBytes: 10, subject: 'a1b2' }]);
    expect(lines).toEqual([]);
    log.finish(200);
    expect(lines).toMatchObject([{ subject: 'a1b2' }]);
  });
});

describe('a failure', () => {
  it('keeps the code and the reason of a problem, and the class and system code of its cause, but no message', () => {
    const { log, lines } = given();
    const cause = Object.assign(new TypeError('Bearer SECRET'), { code: 'ECONNRESET' });
    const problem = new Problem('agent-unreachable', 'no connection', { cause });
    expect(log.fail(problem)).toBe(problem);
    log.finish(502);
    expect(lines[0]).toMatchObject({
      outcome: 'agent-unreachable',
      reason: 'no connection',
      errorName: 'TypeError',
      errorCode: 'ECONNRESET',
    });
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it.each([new RangeError('SECRET'), 'SECRET', { message: 'SECRET' }, null, undefined])(
    'that no step expected is internal: %p',
    (error) => {
      const { log, lines } = given();
      expect(log.fail(error)).toMatchObject({ name: 'Problem', code: 'internal', status: 500 });
      log.finish(500);
      expect(lines[0]).toMatchObject({ outcome: 'internal', ...(error instanceof Error && { errorName: 'RangeError' }) });
      expect(JSON.stringify(lines)).not.toContain('SECRET');
    },
  );

  it('that no step expected says where it was thrown, even when its message looks like a stack', () => {
    const { log, lines } = given();
    log.fail(new RangeError('SECRET\n    at the bank of SECRET\n    at SECRET.js'));
    log.finish(500);
    expect(lines[0]?.errorAt).toMatch(/^at \S.*request-log\.test\.ts:\d+:\d+\)?/);
    expect(lines[0]?.errorAt).not.toContain('SECRET');
    const expected = given();
    expected.log.fail(new Problem('agent-unreachable', 'x'));
    expected.log.finish(502);
    expect(expected.lines[0]).not.toHaveProperty('errorAt');
  });

  it('has no class and code where the cause is no error, or its code no text', () => {
    const { log, lines } = given();
    log.fail(new Problem('internal', 'x', { cause: { name: 'SECRET', code: 'SECRET' } }));
    log.finish(500);
    expect(lines[0]).not.toHaveProperty('errorName');
    log.fail(new Problem('internal', 'x', { cause: Object.assign(new Error('x'), { code: { SECRET: 1 } }) }));
    log.finish(500);
    expect(lines[1]).not.toHaveProperty('errorCode');
  });
});

describe('the audit line', () => {
  const base = { requestId: 'request-1', subject: 'a1b2', ...PHOTO };

  async function audited(sent: Promise<AgentReply>, isCommitted = true) {
    const { log, audits } = given();
    log.note({ subject: 'a1b2' });
    const result = await log.auditing(sent, () => isCommitted, PHOTO).catch((error: unknown) => error);
    return { result, audits };
  }

  it('is written for a photo that left whole, with the id that Microblink gave the transaction', async () => {
    const { result, audits } = await audited(Promise.resolve(reply(200, '{"transactionId":"t-1","ephemeralKey":"SECRET"}')));
    expect(result).toMatchObject({ status: 200 });
    expect(audits).toEqual([{ ...base, transactionId: 't-1' }]);
  });

  it.each([200, 201, 299])('has the transaction id of a reply with status %d', async (status) => {
    const { audits } = await audited(Promise.resolve(reply(status, '{"transactionId":"t-1"}')));
    expect(audits).toEqual([{ ...base, transactionId: 't-1' }]);
  });

  it('is written even if no reply came, as the photo has left', async () => {
    const error = new Problem('agent-timeout', 'late');
    const { result, audits } = await audited(Promise.reject(error));
    expect(result).toBe(error);
    expect(audits).toEqual([base]);
  });

  it.each([
    ['is refused', async () => reply(401, '{}')],
    ['failed', () => Promise.reject(new Problem('face-unusable', 'cut'))],
  ])('is not written for a photo that did not leave whole, in a request that %s', async (_how, send) => {
    expect((await audited(send(), false)).audits).toEqual([]);
  });

  it.each([
    ['an error', 400, '{"transactionId":"t-1"}'],
    ['a redirect', 302, '{"transactionId":"t-1"}'],
    ['no JSON', 200, 'transactionId=t-1'],
    ['null', 200, 'null'],
    ['a number', 200, '{"transactionId":7}'],
    ['an empty id', 200, '{"transactionId":""}'],
    ['an id with a line break', 200, '{"transactionId":"t-1\\n"}'],
    ['an id that is too long', 200, `{"transactionId":"${'a'.repeat(65)}"}`],
    ['an id with other characters', 200, '{"transactionId":"t 1 {}"}'],
  ])('has no transaction id when the reply is %s', async (_what, status, body) => {
    expect((await audited(Promise.resolve(reply(status, body)))).audits).toEqual([base]);
  });
});
