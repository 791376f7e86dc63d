import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** The Agent API binds names without regard to case, so a second spelling next to ours would win or lose by its place alone. */
let given: GivenProxy;
afterEach(async () => await given.stop());

const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/';
const consent = { isProcessingStoringAllowed: true };

test.each([
  ['formValues next to FormValues', { formValues: { a: 'x' }, FormValues: { faceImage: PICTURE } }, 'invalid-request'],
  ['FORMVALUES alone', { FORMVALUES: { FACEIMAGE: PICTURE } }, 'client-supplied-face'],
  ['workflowId twice', { WorkflowId: 'wf-plain' }, 'invalid-request'],
  ['consent next to Consent', { consent, Consent: { userId: 'somebody' } }, 'invalid-request'],
  ['two user ids in a consent', { consent: { ...consent, userid: 'somebody', userId: 'somebody' } }, 'invalid-request'],
  ['consent given twice', { consent: { isProcessingStoringAllowed: false, IsProcessingStoringAllowed: true } }, 'invalid-request'],
  ['props twice', { props: {}, Props: { faceMatchSubject: 'somebody' } }, 'invalid-request'],
])('%s is refused, and nothing is read or sent', async (_what, change, code) => {
  given = await givenProxy();
  const result = await given.call({ body: startBody({ consent, ...change }) });
  expect(JSON.parse(result.body)).toMatchObject({ code });
  expect([given.s3.requests, given.agent.requests]).toEqual([[], []]);
});

test('a stamp in another case does not leave', async () => {
  given = await givenProxy();
  await given.call({ body: startBody({ props: { FaceMatchSubject: 'somebody', FACEMATCHIMAGE: 'face@old' } }) });
  expect(given.agent.accepted()[0]?.body.toString()).not.toMatch(/FaceMatchSubject|FACEMATCHIMAGE|somebody|face@old/);
});
