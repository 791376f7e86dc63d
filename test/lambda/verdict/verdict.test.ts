import fc from 'fast-check';
import { RECORD_KEY } from '../../../contract/transactions';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { Problem } from '../../../lambda/errors';
import { dynamoDbTransactions, type StartRecorder, type Transactions } from '../../../lambda/transactions/dynamodb-transactions';
import { hashOfSubject, type StartRecord } from '../../../lambda/transactions/record';
import type { Question } from '../../../lambda/verdict/question';
import type { Outcome } from '../../../lambda/verdict/reading';
import { answerQuestion } from '../../../lambda/verdict/verdict';
import { type GivenTable, givenTable } from '../../support/attempts';
import { refusal } from '../../support/refusal';

const STARTED = Date.parse('2026-11-28T10:00:00Z');
const MINUTE = 60_000;
const deadline = startDeadline(600_000);
afterAll(() => deadline.end());
let table: GivenTable;
let transactions: Transactions & StartRecorder;
let now = STARTED + MINUTE;
let outcome: Outcome | Problem = 'accepted';
let reads = 0;
let last = 0;

beforeAll(async () => {
  table = await givenTable('Transactions', RECORD_KEY);
  transactions = dynamoDbTransactions(table.client, 'Transactions');
});
beforeEach(() => {
  [now, outcome, reads] = [STARTED + MINUTE, 'accepted', 0];
});
afterAll(async () => {
  deadline.end();
  await table.stop();
});

/** A start of alice's, on record. */
async function started(changes: Partial<StartRecord> = {}): Promise<string> {
  const transactionId = changes.transactionId ?? `trx-${++last}`;
  const start = {
    transactionId,
    subjectHash: hashOfSubject('alice'),
    workflowId: 'wf-123',
    photo: 'face@v1',
    requestId: 'r',
    startedAt: STARTED,
  };
  // As for a question below, the limit may be too short; the same start is put on record once.
  let isRecorded = false;
  for (let tries = 0; tries < 5 && !isRecorded; tries++) isRecorded = await transactions.record({ ...start, ...changes }, deadline);
  expect(isRecorded).toBe(true);
  return transactionId;
}

function ask(transactionId: string, changes: Partial<Question> = {}, store: Transactions = transactions) {
  const askedAt = changes.askedAt ?? '2026-11-28T09:59:58Z';
  const question = {
    transactionId,
    subject: 'alice',
    workflowId: 'wf-123',
    step: 'payment 1',
    ...changes,
    askedAt,
    askedAtMs: Date.parse(askedAt),
  };
  const read = async () => {
    reads++;
    if (outcome instanceof Problem) throw outcome;
    return outcome;
  };
  return answerQuestion(question, { transactions: store, read, maxAgeMs: 15 * MINUTE, now: () => now }, deadline);
}

const verdict = async (...given: Parameters<typeof ask>) => JSON.parse((await ask(...given)).body);
const no = (...reasons: string[]) => ({ verdict: 'no', reasons });

test('an accepted match of this user, for this step, is a yes that says what was compared and when', async () => {
  expect(await verdict(await started())).toEqual({
    verdict: 'yes',
    decidedAt: '2026-11-28T10:01:00.000Z',
    photo: 'face@v1',
    startedAt: '2026-11-28T10:00:00.000Z',
  });
});

test('the same question gets the same bytes again, without another look at Microblink', async () => {
  const id = await started();
  const first = await ask(id);
  [now, outcome] = [now + MINUTE, 'rejected'];
  expect(await ask(id)).toEqual(first);
  expect(reads).toBe(1);
});

test.each<[string, Partial<Question>]>([
  ['another step', { step: 'payment 2' }],
  ['the same step that was asked for at another time', { askedAt: '2026-11-28T09:59:59Z' }],
  ['the same time in another spelling', { askedAt: '2026-11-28T10:59:58+01:00' }],
])('%s is told that the transaction is used', async (_what, changes) => {
  const id = await started();
  await ask(id);
  expect(await verdict(id, changes)).toEqual(no('used'));
});

test.each<[string, Partial<Question>, string[]]>([
  ['somebody else’s subject', { subject: 'bob' }, ['of-somebody-else']],
  ['another workflow', { workflowId: 'wf-cheap' }, ['another-workflow']],
  ['both', { subject: 'bob', workflowId: 'wf-cheap' }, ['of-somebody-else', 'another-workflow']],
  ['a match that was started before it was asked for', { askedAt: '2026-11-28T10:00:05.001Z' }, ['too-old']],
])('%s is a no, before Microblink is asked, and uses nothing up', async (_what, changes, reasons) => {
  const id = await started();
  expect(await verdict(id, changes)).toEqual(no(...reasons));
  expect(reads).toBe(0);
  expect((await verdict(id)).verdict).toBe('yes');
});

test('whose it is comes before how old it is, and both before what was decided', async () => {
  const id = await started();
  await ask(id);
  expect(await verdict(id, { subject: 'bob', step: 'payment 2' })).toEqual(no('of-somebody-else'));
  now = STARTED + 15 * MINUTE + 1;
  expect(await verdict(id)).toEqual(no('too-old'));
  expect(await verdict(id, { subject: 'bob', askedAt: '2026-11-28T10:15:00Z' })).toEqual(no('of-somebody-else'));
  expect(await verdict(id, { workflowId: 'wf-cheap' })).toEqual(no('another-workflow'));
  expect(reads).toBe(1);
});

