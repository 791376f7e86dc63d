import type { AttemptRules } from '../../contract/environment';
import { dynamoDbAttempts } from '../../lambda/attempts/attempt-counter';
import { type Deadline, startDeadline } from '../../lambda/deadline/deadline';
import { COUNTED, dynamoDbError, NO_MORE, startCounts } from '../../stand-ins/dynamodb/counts';
import { type Fault, instead } from '../../stand-ins/exchange';
import { hangUp, page, silent } from '../../stand-ins/faults';
import type { FaultyServer } from '../../stand-ins/faulty';
import { RULES, testDynamoDbClient } from '../support/attempts';
import { refusal } from '../support/refusal';
import { holdTimers, watchTimers } from '../support/timers';
import { until } from '../support/until';

let table: FaultyServer;
let deadline: Deadline;
afterEach(async () => {
  deadline.end();
  await table.close();
});

async function startTable(fault: Fault): Promise<void> {
  table = await startCounts();
  table.fault = fault;
}

async function count(fault: Fault, whenTableIsDown: AttemptRules['whenTableIsDown'] = 'refuse', ms = 10_000, tries = 1, patience?: number) {
  await startTable(fault);
  deadline = startDeadline(ms);
  const client = testDynamoDbClient(table.url, tries, patience);
  return await dynamoDbAttempts(client, { ...RULES, whenTableIsDown }, Date.now)
    .count('anna', 'injecting', deadline)
    .finally(() => {
      client.destroy();
      deadline.end();
    });
}

const FAULTS: [string, Fault][] = [
  ['closes the connection', hangUp],
  ['never answers', silent],
  ['answers garbage', instead(page)],
  ['fails inside', instead(dynamoDbError('InternalServerError', 500))],
  ['throttles', instead(dynamoDbError('ProvisionedThroughputExceededException'))],
  ['has no such table', instead(dynamoDbError('ResourceNotFoundException'))],
  ['refuses our permission', instead(dynamoDbError('AccessDeniedException'))],
  ['has expired credentials before it', instead(dynamoDbError('ExpiredTokenException'))],
];

describe('a table that cannot count', () => {
  test.each(FAULTS)('and %s: the start is refused, unless the configuration lets it through', async (_what, fault) => {
    const patience = fault === silent ? 200 : 2000;
    await expect(count(fault, 'refuse', 10_000, 1, patience)).rejects.toEqual(refusal('attempts-unavailable'));
    await table.close();
    expect(await count(fault, 'start-uncounted-when-the-table-is-down', 10_000, 1, patience)).toBe('uncounted');
  });

  test('that is not there', async () => {
    await startTable(silent);
    await table.close();
    deadline = startDeadline(10_000);
    const client = testDynamoDbClient(table.url);
    await expect(dynamoDbAttempts(client, RULES, Date.now).count('anna', 'injecting', deadline)).rejects.toEqual(
      refusal('attempts-unavailable'),
    );
    client.destroy();
  });

  test('lets no one through who has used up their starts, also where the configuration lets callers through without a table', async () => {
    const full = instead(NO_MORE);
    await expect(count(full, 'start-uncounted-when-the-table-is-down')).rejects.toEqual(refusal('too-many-attempts'));
  });

  test('lets nothing through after the deadline of the whole request', async () => {
    await expect(count(silent, 'start-uncounted-when-the-table-is-down', 150)).rejects.toEqual(refusal('agent-timeout'));
  });

  test('is asked once more after a failure that passes', async () => {
    let failures = 1;
    const recovers: Fault = (exchange) => instead(failures-- > 0 ? dynamoDbError('InternalServerError', 500) : COUNTED)(exchange);
    expect(await count(recovers, 'refuse', 10_000, 2)).toBe('counted');
    expect(table.begun()).toBe(2);
  });

  test('shows the operator which error it was, and quotes nothing', async () => {
    await expect(count(instead(dynamoDbError('AccessDeniedException')))).rejects.toMatchObject({
      reason: 'DynamoDB refused or failed (AccessDeniedException)',
      cause: expect.objectContaining({ name: 'AccessDeniedException' }),
    });
  });
});

test('a start that goes on uncounted after five seconds leaves no write behind, though its client would wait for ever', async () => {
  await startTable(silent);
  const timers = holdTimers();
  deadline = startDeadline(20_000);
  const client = testDynamoDbClient(table.url, 1, 0);
  const attempts = dynamoDbAttempts(client, { ...RULES, whenTableIsDown: 'start-uncounted-when-the-table-is-down' }, Date.now);
  let counted: string | undefined;
  void attempts.count('anna', 'injecting', deadline).then((how) => (counted = how));
  await until(() => table.begun() > 0);
  await timers.pass(4999);
  expect([counted, table.connections()]).toEqual([undefined, 1]);
  await timers.pass(1);
  timers.release();
  await until(() => counted !== undefined);
  expect(counted).toBe('uncounted');
  await expectNoSocket();
  client.destroy();
});

test('a request that ends takes its count with it: no timer runs and no connection stays', async () => {
  await startTable(silent);
  deadline = startDeadline(10_000);
  const timers = watchTimers();
  const client = testDynamoDbClient(table.url, 2);
  const counting = dynamoDbAttempts(client, RULES, Date.now).count('anna', 'injecting', deadline);
  counting.catch(() => undefined);
  await until(() => table.begun() > 0);
  deadline.end();
  await expect(counting).rejects.toMatchObject({ name: 'Problem' });
  expect(await timers.running()).toEqual([]);
  timers.stop();
  await expectNoSocket();
  client.destroy();
});

async function expectNoSocket(): Promise<void> {
  await until(() => table.connections() === 0);
  expect(table.connections()).toBe(0);
}
