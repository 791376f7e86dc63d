import type { APIGatewayProxyEvent } from 'aws-lambda';
import { OPERATIONS } from '../../../contract/operations';
import { outline, parseRequest } from '../../../lambda/request/request';
import { parseWorkflowId } from '../../../lambda/request/workflows';
import { apiEvent, CLAIMS, type EventParts } from '../../support/events';
import { refusal } from '../../support/refusal';

const LIMIT = 1000;

function read(parts: EventParts = {}, changes: object = {}) {
  const event = { ...apiEvent(parts), ...changes } as APIGatewayProxyEvent;
  return parseRequest(event, outline(event, 'invocation-1'), LIMIT);
}

describe('routes', () => {
  const routes = OPERATIONS.flatMap(({ name, method, resources }) => resources.map((resource) => [method, resource, name] as const));

  it('are the seven that released SDKs call', () => {
    expect(routes.map(([method, resource]) => `${method} ${resource}`)).toEqual([
      'POST /transaction',
      'POST /api/v1/transaction',
      'POST /proxy/api/v1/transaction',
      'GET /initialize/{workflowId}/info',
      'GET /api/v1/initialize/{workflowId}/info',
      'POST /initialize/{workflowId}/cancel',
      'POST /api/v1/initialize/{workflowId}/cancel',
    ]);
  });

  it.each(routes)('sends %s %s to the operation %s, with any base path of a custom domain', (method, resource, name) => {
    const request = read({ method, resource, pathParameters: { workflowId: 'wf-123' } }, { path: `/base/path${resource}` });
    expect(request.operation.name).toBe(name);
  });

  it.each([
    ['another method', 'GET', '/transaction'],
    ['a method in lower case', 'post', '/transaction'],
    ['another path', 'POST', '/transaction/'],
    ['a greedy route', 'POST', '/{proxy+}'],
    ['the path instead of the resource', 'GET', '/initialize/wf-123/info'],
    ['no path', 'POST', ''],
  ])('refuse %s', (_what, method, resource) => {
    expect(() => read({ method, resource })).toThrow(refusal('invalid-request', /no route/));
  });
});

describe('the body', () => {
  it('is empty text when there is none', () => {
    expect(read({ body: null })).toMatchObject({ body: '', bodyBytes: 0 });
  });

  it('is the same text, sent as base64 or not, and counted in bytes', () => {
    const text = '{"note":"žurno"}';
    const expected = { body: text, bodyBytes: Buffer.byteLength(text) };
    expect(read({ body: text })).toMatchObject(expected);
    expect(read({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true })).toMatchObject(expected);
  });

  it.each([
    ['text', 'a'.repeat(LIMIT), 'a'.repeat(LIMIT + 1), false],
    ['text of two bytes a character', 'ž'.repeat(LIMIT / 2), `${'ž'.repeat(LIMIT / 2)}a`, false],
    ['base64', Buffer.alloc(LIMIT, 97).toString('base64'), Buffer.alloc(LIMIT + 1, 97).toString('base64'), true],
  ])('of %s may have as many bytes as the limit, not one more', (_what, fits, tooLarge, isBase64Encoded) => {
    expect(read({ body: fits, isBase64Encoded }).bodyBytes).toBe(LIMIT);
    expect(() => read({ body: tooLarge, isBase64Encoded })).toThrow(refusal('body-too-large'));
  });

  it.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
  ])('is refused with %s, instead of being repaired', (_what, bytes) => {
    const body = Buffer.from([0x22, ...bytes, 0x22]).toString('base64');
    expect(() => read({ body, isBase64Encoded: true })).toThrow(refusal('not-json', /UTF-8/));
  });

  it('keeps its byte order mark, so that the parser sees it', () => {
    expect(read({ body: Buffer.from('\ufeff{}').toString('base64'), isBase64Encoded: true }).body).toBe('\ufeff{}');
  });

  it.each(['text/plain', 'Application/JSON', 'application/x-www-form-urlencoded', 'application/merge-patch+json'])(
    'is read the same with the content type %s',
    (type) => {
      expect(read({ body: '{}', headers: { 'Content-Type': type } }).body).toBe('{}');
    },
  );
});

