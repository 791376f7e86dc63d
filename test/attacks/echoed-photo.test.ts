import { PROBLEMS } from '../../contract/problems';
import { reply } from '../../stand-ins/agent/scripted';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** Error messages like to quote what they refuse: a reply that was relayed as it came could hand a photo on record to its caller. */
let given: GivenProxy;
afterEach(async () => await given.stop());

test.each([200, 400, 404, 422, 500])('a reply of %i that quotes the photo is not relayed', async (status) => {
  given = await givenProxy();
  const photo = given.photo.toString('base64');
  given.agent.script.push(reply(status, JSON.stringify({ detail: `The value '${photo}' of faceImage is not valid.` })));
  const result = await given.call();
  expect(JSON.parse(result.body)).toMatchObject({ code: 'agent-bad-response', detail: PROBLEMS['agent-bad-response'][2] });
  for (const at of [0, 1000, photo.length - 60]) expect(result.body).not.toContain(photo.slice(at, at + 40));
});

test('nor is one of another operation that quotes the credentials', async () => {
  given = await givenProxy();
  given.secret.authorization = `Basic ${Buffer.from(`sa_test:${'s'.repeat(40)}`).toString('base64')}`;
  given.agent.script.push(reply(400, given.secret.authorization));
  const info = { method: 'GET', resource: '/initialize/{workflowId}/info', pathParameters: { workflowId: 'wf-123' }, body: null };
  expect(JSON.parse((await given.call(info)).body)).toMatchObject({ code: 'agent-bad-response' });
});
