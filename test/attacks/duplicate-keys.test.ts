import { SUBJECT } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** Of two members of one name some readers take the first and some the last: what is checked must be what is sent. */
let given: GivenProxy;
afterEach(async () => await given.stop());

const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/';
const SDK = '"platform":"ios","sdkVersion":"1"';
const CONSENT = `"consent":{"userId":"${SUBJECT}","isProcessingStoringAllowed":true}`;
const sent = () => given.agent.accepted()[0]?.body.toString() ?? '';

test.each([
  ['a picture first', `{${SDK},"workflowId":"wf-123",${CONSENT},"formValues":{"faceImage":"${PICTURE}"},"formValues":{}}`],
  ['another workflow first', `{${SDK},"workflowId":"wf-plain","workflowId":"wf-123",${CONSENT}}`],
  ['another user first', `{${SDK},"workflowId":"wf-123","consent":{"userId":"victim"},${CONSENT}}`],
  [
    'another user first, in one consent',
    `{${SDK},"workflowId":"wf-123","consent":{"userId":"victim","userId":"${SUBJECT}","isProcessingStoringAllowed":true}}`,
  ],
  ['a name in escapes first', `{${SDK},"workflowId":"wf-123",${CONSENT},"form\\u0056alues":{"faceImage":"${PICTURE}"},"formValues":{}}`],
])('with %s, only the last one leaves, checked, and stands there once', async (_what, body) => {
  given = await givenProxy();
  expect((await given.call({ body })).statusCode).toBe(200);
  for (const name of ['workflowId', 'consent', 'userId', 'formValues', 'faceImage']) expect(sent().split(`"${name}":`)).toHaveLength(2);
  expect(sent()).not.toMatch(/victim|wf-plain/);
  expect(sent()).not.toContain(`"${PICTURE}"`);
});

test.each([
  [
    'a picture',
    `{${SDK},"workflowId":"wf-123",${CONSENT},"formValues":{},"formValues":{"faceImage":"${PICTURE}"}}`,
    'client-supplied-face',
  ],
  ['another workflow', `{${SDK},"workflowId":"wf-123","workflowId":"wf-other",${CONSENT}}`, 'workflow-not-allowed'],
  [
    'another user',
    `{${SDK},"workflowId":"wf-123",${CONSENT},"consent":{"userId":"victim","isProcessingStoringAllowed":true}}`,
    'identity-mismatch',
  ],
  ['no consent', `{${SDK},"workflowId":"wf-123",${CONSENT},"consent":{}}`, 'consent-required'],
])('with %s last, the request is refused for it', async (_what, body, code) => {
  given = await givenProxy();
  expect(JSON.parse((await given.call({ body })).body)).toMatchObject({ code });
  expect([given.s3.requests, given.agent.requests]).toEqual([[], []]);
});
