import { CREATED_BODY, reply } from '../../stand-ins/agent/scripted';
import { CLAIMS, SUBJECT, startBody } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy } from '../support/proxy';

let given: GivenProxy;
afterEach(async () => await given.stop());

function sentBody(): Record<string, Record<string, string>> {
  return JSON.parse(given.agent.accepted().at(-1)?.body.toString() ?? '');
}

describe('starting a transaction', () => {
  test('puts the photo of the verified subject into the protected field and relays the reply byte for byte', async () => {
    given = await givenProxy();
    const result = await given.call();
    expect(result).toMatchObject({ statusCode: 200, body: CREATED_BODY });
    expect(sentBody().formValues?.faceImage).toBe(given.photo.toString('base64'));
    expect(given.s3.requests).toMatchObject([{ bucket: 'faces', key: `faces/${SUBJECT}` }]);
  });

  test('says whose transaction it is in props that no caller can write', async () => {
    given = await givenProxy();
    await given.call({ body: startBody({ props: { order: '7', FACEMATCHSUBJECT: 'somebody else', faceMatchImage: 'face@mine' } }) });
    expect(sentBody().props).toEqual({
      order: '7',
      faceMatchSubject: SUBJECT,
      faceMatchRequestId: 'request-1',
      faceMatchWorkflowId: 'wf-123',
      faceMatchImage: 'face@v1',
    });
  });

  test('keeps the other form values next to the photo', async () => {
    given = await givenProxy();
    await given.call({ body: startBody({ formValues: { reason: 'promjena lozinke – žurno' } }) });
    expect(sentBody().formValues).toEqual({ reason: 'promjena lozinke – žurno', faceImage: given.photo.toString('base64') });
  });

  test('sends the exact length, our own headers and the credentials, and nothing else of the caller', async () => {
    given = await givenProxy();
    await given.call({ headers: { Authorization: 'Bearer token', Cookie: 'a=b', 'X-Custom': 'c', 'user-agent': 'okhttp/4.12.0' } });
    const request = given.agent.accepted()[0];
    expect(request?.headers).toEqual({
      host: new URL(given.agent.url).host,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'content-length': String(request?.body.length),
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'okhttp/4.12.0',
      authorization: given.secret.authorization,
    });
  });

  test('starts a pass-through workflow without reading a photo', async () => {
    given = await givenProxy();
    await given.call({ body: startBody({ workflowId: 'wf-plain' }) });
    expect(given.s3.requests).toEqual([]);
    expect(sentBody().formValues).toBeUndefined();
    expect(sentBody().props).toEqual({ faceMatchSubject: SUBJECT, faceMatchRequestId: 'request-1', faceMatchWorkflowId: 'wf-plain' });
  });

  test.each([1, 2, 3, 10, 65_535, 65_536, 65_537, 500_001])('splices a photo of 10 + %i bytes exactly', async (bytes) => {
    given = await givenProxy();
    const photo = jpegOf(bytes + 10);
    given.s3.putPhoto(`faces/${SUBJECT}`, { bytes: photo });
    expect(await given.call()).toMatchObject({ statusCode: 200 });
    expect(sentBody().formValues?.faceImage).toBe(photo.toString('base64'));
  });
});