test('five seconds of grace are given between the two clocks', async () => {
  expect((await verdict(await started(), { askedAt: '2026-11-28T10:00:05Z' })).verdict).toBe('yes');
});

test('a transaction that this proxy did not start is not known', async () => {
  expect(await verdict('trx-from-elsewhere')).toEqual(no('unknown-transaction'));
  expect(reads).toBe(0);
});

test('an old start is a no, to the millisecond', async () => {
  const id = await started();
  now = STARTED + 15 * MINUTE + 1;
  expect(await verdict(id)).toEqual(no('too-old'));
  now = STARTED + 15 * MINUTE;
  expect((await verdict(id)).verdict).toBe('yes');
});

test.each<[Outcome, string, number]>([
  ['unfinished', 'not-finished', 2],
  ['in-review', 'in-review', 30],
])('%s is asked again later, and uses nothing up', async (ended, code, retryAfterSeconds) => {
  const id = await started();
  outcome = ended;
  await expect(ask(id)).rejects.toMatchObject({ code, status: 409, retryAfterSeconds });
  outcome = 'accepted';
  expect((await verdict(id)).verdict).toBe('yes');
});

test.each<[Outcome, string]>([
  ['rejected', 'rejected'],
  ['failed', 'failed'],
  ['unknown-status', 'unknown-status'],
  ['absent', 'gone'],
])('%s is a no for good, whatever Microblink says later', async (ended, reason) => {
  const id = await started();
  outcome = ended;
  expect(await verdict(id)).toEqual(no(reason));
  outcome = 'accepted';
  expect(await verdict(id)).toEqual(no(reason));
  expect(await verdict(id, { step: 'payment 2' })).toEqual(no('used'));
});

test('a transaction that the read does not show in its first 30 seconds is not finished', async () => {
  const id = await started();
  outcome = 'absent';
  now = STARTED + 29_999;
  await expect(ask(id)).rejects.toEqual(refusal('not-finished'));
  now = STARTED + 30_000;
  expect(await verdict(id)).toEqual(no('gone'));
});

test.each(['read-credentials-refused', 'verdict-unavailable', 'unreadable-result'] as const)('%s decides nothing', async (code) => {
  const id = await started();
  outcome = new Problem(code, 'of a test');
  await expect(ask(id)).rejects.toEqual(refusal(code));
  outcome = 'accepted';
  expect((await verdict(id)).verdict).toBe('yes');
});

test('a decision that is not surely written is no answer', async () => {
  const id = await started();
  const failing: Transactions = {
    ...transactions,
    decide: async () => {
      throw new Problem('verdict-unavailable', 'of a test');
    },
  };
  await expect(ask(id, {}, failing)).rejects.toEqual(refusal('verdict-unavailable'));
});

test('a record that is gone when its decision is written is not known, and no yes', async () => {
  const id = await started();
  let finds = 0;
  const ending: Transactions = {
    find: async (...given) => (finds++ === 0 ? await transactions.find(...given) : undefined),
    decide: async () => false,
  };
  expect(await verdict(id, {}, ending)).toEqual(no('unknown-transaction'));
});

/** Again where the table had no time, as a backend does: the limit of a second may be too short beside many others. */
async function askUntilAnswered(transactionId: string, changes: Partial<Question> = {}) {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(transactionId, changes);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'verdict-unavailable' || tries === 5) throw error;
    }
  }
}

test('of two steps that ask at once exactly one is told yes, a thousand times', async () => {
  const race = async () => {
    const id = await started();
    const answers = await Promise.all([askUntilAnswered(id, { step: 'one' }), askUntilAnswered(id, { step: 'two' })]);
    expect(answers.map((answer) => answer.verdict).sort()).toEqual(['no', 'yes']);
    expect(answers.flatMap((answer) => answer.reasons)).toEqual(['used']);
  };
  // Ten at a time, so that table and test wait less for each other.
  for (let times = 0; times < 100; times++) await Promise.all(Array.from({ length: 10 }, race));
});

test('of the same question asked many times at once, every one is told the same bytes', async () => {
  const id = await started();
  const answers = await Promise.all(Array.from({ length: 20 }, () => askUntilAnswered(id)));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
});

test('for any order of questions at most one step is ever told yes', async () => {
  const question = fc.record({
    step: fc.constantFrom('one', 'two', 'three'),
    subject: fc.constantFrom('alice', 'alice', 'bob'),
    askedAt: fc.constantFrom('2026-11-28T09:59:58Z', '2026-11-28T09:59:59Z'),
    ended: fc.constantFrom<Outcome>('accepted', 'accepted', 'rejected', 'unfinished', 'in-review', 'absent', 'failed'),
    later: fc.integer({ min: 0, max: 20 * MINUTE }),
    atOnce: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 2, maxLength: 8 }), async (questions) => {
      const id = await started();
      const waiting: Promise<void>[] = [];
      const accepted = new Set<string>();
      for (const { step, subject, askedAt, ended, later, atOnce } of questions) {
        [outcome, now] = [ended, STARTED + later];
        const asked = ask(id, { step, subject, askedAt }).then(
          (answer) => void (answer.verdict === 'yes' && accepted.add(`${step} ${askedAt} ${subject}`)),
          (error: unknown) => expect(error).toBeInstanceOf(Problem),
        );
        if (atOnce) waiting.push(asked);
        else await asked;
      }
      await Promise.all(waiting);
      expect(accepted.size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});
