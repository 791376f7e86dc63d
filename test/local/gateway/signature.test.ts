import { presignUrl, signRequest } from '@aws-amplify/core/internals/aws-client-utils';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Signer, verifySignature } from '../../../local/gateway/callers/signature';
import type { GatewayRefusal } from '../../../local/gateway/refusal';
import type { GatewayRequest } from '../../../local/gateway/request';
import { FORM, FORM_IN_QUERY, PUBLISHED, SCOPE, SECRET, SIGNED_AT } from './published-signatures';

/** Judged by signatures that AWS has published, and by the signer of aws-amplify, which shares no code with the library that verifies. */

const SIGNERS: readonly Signer[] = [
  { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET, roleArn: 'arn:aws:iam::000000000000:role/Backend' },
  { accessKeyId: 'AKIDOTHER', secretAccessKey: 'another', roleArn: 'arn:aws:iam::000000000000:role/Other' },
];

function requestOf(method: string, target: string, headers: readonly (readonly [string, string])[], body = ''): GatewayRequest {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const fixed = { id: '', extendedId: '', sourceIp: '', receivedAt: new Date() };
  return { ...fixed, method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body) };
}

describe('the signatures of AWS’s Signature Version 4 test suite', () => {
  const HOST = ['Host', 'example.amazonaws.com'] as const;
  const verify = (request: GatewayRequest) =>
    verifySignature(request, { signers: SIGNERS, region: 'us-east-1', service: 'service', now: () => Date.parse('2015-08-30T12:36:00Z') });

  test.each(PUBLISHED)('$name is accepted, and with one digit changed it is not', async (published) => {
    const { method, target, headers = [], signedHeaders, signature, body } = published;
    const signed = (digits: string) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, SignedHeaders=${signedHeaders}, Signature=${digits}`;
      return requestOf(method, target, [HOST, ['X-Amz-Date', SIGNED_AT], ...headers, ['Authorization', authorization]], body);
    };
    expect((await verify(signed(signature))).accessKeyId).toBe('AKIDEXAMPLE');
    const other = signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    await expect(verify(signed(other))).rejects.toMatchObject({ type: 'INVALID_SIGNATURE' });
  });

  test('post-x-www-form-urlencoded, signed in the query, is accepted', async () => {
    const request = requestOf('POST', FORM_IN_QUERY, [HOST, ...FORM.headers], FORM.body);
    expect((await verify(request)).accessKeyId).toBe('AKIDEXAMPLE');
  });
});

const NOW = Date.parse('2026-11-28T10:00:00Z');
const REGION = 'eu-central-1';
const URL_ = new URL('http://127.0.0.1:4007/verdicts');
const BODY = JSON.stringify({ transactionId: 'ä', step: 'pay 1' });

interface Signing {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
  readonly service?: string;
  readonly at?: number;
  readonly url?: URL;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly sessionToken?: string;
}

function options({
  accessKeyId = 'AKIDEXAMPLE',
  secretAccessKey = SECRET,
  region = REGION,
  service = 'execute-api',
  at = NOW,
  sessionToken,
}: Signing) {
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return { credentials, signingDate: new Date(at), signingRegion: region, signingService: service };
}

/** As aws-amplify signs it: in the header. */
function inHeader(signing: Signing = {}): GatewayRequest {
  const { url = URL_, headers = {}, body = BODY } = signing;
  const sent = { 'content-type': 'application/json', ...headers };
  const signed = signRequest({ method: 'POST', url, headers: sent, body }, options(signing));
  return requestOf('POST', `${url.pathname}${url.search}`, Object.entries(signed.headers), body);
}

/** The same in the query. */
function inQuery({ expiration = 60, ...signing }: Signing & { expiration?: number } = {}): GatewayRequest {
  const { url = URL_, body = BODY } = signing;
  const { pathname, search, host } = presignUrl({ method: 'POST', url, body }, { ...options(signing), expiration });
  return requestOf('POST', `${pathname}${search}`, [['host', host]], body);
}

async function judge(request: GatewayRequest, now = NOW): Promise<string> {
  try {
    return (await verifySignature(request, { signers: SIGNERS, region: REGION, service: 'execute-api', now: () => now })).roleArn;
  } catch (error) {
    return (error as GatewayRefusal).type;
  }
}

const changed = (request: GatewayRequest, change: Partial<GatewayRequest>) => ({ ...request, ...change });
const withHeader = (request: GatewayRequest, name: string, value: string | undefined) => {
  const others = request.headers.filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  return changed(request, { headers: value === undefined ? others : [...others, [name, value]] });
};
const withParameter = (request: GatewayRequest, name: string, value: string) => {
  const query = new URLSearchParams(request.query);
  query.append(name, value);
  return changed(request, { query });
};

describe.each([
  ['the header', inHeader],
  ['the query', inQuery],
] as const)('a request that aws-amplify has signed in %s', (_where, sign) => {
  const BACKEND = 'arn:aws:iam::000000000000:role/Backend';

  test('is of the role whose key signed it', async () => {
    expect(await judge(sign())).toBe(BACKEND);
    expect(await judge(sign({ accessKeyId: 'AKIDOTHER', secretAccessKey: 'another' }))).toBe('arn:aws:iam::000000000000:role/Other');
    expect(await judge(sign({ url: new URL('http://127.0.0.1:4007/a%20b/c?x=1&x=0&y=%2F%20%C3%A4&z') }))).toBe(BACKEND);
    expect(await judge(sign({ body: '' }))).toBe(BACKEND);
  });

  test.each<[string, Signing]>([
    ['another secret', { secretAccessKey: 'another' }],
    ['a key that is not known', { accessKeyId: 'AKIDUNKNOWN' }],
    ['another region', { region: 'us-east-1' }],
    ['another service', { service: 's3' }],
    ['a session token that is not of the key', { sessionToken: 'a-token' }],
    ['a date ahead of the clock', { at: NOW + 301_000 }],
  ])('is refused with %s', async (_what, signing) => {
    expect(await judge(sign(signing))).toBe('INVALID_SIGNATURE');
  });

  test('is refused when anything that was signed is different', async () => {
    const request = sign();
    const differences = {
      method: changed(request, { method: 'PUT' }),
      path: changed(request, { path: '/verdicts/' }),
      body: changed(request, { body: Buffer.from(BODY.replace('1', '2')) }),
      parameter: withParameter(request, 'more', '1'),
      spelling: withParameter(request, 'x-amz-signature', 'ab'),
      host: withHeader(request, 'host', 'example.com'),
      twice: changed(request, { headers: [...request.headers, ['Host', '127.0.0.1:4007']] }),
      claim: withHeader(request, 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'),
    };
    for (const [what, different] of Object.entries(differences))
      expect([what, await judge(different)]).toEqual([what, 'INVALID_SIGNATURE']);
  });

  test('is refused with a second signature', async () => {
    const { headers } = inHeader();
    expect(await judge(changed(sign(), { headers: [...sign().headers, ...headers], query: inQuery().query }))).toBe('INVALID_SIGNATURE');
  });
});

test('a signature in the header counts for five minutes either way', async () => {
  for (const [seconds, outcome] of [
    [300, 'arn:aws:iam::000000000000:role/Backend'],
    [301, 'INVALID_SIGNATURE'],
  ] as const) {
    expect(await judge(inHeader({ at: NOW - seconds * 1000 }))).toBe(outcome);
    expect(await judge(inHeader({ at: NOW + seconds * 1000 }))).toBe(outcome);
  }
});

test('a signature in the query counts as long as it says', async () => {
  expect(await judge(inQuery({ expiration: 60 }), NOW + 60_000)).toBe('arn:aws:iam::000000000000:role/Backend');
  expect(await judge(inQuery({ expiration: 60 }), NOW + 61_000)).toBe('INVALID_SIGNATURE');
  expect(await judge(inQuery({ expiration: 604_801 }))).toBe('INVALID_SIGNATURE');
});

test.each([
  ['without a signature', undefined, 'MISSING_AUTHENTICATION_TOKEN'],
  ['with an empty one', '', 'INVALID_SIGNATURE'],
  ['with a user’s token', 'Bearer eyJ.eyJ.x', 'INVALID_SIGNATURE'],
  ['with half a signature', 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261128/eu-central-1/execute-api/aws4_request', 'INVALID_SIGNATURE'],
  ['with a signature of another algorithm', 'AWS4-ECDSA-P256-SHA256 Credential=a, SignedHeaders=host, Signature=b', 'INVALID_SIGNATURE'],
])('a request %s is refused', async (_what, authorization, type) => {
  expect(await judge(withHeader(inHeader(), 'authorization', authorization))).toBe(type);
});

test('a request is refused if its date or a signed header was left out, or the host or the date is not signed', async () => {
  const request = inHeader({ headers: { 'x-other': '1' } });
  expect(await judge(request)).toBe('arn:aws:iam::000000000000:role/Backend');
  for (const name of ['x-amz-date', 'x-other', 'host'])
    expect([name, await judge(withHeader(request, name, undefined))]).toEqual([name, 'INVALID_SIGNATURE']);
  const authorization = request.headers.find(([name]) => name === 'authorization')?.[1] ?? '';
  for (const names of ['content-type;x-amz-date;x-other', 'content-type;host;x-other', 'host;content-type;x-amz-date;x-other']) {
    const listed = authorization.replace(/SignedHeaders=[^,]+/, `SignedHeaders=${names}`);
    expect([names, await judge(withHeader(request, 'authorization', listed))]).toEqual([names, 'INVALID_SIGNATURE']);
  }
});

test('a request whose signature is right is refused all the same when the host is not among what was signed', async () => {
  const [credentials] = SIGNERS;
  const signer = new SignatureV4({ service: 'execute-api', region: REGION, credentials: credentials as Signer, sha256: Sha256 });
  const sign = async (headers: Record<string, string>) => {
    const toSign = { method: 'POST', protocol: 'http:', hostname: 'x', path: '/verdicts', headers, body: BODY };
    const signed = await signer.sign(toSign, { signingDate: new Date(NOW) });
    return requestOf('POST', '/verdicts', Object.entries({ ...signed.headers, host: '127.0.0.1:4007' }), BODY);
  };
  expect(await judge(await sign({ host: '127.0.0.1:4007' }))).toBe('arn:aws:iam::000000000000:role/Backend');
  expect(await judge(await sign({}))).toBe('INVALID_SIGNATURE');
});
