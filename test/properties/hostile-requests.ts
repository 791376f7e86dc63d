import fc from 'fast-check';
import { CREATED_BODY } from '../../stand-ins/agent/scripted';
import { CLIENT_ID } from '../support/events';
import { hostileBody } from './hostile-body';
import type { HostileReply, HostileRequest } from './hostile-request';
import { SETTINGS, type SettingsName } from './settings';
import { spellingOf } from './spellings';
import { ALICE, VICTIM } from './world';

const START = ['/transaction', '/api/v1/transaction', '/proxy/api/v1/transaction'];
const PATHS = ['/initialize/{workflowId}/info', '/api/v1/initialize/{workflowId}/info', '/initialize/{workflowId}/cancel'];
const TRICKS = [
  ...[
    '',
    '.',
    '..',
    '../transaction',
    '..%2ftransaction',
    '%2e%2e',
    'wf-123/cancel',
    'wf-123?a=b',
    'wf-123#a',
    'wf-123%00',
    'wf-123\r\nX: y',
  ],
  ...['WF-123', 'ｗf-123', 'wf-123 ', '{workflowId}', '$&', '__proto__', 'constructor', 'w'.repeat(65), '\\..\\', '//evil.example/'],
];
const HEADERS = ['user-agent', 'x-user-id', 'cookie', 'host', 'content-length', 'transfer-encoding', 'x-correlation-id'];
const VALUES = ['okhttp/4.12.0', VICTIM, 'a\r\nX-Injected: 1', '\0', 'žurno', 'chunked', '999999', 'x'.repeat(257)];

const where = fc.oneof(
  { arbitrary: fc.constantFrom(...START).map((resource) => ({ resource, pathParameters: null })), weight: 20 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), fc.constantFrom('wf-123', 'wf-plain', 'wf-other', ...TRICKS))
      .map(([resource, workflowId]) => ({ resource, pathParameters: { workflowId } })),
    weight: 4,
  },
  {
    arbitrary: fc.constantFrom('/', '/{proxy+}', '/admin', '', ...PATHS).map((resource) => ({ resource, pathParameters: null })),
    weight: 1,
  },
);

/** The method of the route, rarely another. */
const isAstray = fc.integer({ min: 0, max: 20 }).map((number) => number === 0);

const subject = fc.oneof(
  { arbitrary: fc.constant(ALICE), weight: 14 },
  { arbitrary: fc.constant(VICTIM), weight: 1 },
  { arbitrary: fc.constantFrom('bob', 'Carol@Example.com', 'K:47=11'), weight: 1 },
  { arbitrary: fc.constantFrom('../x', `${ALICE}/..`, 'a/b', '', ' ', '$&', '{subject}', `${ALICE}\n`, '%2e%2e', 'é'), weight: 1 },
  { arbitrary: fc.anything(), weight: 1 },
);

function claimsFor(settings: SettingsName): fc.Arbitrary<Record<string, unknown> | null> {
  const { tokens, callerRules } = SETTINGS[settings];
  const sound = {
    token_use: fc.constant(tokens.use),
    [tokens.use === 'id' ? 'aud' : 'client_id']: fc.constant(CLIENT_ID),
    auth_time: fc.constant(String(Math.floor(Date.now() / 1000))),
    sub: fc.constant(VICTIM),
    [callerRules.subjectClaim]: subject,
  };
  const names = ['token_use', 'aud', 'client_id', 'auth_time', 'sub', 'custom:customer', 'cognito:username', '__proto__'];
  const other = fc.oneof(fc.anything(), fc.constantFrom('id', 'access', CLIENT_ID, [CLIENT_ID], ALICE, { sub: ALICE }));
  const changes = fc.array(fc.tuple(fc.constantFrom(...names), other), { maxLength: 2 });
  const changed = fc.tuple(fc.record(sound), changes).map(([claims, more]) => plain({ ...claims, ...Object.fromEntries(more) }));
  const sane = fc.record(sound).map(plain);
  return fc.oneof({ arbitrary: sane, weight: 14 }, { arbitrary: changed, weight: 2 }, { arbitrary: fc.constant(null), weight: 1 });
}

/** As an event could carry it, which is JSON. */
function plain(claims: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(claims, (_name, value) => (typeof value === 'bigint' ? String(value) : value)));
}

/** The token under its own name, in any case, and anything under the others. */
const headers = fc
  .tuple(
    fc.dictionary(spellingOf('authorization'), fc.constant('Bearer token-of-the-caller'), { maxKeys: 2 }),
    fc.dictionary(spellingOf(...HEADERS), fc.constantFrom(...VALUES), { maxKeys: 4 }),
  )
  .map(([token, others]) => ({ ...token, ...others }));

const REPLIES = [CREATED_BODY, CREATED_BODY, CREATED_BODY, '', '<html>', '{"detail":"žurno"}', '{"a":1.10,"a":2}', '[]', '{'].map((body) =>
  Buffer.from(body),
);
const reply: fc.Arbitrary<HostileReply> = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 503),
  contentType: fc.constantFrom('application/json', 'application/problem+json', 'text/html'),
  body: fc.constantFrom(...REPLIES, Buffer.from([0x22, 0xff, 0x22]), Buffer.from('\ufeff{}')).map((bytes) => bytes.toString('hex')),
});

/** Requests in which anything may be hostile, most of them sound in all but a few places, so that each check is reached. */
export const hostileRequests: fc.Arbitrary<HostileRequest> = fc
  .constantFrom<SettingsName>('strict', 'strict', 'open', 'customSubject')
  .chain((settings) =>
    fc
      .tuple(where, isAstray, fc.constantFrom('GET', 'POST', 'PUT', 'post'), hostileBody, headers, claimsFor(settings), reply)
      .map(([place, astray, other, body, sent, claims, answered]) => {
        const method = astray ? other : place.resource.endsWith('info') ? 'GET' : 'POST';
        return { settings, ...place, method, headers: sent, claims, ...body, reply: answered };
      }),
  );
