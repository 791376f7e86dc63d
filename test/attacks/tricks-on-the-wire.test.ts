import { startTestStack, type TestStack } from '../support/local-stack';
import { sendRaw } from './raw-socket';

/** Requests that no HTTP client would send, byte for byte, to the running stack. API Gateway itself may be stricter still. */
let stack: TestStack;
let token: string;
beforeAll(async () => {
  stack = await startTestStack();
  token = await stack.signIn('alice');
});
afterAll(async () => await stack?.stop());

const BODY = JSON.stringify({ workflowId: 'wf-plain', platform: 'ios', sdkVersion: '1' });

function start(...more: string[]): Promise<{ status: number; text: string }> {
  const own = more.some((line) => /^(content-length|transfer-encoding)/i.test(line)) ? [] : [`Content-Length: ${BODY.length}`];
  const head = ['POST /transaction HTTP/1.1', 'Host: api.example.com', 'Connection: close', `Authorization: Bearer ${token}`];
  return sendRaw(stack.details.baseUrl, [...head, ...own, ...more], BODY);
}

async function acceptedBy(action: () => Promise<unknown>) {
  const before = (await stack.accepted()).length;
  await action();
  return (await stack.accepted()).slice(before);
}

test('a plain request over the same socket is served, so that what is refused below is refused for its trick', async () => {
  expect(await acceptedBy(async () => expect((await start()).status).toBe(200))).toHaveLength(1);
});

describe('two requests in one', () => {
  test.each([
    ['both lengths', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['two lengths', [`Content-Length: ${BODY.length}`, 'Content-Length: 0']],
    ['a length that is none', ['Content-Length: +5']],
    ['a negative length', ['Content-Length: -1']],
    ['an encoding that is none', ['Transfer-Encoding: xchunked']],
    ['an encoding behind a tab', ['Transfer-Encoding:\tchunked, identity']],
    ['a blank before the colon', ['Content-Length : 5']],
    ['a folded line', ['X-A: b', ' Transfer-Encoding: chunked']],
    ['a bare line feed', ['X-A: b\nX-User-Id: victim']],
    ['a bare carriage return', ['X-A: b\rX-User-Id: victim']],
    ['a zero byte', ['X-A: b\0c']],
    ['a name that is none', ['X A: b']],
  ])('%s: no transaction', async (_what, lines) => {
    const accepted = await acceptedBy(async () => expect([0, 400, 413, 501]).toContain((await start(...lines)).status));
    expect(accepted).toEqual([]);
  });
});

describe('headers that would speak for somebody', () => {
  test.each([
    'X-User-Id',
    'X-Amzn-Oidc-Identity',
    'X-Forwarded-User',
    'X-Cognito-Sub',
    'Cognito-Username',
    'X-Original-URL',
    'X-HTTP-Method-Override',
  ])('%s changes nothing: the transaction is of the token’s subject', async (name) => {
    const accepted = await acceptedBy(() => start(`${name}: ${stack.user('bob').subject}`));
    expect(accepted).toMatchObject([{ props: { faceMatchSubject: stack.user('alice').subject } }]);
  });

  test('of two tokens at most one counts, and it is checked', async () => {
    const accepted = await acceptedBy(async () => expect((await start('Authorization: Bearer x')).status).not.toBe(500));
    for (const { props } of accepted) expect(props?.faceMatchSubject).toBe(stack.user('alice').subject);
  });
});

describe('paths that would lead elsewhere', () => {
  const get = (target: string) =>
    sendRaw(stack.details.baseUrl, [
      `GET ${target} HTTP/1.1`,
      'Host: api.example.com',
      'Connection: close',
      `Authorization: Bearer ${token}`,
    ]);

  test('info of a workflow is served', async () => {
    expect((await get('/initialize/wf-123/info')).status).toBe(200);
  });

  test.each(
    [
      ...[
        '/initialize/../transaction/info',
        '/initialize/./info',
        '/initialize//info',
        '//initialize/wf-123/info',
        '/initialize/wf-123//info',
      ],
      ...['/initialize/%2e%2e/info', '/initialize/..%2ftransaction/info', '/initialize/..%5c..%5cx/info', '/initialize/%252e%252e/info'],
      ...['/initialize/wf-123%2fcancel/info', '/initialize/wf-123%3fa=b/info', '/initialize/wf-123%23/info', '/initialize/wf-123%00/info'],
      ...[
        '/initialize/wf-123%0d%0aX:%20y/info',
        '/initialize/%c0%ae%c0%ae/info',
        '/initialize/wf-123;a=b/info',
        '/initialize/{workflowId}/info',
      ],
      ...[
        '/initialize/@evil.example/info',
        '/initialize/https:%2f%2fevil.example/info',
        '/initialize/169.254.169.254/info',
        '/initialize/WF-123/info',
      ],
      ...[
        '/initialize/wf-123/info/',
        '/initialize/wf-123/INFO',
        '/INITIALIZE/wf-123/info',
        '/initialize/wf-123/info/../cancel',
        '/faces/alice',
        '/../..',
      ],
      ...[
        '/api/v1/initialize/..%2f..%2fv1/info',
        '/api/v1/initialize/wf-123/delete',
        '/api/v2/transaction',
        '/api/v1',
        '*',
        'evil.example:443',
      ],
    ].filter((target) => target !== '/initialize/wf-123/info/'),
  )('%s leads nowhere', async (target) => {
    expect([0, 400, 403, 404]).toContain((await get(target)).status);
  });

  test('a whole address in the request line, and any Host, lead to the same place', async () => {
    expect([200, 400, 404]).toContain((await get('http://evil.example/initialize/wf-123/info')).status);
    expect((await get('http://evil.example/admin')).status).toBe(404);
  });

  test.each(['TRACE', 'CONNECT', 'HEAD', 'PROPFIND', 'GET_'])('%s is no method of a route', async (method) => {
    const { status, text } = await sendRaw(stack.details.baseUrl, [
      `${method} /transaction HTTP/1.1`,
      'Host: a',
      'Connection: close',
      `Authorization: ${token}`,
    ]);
    expect([0, 400, 403, 404, 405]).toContain(status);
    expect(text).not.toContain(token);
  });
});
