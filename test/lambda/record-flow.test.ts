import type { StartRecorder } from '../../lambda/transactions/dynamodb-transactions';
import { hashOfSubject, type StartRecord } from '../../lambda/transactions/record';
import { CREATED, CREATED_BODY, reply } from '../../stand-ins/agent/scripted';
import { send } from '../../stand-ins/exchange';
import { SUBJECT, startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

const { transactionId: TRANSACTION } = JSON.parse(CREATED_BODY);

let given: GivenProxy;
afterEach(async () => await given.stop());

/** Notes each start, and records it as told. */
function noting(record: StartRecorder['record'] = async () => true): StartRecorder & { readonly starts: StartRecord[] } {
  const starts: StartRecord[] = [];
  return {
    starts,
    record: (start, deadline) => {
      starts.push(start);
      return record(start, deadline);
    },
  };
}

test('a start with a photo is on record before its reply goes out: whose, of which workflow, with which photo, when it began', async () => {
  const before = Date.now();
  const recorder = noting(async () => {
    // Microblink has accepted it, and the SDK has heard nothing yet.
    expect(given.agent.accepted()).toHaveLength(1);
    return true;
  });
  given = await givenProxy({}, undefined, recorder);
  expect(await given.call()).toMatchObject({ statusCode: 200, body: CREATED_BODY });
  expect(recorder.starts).toEqual([
    {
      transactionId: TRANSACTION,
      subjectHash: hashOfSubject(SUBJECT),
      workflowId: 'wf-123',
      photo: 'face@v1',
      requestId: 'request-1',
      startedAt: expect.any(Number),
    },
  ]);
  expect(recorder.starts[0]?.startedAt).toBeGreaterThanOrEqual(before);
  expect(given.lines[0]).toMatchObject({ outcome: 'ok', recordMs: expect.any(Number) });
  expect(given.lines[0]).not.toHaveProperty('unrecorded');
});

test('a start is dated before it is sent: a slow reply makes no match younger', async () => {
  const recorder = noting();
  given = await givenProxy({}, undefined, recorder);
  let arrivedAt = 0;
  given.agent.script.push(async (exchange) => {
    await exchange.whole();
    arrivedAt = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
    send(exchange.response, CREATED);
  });
  await given.call();
  expect(recorder.starts[0]?.startedAt).toBeLessThanOrEqual(arrivedAt);
});

test.each([
  ['is not recorded', reply(200, CREATED_BODY), 1],
  ['has an id of another form', reply(200, JSON.stringify({ transactionId: 'a/../b' })), 0],
  ['has no id', reply(200, '{}'), 0],
])('a start that %s reaches the SDK all the same, and is counted', async (_what, answer, tries) => {
  const recorder = noting(async () => false);
  given = await givenProxy({}, undefined, recorder);
  given.agent.script.push(answer);
  expect((await given.call()).statusCode).toBe(200);
  expect(recorder.starts).toHaveLength(tries);
  expect(given.lines[0]).toMatchObject({ outcome: 'ok', unrecorded: true });
});

test('a refused start, a workflow without a photo, and a stage without verdicts record nothing', async () => {
  const recorder = noting();
  given = await givenProxy({}, undefined, recorder);
  given.agent.script.push(reply(400, '{}'));
  expect((await given.call()).statusCode).toBe(400);
  expect((await given.call({ body: startBody({ workflowId: 'wf-plain' }) })).statusCode).toBe(200);
  expect(recorder.starts).toEqual([]);
  await given.stop();
  given = await givenProxy();
  expect((await given.call()).statusCode).toBe(200);
  for (const line of given.lines) expect(line).not.toHaveProperty('unrecorded');
});
