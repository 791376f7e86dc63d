import fc from 'fast-check';
import { RECORD_KEY } from '../../../contract/transactions';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { Problem } from '../../../lambda/errors';
import { dynamoDbTransactions, type StartRecorder, type Transactions } from '../../../lambda/transactions/dynamodb-transactions';
import { hashOfSubject } from '../../../lambda/transactions/record';
import type { Outcome } from '../../../lambda/verdict/reading';
import { answerQuestion } from '../../../lambda/verdict/verdict';
import { type GivenTable, givenTable } from '../../support/attempts';

const STARTED = Date.parse('2026-11-28T10:00:00Z');
const deadline = startDeadline(600_000);

/** What happens to the next calls of the table, one after the other; no entry is a call that goes well. */
type Mishap = 'none' | 'never arrives' | 'its reply is lost' | 'its reply is lost, and it is repeated';
let mishaps: Mishap[] = [];
let table: GivenTable;
let transactions: Transactions & StartRecorder;
let last = 0;

beforeAll(async () => {
  table = await givenTable('Transactions', RECORD_KEY);
  table.client.middlewareStack.add(
    (next) => async (args) => {
      const mishap = mishaps.shift() ?? 'none';
      if (mishap === 'never arrives') throw new Error('of a test');
      const reply = await next(args);
      if (mishap === 'its reply is lost') throw new Error('of a test');
      return mishap === 'none' ? reply : await next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  transactions = dynamoDbTransactions(table.client, 'Transactions');
});
afterAll(async () => {
  deadline.end();
  await table.stop();
});

const one = fc.record({
  step: fc.constantFrom('one', 'two', 'three'),
  askedAt: fc.constantFrom('2026-11-28T09:59:58Z', '2026-11-28T09:59:59Z'),
  outcome: fc.constantFrom<Outcome>('accepted', 'accepted', 'accepted', 'rejected', 'unfinished', 'in-review'),
  isAtOnce: fc.boolean(),
  mishaps: fc.array(fc.constantFrom<Mishap>('none', 'never arrives', 'its reply is lost', 'its reply is lost, and it is repeated'), {
    maxLength: 3,
  }),
});

test('with calls and replies of the table that get lost, one question at most is told yes, and each question the same bytes', async () => {
  let [accepted, refused] = [0, 0];
  const run = fc.asyncProperty(fc.array(one, { minLength: 2, maxLength: 8 }), async (questions) => {
    const transactionId = `trx-${++last}`;
    const start = { transactionId, subjectHash: hashOfSubject('alice'), workflowId: 'wf-123', photo: 'face@v1', requestId: 'r' };
    mishaps = [];
    expect(await transactions.record({ ...start, startedAt: STARTED }, deadline)).toBe(true);
    const answers = new Map<string, Set<string>>();
    const waiting: Promise<void>[] = [];
    for (const { step, askedAt, outcome, isAtOnce, mishaps: ours } of questions) {
      mishaps.push(...ours);
      const question = { transactionId, subject: 'alice', workflowId: 'wf-123', step, askedAt, askedAtMs: Date.parse(askedAt) };
      const parts = { transactions, read: async () => outcome, maxAgeMs: 900_000, now: () => STARTED + 60_000 };
      const asked = answerQuestion(question, parts, deadline).then(
        ({ body }) => void answers.set(`${step} ${askedAt}`, (answers.get(`${step} ${askedAt}`) ?? new Set()).add(body)),
        (error: unknown) => {
          refused++;
          expect(error).toBeInstanceOf(Problem);
        },
      );
      if (isAtOnce) waiting.push(asked);
      else await asked;
    }
    await Promise.all(waiting);
    const told = [...answers.values()];
    const yes = told.filter((bodies) => [...bodies].some((body) => body.includes('"yes"')));
    accepted += yes.length;
    expect(yes.length).toBeLessThanOrEqual(1);
    for (const bodies of told) expect([...bodies]).toHaveLength(1);
  });
  await fc.assert(run, { numRuns: 300 });
  // Both ends were seen.
  expect(Math.min(accepted, refused)).toBeGreaterThan(50);
});
