import fc from 'fast-check';
import { parseQuestion } from '../../../lambda/verdict/question';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const QUESTION = {
  transactionId: '665f1c2a9b1e8a0012345678',
  subject: '93c4a8d2-2091-70f5-3b3e-0c5d2f1e7a90',
  workflowId: 'wf-123',
  step: 'payment 4711',
  askedAt: '2026-11-28T09:59:00Z',
};
const read = (changes: object) => parseQuestion(JSON.stringify({ ...QUESTION, ...changes }), NOW);

test('a question is read as it was written', () => {
  expect(read({})).toEqual({ ...QUESTION, askedAtMs: Date.parse('2026-11-28T09:59:00Z') });
});

test.each(['2026-11-28T10:59:00+01:00', '2026-11-28T09:59:00.123456789Z', '2024-02-29T00:00:00Z'])('a time may be %s', (askedAt) => {
  expect(read({ askedAt }).askedAtMs).toBe(Date.parse(askedAt));
});

test.each([
  ['an id of 64 characters', { transactionId: 'aZ09_-'.padEnd(64, 'x') }],
  ['a step of 128 characters', { step: 'x'.repeat(128) }],
  ['a step of every printable character', { step: String.fromCharCode(...Array.from({ length: 95 }, (_, place) => 0x20 + place)) }],
])('%s is taken', (_what, changes) => {
  expect(read(changes)).toMatchObject(changes);
});

test.each([
  ['no member at all', {}, ['transactionId', 'subject', 'workflowId', 'step', 'askedAt']],
  ['no subject', {}, ['subject']],
])('with %s it is refused', (_what, changes, without) => {
  const body: Record<string, unknown> = { ...QUESTION, ...changes };
  for (const name of without) delete body[name];
  expect(() => parseQuestion(JSON.stringify(body), NOW)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
});

test.each(['transactionId', 'subject', 'workflowId', 'step', 'askedAt'] as const)('%s twice is refused, the same value too', (name) => {
  for (const value of [QUESTION[name], 'another']) {
    const text = `{${JSON.stringify(name)}:${JSON.stringify(value)},${JSON.stringify(QUESTION).slice(1)}`;
    expect(() => parseQuestion(text, NOW)).toThrow(expect.objectContaining({ code: 'invalid-request', reason: `${name} is there twice` }));
    // In letters that JSON writes in two ways.
    const escaped = text.replace(`"${name}"`, `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`);
    expect(() => parseQuestion(escaped, NOW)).toThrow(expect.objectContaining({ reason: `${name} is there twice` }));
  }
});

test.each([
  ['an id of another form', { transactionId: '../organization' }],
  ['an id with a slash', { transactionId: 'a/b' }],
  ['an empty id', { transactionId: '' }],
  ['an id of 65 characters', { transactionId: 'x'.repeat(65) }],
  ['an id that is a number', { transactionId: 7 }],
  ['a subject that cannot be one', { subject: 'a/b' }],
  ['a workflow id that cannot be one', { workflowId: 'a b' }],
  ['an empty step', { step: '' }],
  ['a step of 129 characters', { step: 'x'.repeat(129) }],
  ['a step with a line break', { step: 'a\nb' }],
  ['a step that is no ASCII', { step: 'überweisung' }],
  ['a member that is not known', { isAdmin: true }],
  ['a member in another case', { Subject: 'bob' }],
  ['a prototype', JSON.parse('{"__proto__": {}}')],
  ['a time without a zone', { askedAt: '2026-11-28T09:59:00' }],
  ['a day that is not there', { askedAt: '2026-02-30T09:59:00Z' }],
  ['a leap second', { askedAt: '2026-06-30T23:59:60Z' }],
  ['an hour that is not there', { askedAt: '2026-11-27T24:00:00Z' }],
  ['a zone of more than a day', { askedAt: '2026-11-28T09:59:00+24:00' }],
  ['a zone without minutes', { askedAt: '2026-11-28T09:59:00+01' }],
  ['a small z', { askedAt: '2026-11-28T09:59:00z' }],
  ['a blank for the T', { askedAt: '2026-11-28 09:59:00Z' }],
  ['a time without seconds', { askedAt: '2026-11-28T09:59Z' }],
  ['a date alone', { askedAt: '2026-11-28' }],
  ['a number for a time', { askedAt: NOW }],
  ['a time of more than a minute ahead', { askedAt: '2026-11-28T10:01:00.001Z' }],
])('%s is refused, and its value is not repeated', (_what, changes) => {
  const value = String(Object.values(changes)[0]);
  try {
    read(changes);
    throw new Error('It was taken.');
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-request' });
    if (value.length > 3) expect((error as { reason: string }).reason).not.toContain(value);
  }
});

test('up to a minute ahead, clocks may differ', () => {
  expect(read({ askedAt: '2026-11-28T10:01:00Z' }).askedAtMs).toBe(NOW + 60_000);
});

test('whatever is written, it is a question or a refusal', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((value) => JSON.stringify({ ...QUESTION, step: value })),
      ),
      (text) => {
        try {
          expect(Object.keys(parseQuestion(text, NOW)).sort()).toEqual([...Object.keys(QUESTION), 'askedAtMs'].sort());
        } catch (error) {
          expect(['not-json', 'invalid-request']).toContain((error as { code?: string }).code);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
