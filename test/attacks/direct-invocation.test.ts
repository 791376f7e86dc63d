import type { APIGatewayProxyEvent } from 'aws-lambda';
import { apiEvent, CLAIMS, startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * Somebody with rights in the account invokes the function and leaves API Gateway out: the event is then any JSON. Claims that they invent
 * cannot be distinguished from real ones, for which there is an alarm; but the function answers an event of any form, and writes texts where texts belong.
 */
let given: GivenProxy;
let invoke: (event: unknown) => ReturnType<GivenProxy['invoke']>;
beforeEach(async () => {
  given = await givenProxy();
  invoke = (event) => given.invoke(event as APIGatewayProxyEvent);
});
afterEach(async () => await given.stop());

const sound = () => apiEvent() as unknown as Record<string, unknown>;

test.each<[string, unknown]>([
  ['null', null],
  ['a text', 'x'],
  ['a number', 7],
  ['a list', []],
  ['an empty object', {}],
  ['a request context that is a text', { ...sound(), requestContext: 'x' }],
  ['an authorizer that is a list', { ...sound(), requestContext: { authorizer: [] } }],
  ['claims that are a list', { ...sound(), requestContext: { authorizer: { claims: ['sub', 'x'] } } }],
  ['claims that are a text', { ...sound(), requestContext: { authorizer: { claims: JSON.stringify(CLAIMS) } } }],
  [
    'claims under __proto__',
    { ...sound(), requestContext: { authorizer: { claims: JSON.parse(`{"__proto__":${JSON.stringify(CLAIMS)}}`) } } },
  ],
  ['a subject that is a list', { ...sound(), requestContext: { authorizer: { claims: { ...CLAIMS, sub: [CLAIMS.sub] } } } }],
  ['a subject that is an object', { ...sound(), requestContext: { authorizer: { claims: { ...CLAIMS, sub: { toString: 'x' } } } } }],
  ['an audience that is a list', { ...sound(), requestContext: { authorizer: { claims: { ...CLAIMS, aud: [CLAIMS.aud] } } } }],
  ['headers that are a text', { ...sound(), headers: 'x', multiValueHeaders: 'y', requestContext: {} }],
  ['a body that is an object', { ...sound(), body: startBody() }],
  ['a body that is a list of bytes', { ...sound(), body: [...Buffer.from(JSON.stringify(startBody()))] }],
  ['a body that claims a length', { ...sound(), body: { length: 400_000_000 } }],
  ['a body that is a number', { ...sound(), body: 7 }],
  ['a resource that is a list', { ...sound(), resource: ['/transaction'] }],
  ['a method that is an object', { ...sound(), httpMethod: {} }],
  ['path parameters that are a text', { ...sound(), resource: '/initialize/{workflowId}/info', httpMethod: 'GET', pathParameters: 'x' }],
])('an event that is %s, or has it, is refused, and reads and sends nothing', async (_what, event) => {
  const result = await invoke(event);
  expect([400, 403]).toContain(result.statusCode);
  expect(JSON.parse(result.body).code).not.toBe('internal');
  expect(given.s3.requests).toEqual([]);
  expect(given.agent.requests).toEqual([]);
});

test.each<[string, unknown]>([
  ['an object', { a: 1 }],
  ['a list', ['x']],
  ['a number', 7],
  ['a long text', 'x'.repeat(100_000)],
  ['a text with a line break', 'x\ny'],
  ['empty', ''],
])('a request id that is %s is not written anywhere: the invocation’s own is', async (_what, extendedRequestId) => {
  const event = apiEvent() as unknown as { requestContext: object };
  const result = await invoke({ ...event, requestContext: { ...event.requestContext, extendedRequestId } });
  expect(result.statusCode).toBe(200);
  const { props } = JSON.parse(given.agent.accepted()[0]?.body.toString() ?? '{}');
  expect(props.faceMatchRequestId).toBe('invocation-1');
  expect(given.lines.map(({ requestId }) => requestId)).toEqual(['invocation-1']);
});
