import { Metrics } from '@aws-lambda-powertools/metrics';
import { createVerdictTelemetry, type VerdictFields } from '../../../lambda/verdict/telemetry';

const LINE: VerdictFields = { requestId: 'r', answer: 'yes', reasons: [], status: 200, totalMs: 7 };

/** What is logged, with its level, and what is counted, as text of CloudWatch's format. */
function told(fields: VerdictFields): { lines: [level: string, line: object][]; counts: Record<string, unknown>[] } {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((written) => {
    text += String(written);
    return true;
  });
  const lines: [string, object][] = [];
  const at =
    (level: string) =>
    (_: unknown, ...more: unknown[]) =>
      void lines.push([level, more[0] as object]);
  try {
    const logger = { info: at('info'), warn: at('warn'), error: at('error') };
    createVerdictTelemetry(logger, new Metrics({ namespace: 'FaceMatchProxy', serviceName: 'function' })).verdict(fields);
  } finally {
    spy.mockRestore();
  }
  const written = text.split('\n').filter((line) => line.startsWith('{'));
  return { lines, counts: written.map((line) => JSON.parse(line)) };
}

const counted = (fields: VerdictFields) =>
  told(fields)
    .counts.filter((count) => 'Verdicts' in count)
    .map(({ answer, Verdicts }) => [answer, Verdicts]);

test.each<[string, Partial<VerdictFields>, string[]]>([
  ['a yes', {}, ['yes']],
  ['a no', { answer: 'no', reasons: ['of-somebody-else', 'another-workflow'] }, ['of-somebody-else', 'another-workflow']],
  ['a refusal', { answer: 'unreadable-result', reasons: undefined, status: 503 } as Partial<VerdictFields>, ['unreadable-result']],
])('%s is counted once by each word that an alarm can wait for', (_what, changes, words) => {
  expect(counted({ ...LINE, ...changes })).toEqual(words.map((word) => [word, 1]));
});

test('how long it took is counted, too', () => {
  expect(told(LINE).counts).toContainEqual(expect.objectContaining({ VerdictTime: 7 }));
});

test('a field that is not on the list is not written, whoever hands it over', () => {
  const more = { step: 'payment 4711', askedAt: '2026-11-28T09:59:58Z', name: 'ERIKA MUSTERMANN' };
  const { lines, counts } = told({ ...LINE, ...more });
  expect(lines).toEqual([['info', { type: 'verdict', ...LINE }]]);
  for (const value of Object.values(more)) expect(JSON.stringify([lines, counts])).not.toContain(value);
});

test.each([
  [200, 'info'],
  [400, 'warn'],
  [409, 'warn'],
  [500, 'error'],
  [503, 'error'],
])('the line of an answer with status %d is of the level %s', (status, level) => {
  expect(told({ ...LINE, status }).lines.map(([of]) => of)).toEqual([level]);
});