describe('the workflow id', () => {
  it('comes from the path where the route has one, and only there', () => {
    const pathParameters = { workflowId: 'wf-123' };
    expect(read({ method: 'GET', resource: '/initialize/{workflowId}/info', pathParameters }).workflowId).toBe('wf-123');
    expect(read({ pathParameters }).workflowId).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    1,
    {},
    ['wf-123'],
    '',
    'a'.repeat(65),
    'wf 1',
    'wf-1\n',
    '\nwf-1',
    '../x',
    'a/b',
    'a%2Fb',
    'a?b',
    'a#b',
    'wf.1',
    'ｗf',
    'é',
  ])('is refused when it is %j', (value) => {
    expect(() => parseWorkflowId(value)).toThrow(refusal('invalid-request', /workflowId must match/));
    const pathParameters = { workflowId: value } as Record<string, string>;
    expect(() => read({ method: 'GET', resource: '/initialize/{workflowId}/info', pathParameters })).toThrow(refusal('invalid-request'));
  });

  it.each(['w', 'a'.repeat(64), '66e2b0a1f0c4a7d1e8b35a01', 'wf_1-B'])('may be %s', (id) => {
    expect(parseWorkflowId(id)).toBe(id);
  });

  it('is refused where the path has no parameters at all', () => {
    expect(() => read({ method: 'GET', resource: '/initialize/{workflowId}/info' })).toThrow(refusal('invalid-request'));
  });
});

describe('headers', () => {
  it('are found under lower-case names, from any case', () => {
    expect(read({ headers: { 'USER-agent': 'okhttp' } }).headers.get('user-agent')).toBe('okhttp');
  });

  it('count with the last of several values, as API Gateway counts them', () => {
    const request = read({}, { headers: { 'X-A': 'last' }, multiValueHeaders: { 'x-a': ['first', 'last'] } });
    expect(request.headers.get('x-a')).toBe('last');
  });

  it('are read from either of the two places, and may be missing from both', () => {
    expect(read({}, { headers: null, multiValueHeaders: { 'X-A': ['1'] } }).headers.get('x-a')).toBe('1');
    expect(read({}, { headers: { 'X-A': '1' }, multiValueHeaders: null }).headers.get('x-a')).toBe('1');
    expect(read({}, { headers: null, multiValueHeaders: null }).headers.size).toBe(0);
  });

  it('that are no text are passed over', () => {
    const changes = { headers: { a: 1, b: null, c: ['x'] }, multiValueHeaders: { d: 'x', e: [], f: [1] } };
    expect(read({}, changes).headers.size).toBe(0);
  });
});

describe('claims', () => {
  it('are those of the authorizer', () => {
    expect(read().claims).toEqual(CLAIMS);
  });

  it.each([
    ['no authorizer ran', { requestContext: { authorizer: null } }],
    ['there is no request context', { requestContext: undefined }],
    ['the authorizer gave none', { requestContext: { authorizer: {} } }],
    ['they are null', { requestContext: { authorizer: { claims: null } } }],
  ])('are missing when %s, in any event', (_what, changes) => {
    const elsewhere = { claims: CLAIMS, authorizer: { claims: CLAIMS }, headers: { claims: JSON.stringify(CLAIMS) } };
    expect(read({}, { ...elsewhere, ...changes }).claims).toBeUndefined();
  });
});

describe('outline', () => {
  it('takes the id that API Gateway made, not the one that a client may choose', () => {
    const requestContext = { requestId: 'chosen-by-the-client', extendedRequestId: 'MVBnlHnrIAMFl5g=' };
    expect(outline({ ...apiEvent(), requestContext } as APIGatewayProxyEvent, 'invocation-1').id).toBe('MVBnlHnrIAMFl5g=');
  });

  it.each([{}, { requestContext: null }, { headers: null, multiValueHeaders: null }, { headers: 'text' }, { resource: 7 }])(
    'reads the event %j of a direct invocation without throwing, and names the invocation',
    (event) => {
      expect(outline(event as unknown as APIGatewayProxyEvent, 'invocation-1')).toEqual({
        id: 'invocation-1',
        headers: expect.any(Map),
        origin: undefined,
        operation: undefined,
      });
    },
  );

  it('finds the origin of a browser', () => {
    expect(outline(apiEvent({ headers: { ORIGIN: 'https://app.example.com' } }), '').origin).toBe('https://app.example.com');
  });
});
