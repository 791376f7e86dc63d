import { SUBJECT, startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * Everything that a caller writes into a body would reach the Agent API under the company's credentials: other names of what the platform
 * stores, ids of other versions and organisations, pictures outside the form. Only known members travel.
 */
let given: GivenProxy;
afterEach(async () => await given.stop());

const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/'.repeat(10);
const consent = { userId: SUBJECT, isProcessingStoringAllowed: true };
const body = () => JSON.parse(given.agent.accepted()[0]?.body.toString() ?? '{}');

const ASSIGNED: Record<string, unknown> = {
  ...{
    propertyBag: { faceMatchSubject: 'victim' },
    PropertyBag: {},
    workflowVersionId: 'v-1',
    organizationId: 'o-1',
    transactionId: 't-1',
  },
  ...{ faceImage: PICTURE, documentFront: [PICTURE], headers: { Authorization: 'Bearer token' }, verificationStatus: 'Accept' },
  ...{
    processingStatus: 'Complete',
    edgeApiUrl: 'https://evil.example',
    authorization: 'x',
    ephemeralKey: 'y',
    id: 1,
    form: { a: { b: 1 } },
  },
};

test.each(Object.entries(ASSIGNED))('%s does not travel on a start, and the start goes on', async (name, value) => {
  given = await givenProxy();
  expect((await given.call({ body: startBody({ [name]: value }) })).statusCode).toBe(200);
  expect(Object.keys(body()).toSorted()).toEqual(['consent', 'formValues', 'platform', 'props', 'sdkVersion', 'workflowId']);
  expect(given.lines).toMatchObject([{ outcome: 'ok', droppedMembers: 1 }]);
});

test('all of them together are counted, and neither a name nor a value is in the log', async () => {
  given = await givenProxy();
  await given.call({ body: startBody({ ...ASSIGNED, consent: { ...consent, ipAddress: '192.0.2.1', userAgent: 'forged/1' } }) });
  expect(body()).toMatchObject({ consent });
  expect(Object.keys(body().consent).toSorted()).toEqual(['isProcessingStoringAllowed', 'userId']);
  expect(given.lines).toMatchObject([{ droppedMembers: Object.keys(ASSIGNED).length + 2 }]);
  expect(JSON.stringify([given.lines, given.received, given.audits])).not.toMatch(/propertyBag|victim|192\.0\.2\.1|evil/);
});

test.each(['workflowVersionId', 'propertyBag', 'props', 'formValues', 'platform', 'faceImage'])(
  '%s does not travel on a cancel',
  async (name) => {
    given = await givenProxy();
    const content = { [name]: name === 'faceImage' ? PICTURE : { a: 'x' }, consent: { ...consent, ipAddress: '192.0.2.1' } };
    const path = { resource: '/initialize/{workflowId}/cancel', pathParameters: { workflowId: 'wf-123' } };
    expect((await given.call({ ...path, body: content })).statusCode).toBe(200);
    expect(body()).toEqual({ consent });
    expect(given.lines).toMatchObject([{ droppedMembers: 2 }]);
  },
);

test('what the operator names travels, as a plain value or an object of plain values', async () => {
  given = await givenProxy({ forwardMembers: ['correlationId', 'campaign'] });
  await given.call({ body: startBody({ correlationid: 'c-1', CAMPAIGN: { name: 'spring', round: 2, open: true, none: null } }) });
  expect(body()).toMatchObject({ correlationId: 'c-1', campaign: { name: 'spring', round: 2, open: true } });
  expect(Object.keys(body().campaign)).not.toContain('none');
});

test.each([[PICTURE], [[PICTURE]], [{ a: PICTURE }], [{ a: { b: 'x' } }], [{ a: ['x'] }]])(
  'a member that the operator names brings no picture and no structure: %j',
  async (correlationId) => {
    given = await givenProxy();
    expect(JSON.parse((await given.call({ body: startBody({ correlationId }) })).body)).toMatchObject({ code: 'value-not-allowed' });
    expect(given.agent.requests).toEqual([]);
  },
);
