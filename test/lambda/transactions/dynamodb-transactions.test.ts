import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { RECORD_KEY } from '../../../contract/transactions';
import { type Deadline, startDeadline } from '../../../lambda/deadline/deadline';
import { dynamoDbTransactions } from '../../../lambda/transactions/dynamodb-transactions';
import { hashOfSubject, itemOf, type StartRecord } from '../../../lambda/transactions/record';
import { dynamoDbError, startCounts } from '../../../stand-ins/dynamodb/counts';
import { instead } from '../../../stand-ins/exchange';
import type { FaultyServer } from '../../../stand-ins/faulty';
import { type GivenTable, givenTable, testDynamoDbClient } from '../../support/attempts';
import { refusal } from '../../support/refusal';

const TABLE = 'Transactions';
const START: StartRecord = {
  transactionId: 'trx-1',
  subjectHash: hashOfSubject('alice'),
  workflowId: 'wf-123',
  photo: 'face@v1',
  requestId: 'request-1',
  startedAt: Date.parse('2026-11-28T10:00:00.250Z'),
};
const DECISION = { step: 'payment 1', askedAt: '2026-11-28T09:59:00Z', answer: '{"verdict":"no","reasons":["rejected"]}' };
const deadline = startDeadline(600_000);

/** Whatever is due earlier comes first, even where a busy machine holds up both: a timer, and the turns of the event loop in which it is answered. */
async function threeSeconds(): Promise<'late'> {
  await pause(3000, undefined, { ref: false });
  await nextTurn();
  await nextTurn();
  return 'late';
}
afterAll(() => deadline.end());

describe('in a table', () => {
  let table: GivenTable;
  const transactions = () => dynamoDbTransactions(table.client, TABLE);
  beforeEach(async () => {
    table = await givenTable(TABLE, RECORD_KEY);
  });
  afterEach(() => table.stop());

  test('a start is on record with a hash for the subject, and expires a day later', async () => {
    expect(await transactions().record(START, deadline)).toBe(true);
    expect(await table.items()).toEqual([
      {
        transaction: 'trx-1',
        subject: '2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90',
        workflow: 'wf-123',
        photo: 'face@v1',
        request: 'request-1',
        startedAt: '1795860000250',
        expires: String(1_795_860_000 + 86_400),
      },
    ]);
    expect(await transactions().find('trx-1', deadline)).toEqual({ ...START, decision: undefined });
  });

  test('the same request may record its start twice, and no other changes it', async () => {
    await transactions().record(START, deadline);
    expect(await transactions().record(START, deadline)).toBe(true);
    const another = { ...START, requestId: 'request-2', subjectHash: hashOfSubject('bob') };
    expect(await transactions().record(another, deadline)).toBe(false);
    expect(await transactions().find('trx-1', deadline)).toMatchObject({ subjectHash: START.subjectHash, requestId: 'request-1' });
  });

  test('what is decided once is not decided again', async () => {
    await transactions().record(START, deadline);
    expect(await transactions().decide('trx-1', DECISION, deadline)).toBe(true);
    expect(await transactions().decide('trx-1', { ...DECISION, answer: '{"verdict":"yes"}' }, deadline)).toBe(false);
    expect(await transactions().find('trx-1', deadline)).toEqual({ ...START, decision: DECISION });
  });

  test('nothing is decided of a transaction that is not on record, and none comes to be by it', async () => {
    expect(await transactions().decide('trx-1', DECISION, deadline)).toBe(false);
    expect((await table.client.send(new ScanCommand({ TableName: TABLE }))).Items).toEqual([]);
  });

  test('every read of a record is consistent: what has just been decided is never read as undecided', async () => {
    const inputs: object[] = [];
    table.client.middlewareStack.add(
      (next) => (args) => {
        inputs.push(args.input);
        return next(args);
      },
      { step: 'initialize' },
    );
    await transactions().record(START, deadline);
    await transactions().record(START, deadline);
    await transactions().find('trx-1', deadline);
    const puts = inputs.filter((input) => 'Item' in input);
    const reads = inputs.filter((input) => !('Item' in input));
    expect(puts).toHaveLength(2);
    expect(reads).toEqual(Array(2).fill({ TableName: TABLE, Key: { transaction: { S: 'trx-1' } }, ConsistentRead: true }));
  });

  test.each(['subject', 'workflow', 'photo', 'request', 'startedAt'])('an item without its %s is no record', async (name) => {
    const { [name]: _, ...rest } = itemOf(START);
    await table.client.send(new PutItemCommand({ TableName: TABLE, Item: rest }));
    expect(await transactions().find('trx-1', deadline)).toBeUndefined();
  });
});

describe('when the table fails', () => {
  let server: FaultyServer;
  const transactions = () => dynamoDbTransactions(testDynamoDbClient(server.url), TABLE);
  beforeEach(async () => {
    server = await startCounts();
    server.fault = instead(dynamoDbError('AccessDeniedException'));
  });
  afterEach(() => server.close());

  test('a start is not on record, and nothing is thrown: the reply must reach the SDK', async () => {
    expect(await transactions().record(START, deadline)).toBe(false);
    server.fault = instead({ status: 500, headers: {}, body: 'no JSON' });
    expect(await transactions().record(START, deadline)).toBe(false);
  });

  test('there is no verdict', async () => {
    await expect(transactions().find('trx-1', deadline)).rejects.toEqual(refusal('verdict-unavailable'));
    await expect(transactions().decide('trx-1', DECISION, deadline)).rejects.toEqual(refusal('verdict-unavailable'));
  });

  test('a record that is there and cannot be read again counts as none', async () => {
    server.fault = instead(dynamoDbError('ConditionalCheckFailedException'));
    expect(await transactions().record(START, deadline)).toBe(false);
  });

  test('a silent table costs a start one second, and leaves nothing behind', async () => {
    server.fault = () => undefined;
    const since = performance.now();
    const silent = dynamoDbTransactions(testDynamoDbClient(server.url, 1, 0), TABLE);
    expect(await Promise.race([silent.record(START, deadline), threeSeconds()])).toBe(false);
    expect(performance.now() - since).toBeGreaterThan(900);
  });

  test('a silent table leaves a question without a verdict after one second', async () => {
    server.fault = () => undefined;
    const silent = dynamoDbTransactions(testDynamoDbClient(server.url, 1, 0), TABLE);
    for (const call of [() => silent.find('trx-1', deadline), () => silent.decide('trx-1', DECISION, deadline)]) {
      const since = performance.now();
      await expect(Promise.race([call(), threeSeconds()])).rejects.toEqual(refusal('verdict-unavailable'));
      expect(performance.now() - since).toBeGreaterThan(900);
    }
  });

  test('and no more than its deadline leaves', async () => {
    server.fault = () => undefined;
    const silent = dynamoDbTransactions(testDynamoDbClient(server.url, 1, 0), TABLE);
    const short = startDeadline(100);
    const ended: string[] = [];
    const record = async (of: Deadline, name: string) => ended.push(`${name} ${await silent.record(START, of)}`);
    await Promise.all([record(deadline, 'with time'), record(short, 'with less')]);
    expect(ended).toEqual(['with less false', 'with time false']);
    short.end();
  });
});
