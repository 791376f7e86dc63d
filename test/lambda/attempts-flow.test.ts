import { setTimeout as pause } from 'node:timers/promises';
import type { AttemptCounter } from '../../lambda/attempts/attempt-counter';
import { Problem } from '../../lambda/errors';
import { reply } from '../../stand-ins/agent/scripted';
import { CLAIMS, SUBJECT, startBody } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy } from '../support/proxy';
import { until } from '../support/until';

let given: GivenProxy;
afterEach(async () => await given.stop());

type Count = AttemptCounter['count'];

/** Notes each count, and gives the answer of the test. */
function noting(answer: Count = async () => 'counted'): AttemptCounter & { readonly counts: string[] } {
  const counts: string[] = [];
  return {
    counts,
    count: (subject, of, deadline) => {
      counts.push(`${subject} ${of}`);
      return answer(subject, of, deadline);
    },
  };
}

const INFO = { method: 'GET', resource: '/initialize/{workflowId}/info', pathParameters: { workflowId: 'wf-123' }, body: null };
const CANCEL = { resource: '/initialize/{workflowId}/cancel', pathParameters: { workflowId: 'wf-123' }, body: null };

describe('a start is counted', () => {
  test('once, for the verified subject, as one with a photo or as another', async () => {
    const attempts = noting();
    given = await givenProxy({}, attempts);
    await given.call();
    await given.call({ body: startBody({ workflowId: 'wf-plain' }) });
    expect(attempts.counts).toEqual([`${SUBJECT} injecting`, `${SUBJECT} others`]);
  });

  test('once, though it is retried with new credentials', async () => {
    const attempts = noting();
    given = await givenProxy({}, attempts);
    await given.call({ body: startBody({ workflowId: 'wf-plain' }) });
    given.secret.authorization = 'Basic bmV3OnNlY3JldA==';
    given.agent.script.push(reply(401, '{}'));
    expect((await given.call()).statusCode).toBe(200);
    expect(given.lines.at(-1)).toMatchObject({ attempts: 2 });
    expect(attempts.counts).toHaveLength(2);
  });

  test('not for workflow info and not for a cancellation', async () => {
    const attempts = noting();
    given = await givenProxy({}, attempts);
    expect((await given.call(INFO)).statusCode).toBe(200);
    expect((await given.call(CANCEL)).statusCode).toBe(200);
    expect(attempts.counts).toEqual([]);
  });

  test.each([
    ['a token of another app client', { claims: { ...CLAIMS, aud: 'other' } }],
    ['a body that is no JSON', { body: 'x' }],
    ['a workflow in neither list', { body: startBody({ workflowId: 'wf-other' }) }],
    ['somebody else as user', { body: startBody({ consent: { userId: 'other', isProcessingStoringAllowed: true } }) }],
    ['no consent', { body: startBody({ consent: { userId: SUBJECT } }) }],
    ['a photo of the caller', { body: startBody({ formValues: { faceImage: 'x' } }) }],
  ])('not when it was refused for %s', async (_what, parts) => {
    const attempts = noting();
    given = await givenProxy({}, attempts);
    expect((await given.call(parts)).statusCode).toBeGreaterThanOrEqual(400);
    expect(attempts.counts).toEqual([]);
  });

  test('while the credentials are fetched, and before a photo is opened', async () => {
    const release = Promise.withResolvers<'counted'>();
    given = await givenProxy(
      {},
      noting(() => release.promise),
    );
    let isRead = false;
    const { authorization } = given.secret;
    const read = () => {
      isRead = true;
      return authorization;
    };
    Object.defineProperty(given.secret, 'authorization', { enumerable: true, get: read });
    const result = given.call();
    expect(await until(() => isRead)).toBe(true);
    await pause(100);
    expect(given.s3.requests).toEqual([]);
    release.resolve('counted');
    expect((await result).statusCode).toBe(200);
    expect(given.s3.requests).toHaveLength(1);
    expect(given.lines[0]?.countMs).toBeGreaterThanOrEqual(50);
    expect(given.lines[0]?.credentialsMs).toBeLessThanOrEqual(given.lines[0]?.countMs ?? 0);
  });
});

describe('a start that may not be', () => {
  test('gets 429 with the seconds until the window ends; no photo is opened and nothing is sent', async () => {
    const refused = async () => Promise.reject(new Problem('too-many-attempts', 'used up', { retryAfterSeconds: 1234 }));
    given = await givenProxy({}, noting(refused));
    const result = await given.call();
    expect(result).toMatchObject({
      statusCode: 429,
      headers: { 'Retry-After': '1234', 'Access-Control-Expose-Headers': expect.anything() },
    });
    expect(JSON.parse(result.body)).toMatchObject({ code: 'too-many-attempts', status: 429 });
    expect(given.s3.requests).toEqual([]);
    expect(given.agent.requests).toHaveLength(0);
    expect(given.lines).toMatchObject([{ outcome: 'too-many-attempts', status: 429 }]);
  });

  test('leaves nothing of its photo to the next caller, who gets their own', async () => {
    const refused = new Problem('too-many-attempts', 'used up', { retryAfterSeconds: 1 });
    given = await givenProxy(
      {},
      noting(async (subject) => (subject === SUBJECT ? Promise.reject(refused) : 'counted')),
    );
    given.s3.putPhoto('faces/somebody-else', { bytes: jpegOf(3000) });
    expect((await given.call()).statusCode).toBe(429);
    const claims = { ...CLAIMS, sub: 'somebody-else' };
    const body = startBody({ consent: { userId: 'somebody-else', isProcessingStoringAllowed: true } });
    expect((await given.call({ claims, body })).statusCode).toBe(200);
    expect(given.s3.requests.map(({ key }) => key)).toEqual(['faces/somebody-else']);
  });

  test('gets 503 without Retry-After when no one can count', async () => {
    given = await givenProxy(
      {},
      noting(async () => Promise.reject(new Problem('attempts-unavailable', 'down'))),
    );
    const result = await given.call();
    expect(result.statusCode).toBe(503);
    expect(result.headers).not.toHaveProperty('Retry-After');
    expect(given.s3.requests).toEqual([]);
  });

  test('leaves a mark in the log when it goes on uncounted', async () => {
    given = await givenProxy(
      {},
      noting(async () => 'uncounted'),
    );
    expect((await given.call()).statusCode).toBe(200);
    expect(given.lines).toMatchObject([{ outcome: 'ok', uncounted: true }]);
  });
});