describe('the other operations', () => {
  const path = { pathParameters: { workflowId: 'wf-123' }, body: null };

  test('relays workflow info without a body', async () => {
    given = await givenProxy();
    const result = await given.call({ ...path, method: 'GET', resource: '/initialize/{workflowId}/info' });
    expect(result.statusCode).toBe(200);
    expect(given.agent.requests[0]).toMatchObject({ method: 'GET', path: '/agent/api/v1/initialize/wf-123/info' });
    expect(given.agent.requests[0]?.headers).not.toHaveProperty('content-length');
  });

  test('relays a cancellation without a body, and its empty reply', async () => {
    given = await givenProxy();
    given.agent.script.push(reply(204, ''));
    const result = await given.call({ ...path, resource: '/api/v1/initialize/{workflowId}/cancel' });
    expect(result).toMatchObject({ statusCode: 204, body: '' });
    expect(given.agent.requests[0]).toMatchObject({ method: 'POST', path: '/agent/api/v1/initialize/wf-123/cancel' });
    expect(given.agent.requests[0]?.headers).toMatchObject({ 'content-length': '0' });
  });

  test.each(['info', 'cancel'])('refuses %s of a workflow that is not configured, before any call', async (what) => {
    given = await givenProxy();
    const event = { method: what === 'info' ? 'GET' : 'POST', resource: `/initialize/{workflowId}/${what}`, body: null };
    const result = await given.call({ ...event, pathParameters: { workflowId: 'wf-other' } });
    expect(JSON.parse(result.body)).toMatchObject({ code: 'workflow-not-allowed' });
    expect(given.agent.requests).toHaveLength(0);
  });
});

describe('what is settled before anything is read or sent', () => {
  test.each([
    ['a request without claims', { claims: null }, 'wrong-token'],
    ['a token of another app client', { claims: { ...CLAIMS, aud: 'other' } }, 'wrong-token'],
    ['a body that is no JSON', { body: 'faceImage=1' }, 'not-json'],
    ['a workflow that is in neither list', { body: startBody({ workflowId: 'wf-other' }) }, 'workflow-not-allowed'],
    ['somebody else as user', { body: startBody({ consent: { userId: 'other', isProcessingStoringAllowed: true } }) }, 'identity-mismatch'],
    ['no consent', { body: startBody({ consent: { userId: SUBJECT } }) }, 'consent-required'],
    ['a photo of the caller', { body: startBody({ formValues: { FaceImage: 'x' } }) }, 'client-supplied-face'],
    [
      'another picture of the caller',
      { body: startBody({ formValues: { other: '/9j/4AAQSkZJRgABAQAA'.repeat(4) } }) },
      'value-not-allowed',
    ],
    ['a body above the limit', { body: startBody({ note: 'x'.repeat(256 * 1024) }) }, 'body-too-large'],
  ])('refuses %s: no photo is read, nothing is sent', async (_what, parts, code) => {
    given = await givenProxy();
    const result = await given.call(parts);
    expect(JSON.parse(result.body)).toMatchObject({ code, requestId: 'request-1' });
    expect(result.headers).toMatchObject({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
    expect(given.s3.requests).toEqual([]);
    expect(given.agent.requests).toHaveLength(0);
    expect(given.lines).toMatchObject([{ outcome: code, status: result.statusCode }]);
  });
});

describe('what is said about a request', () => {
  test('is one line, and one audit line for a photo that left', async () => {
    given = await givenProxy();
    await given.call();
    expect(given.lines).toMatchObject([
      { requestId: 'request-1', operation: 'start-transaction', workflowId: 'wf-123', outcome: 'ok', attempts: 1 },
    ]);
    expect(given.lines[0]).toMatchObject({ photoBytes: given.photo.length, upstreamStatus: 200, replyBytes: CREATED_BODY.length });
    expect(given.audits).toEqual([
      {
        requestId: 'request-1',
        subject: given.lines[0]?.subject,
        ...{ workflowId: 'wf-123', kind: 'face', version: 'v1', storeRequestId: 'R1', transactionId: '0168b84a94eb57fb65879eb3f5' },
      },
    ]);
    expect(JSON.stringify([given.lines, given.audits])).not.toContain(SUBJECT);
  });

  test('includes the audit line when the photo left but the reply was bad', async () => {
    given = await givenProxy();
    given.agent.script.push(reply(200, '<html>'));
    expect((await given.call()).statusCode).toBe(502);
    expect(given.audits).toMatchObject([{ kind: 'face', version: 'v1' }]);
  });

  test('has no audit line when the photo did not leave', async () => {
    given = await givenProxy();
    given.s3.versions.clear();
    expect((await given.call()).statusCode).toBe(409);
    expect(given.audits).toEqual([]);
  });
});
