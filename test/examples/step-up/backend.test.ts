import http from 'node:http';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { signIn } from '../../../local/users/sign-in';
import { type StepUp, startStepUp } from './bank';

const PHONE = '+442079460999';
let bank: StepUp;
beforeAll(async () => {
  bank = await startStepUp();
});
afterAll(() => bank?.stop());
beforeEach(() => bank.restart());

interface Sent {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request of the page; a member of `headers` replaces what it sends. */
function send(path: string, { method = 'POST', token, body, headers }: Sent = {}): Promise<Response> {
  const own = { Origin: bank.site.url, 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${bank.site.url}${path}`, { method, headers: { ...own, ...headers }, body: text });
}

const begin = async (token: string) => {
  const { id } = (await (await send('/api/phone-changes', { token, body: { phone: PHONE } })).json()) as { id: string };
  return `/api/phone-changes/${id}`;
};
const accepted = async (name: 'alice' | 'bob' = 'alice') => {
  const { transactionId } = (await (await bank.stack.startTransaction(name)).json()) as { transactionId: string };
  await bank.stack.end(transactionId, 'Complete', 'Accept');
  return { transactionId };
};

describe('the backend of examples/step-up', () => {
  test('takes an ID token of this pool and this app that is still good, and no other', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' };
    const fetcher = { fetch: async () => new TextEncoder().encode(JSON.stringify({ keys: [jwk] })).buffer as ArrayBuffer };
    bank.restart({ keys: new SimpleJwksCache({ fetcher }) });
    const { userPoolId, clientId } = bank.settings;
    const iss = `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`;
    const good = { iss, aud: clientId, token_use: 'id', sub: 'somebody', exp: Math.floor(Date.now() / 1000) + 600 };
    const status = async (change: JWTPayload, key = privateKey) => {
      const token = await new SignJWT({ ...good, ...change }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
      return (await send('/api/phone', { method: 'GET', token })).status;
    };
    expect(await status({})).toBe(200);
    expect(await status({ aud: 'another-app' })).toBe(401);
    expect(await status({ iss: `${iss}x` })).toBe(401);
    expect(await status({ token_use: 'access', client_id: clientId })).toBe(401);
    expect(await status({ exp: good.exp - 700 })).toBe(401);
    expect(await status({ sub: undefined })).toBe(403);
    expect(await status({ sub: '' })).toBe(403);
    expect(await status({}, (await generateKeyPair('RS256')).privateKey)).toBe(401);
  });

  test('refuses an access token, half a token, and none', async () => {
    const access = await signIn(bank.stack.details.cognito, bank.stack.user('alice'), 'access');
    const id = await bank.stack.signIn('alice');
    for (const token of [access, id.slice(0, -9), 'x', undefined]) {
      expect((await send('/api/phone', { method: 'GET', token })).status).toBe(401);
      expect((await send('/api/phone-changes', { token, body: { phone: PHONE } })).status).toBe(401);
    }
    expect(bank.events).toEqual([]);
  });

  test('gives each user their own number alone', async () => {
    const [alice, bob] = [await bank.stack.signIn('alice'), await bank.stack.signIn('bob')];
    await send(await begin(alice), { token: alice, body: await accepted() });
    const phone = async (token: string) => ((await (await send('/api/phone', { method: 'GET', token })).json()) as { phone: string }).phone;
    expect([await phone(alice), await phone(bob)]).toEqual([PHONE, '+442079460000']);
  });
});

describe('the backend of examples/step-up, which writes an attempt down before the match,', () => {
  let alice: string;
  beforeAll(async () => {
    alice = await bank.stack.signIn('alice');
  });

  test('gives each attempt another id', async () => {
    expect(await begin(alice)).not.toBe(await begin(alice));
  });

  test('finishes no attempt of another user, none that it did not begin, and none that a later one replaced', async () => {
    const bob = await bank.stack.signIn('bob');
    const [first, match] = [await begin(alice), await accepted()];
    const invented = '/api/phone-changes/00000000-0000-4000-8000-000000000000';
    expect((await send(first, { token: bob, body: match })).status).toBe(404);
    expect((await send(invented, { token: alice, body: match })).status).toBe(404);
    await begin(alice);
    expect((await send(first, { token: alice, body: match })).status).toBe(404);
    expect([bank.changes, bank.way.questions]).toEqual([[], []]);
  });

  test('takes nothing of the question from the page but the transaction', async () => {
    const path = await begin(alice);
    const bobs = {
      ...(await accepted('bob')),
      subject: bank.stack.user('bob').subject,
      step: 'mine',
      askedAt: '2026-01-01T00:00:00Z',
      phone: '+1',
    };
    expect(await (await send(path, { token: alice, body: bobs })).json()).toEqual({ outcome: 'refused' });
    expect(JSON.parse(bank.way.questions[0] ?? '')).toMatchObject({
      subject: bank.stack.user('alice').subject,
      step: path.split('/').at(-1),
    });
  });

  test('asks about the first transaction that it was told, never about a second', async () => {
    const path = await begin(alice);
    await bank.stack.behaveInReads('error500', 1);
    expect((await send(path, { token: alice, body: await accepted() })).status).toBe(202);
    expect((await send(path, { token: alice, body: await accepted() })).status).toBe(409);
    expect(bank.way.questions.length).toBe(1);
  });

  test('refuses a match that comes a quarter of an hour later, though the match itself is fresh', async () => {
    let now = Date.now() - 16 * 60_000;
    bank.restart({ now: () => now });
    const path = await begin(alice);
    now = Date.now();
    expect((await send(path, { token: alice, body: await accepted() })).status).toBe(410);
    expect([bank.changes, bank.way.questions]).toEqual([[], []]);
  });

  test('changes the number once for requests at the same time, and says the same to each of them, and later', async () => {
    const [path, body] = [await begin(alice), await accepted()];
    const replies = await Promise.all(Array.from({ length: 8 }, () => send(path, { token: alice, body })));
    replies.push(await send(path, { token: alice, body }));
    expect(await Promise.all(replies.map((reply) => reply.json()))).toEqual(Array(9).fill({ outcome: 'changed' }));
    expect(bank.changes).toEqual([PHONE]);
    expect(bank.events.filter(({ event }) => event === 'phone-number-changed').length).toBe(1);
  });

  test('changes nothing for a yes that comes after the user has begun again', async () => {
    const [path, body] = [await begin(alice), await accepted()];
    await bank.stack.behaveInReads('slow', 1);
    const reply = send(path, { token: alice, body });
    while (bank.way.questions.length === 0) await new Promise((done) => setTimeout(done, 20));
    await begin(alice);
    expect(await (await reply).json()).toEqual({ outcome: 'refused' });
    expect(bank.changes).toEqual([]);
  });
});

describe('the backend of examples/step-up, for which nothing but a yes is a yes,', () => {
  test.each<[status: number, body: string, waits: number | undefined, headers?: Record<string, string>]>([
    [200, '{"verdict":"no","reasons":["rejected"]}', undefined],
    [200, '{"verdict":"YES"}', undefined],
    [200, '{"verdict":true}', undefined],
    [200, '{"verdict":["yes"]}', undefined],
    [200, '{}', undefined],
    [200, '{"verdict":"yes"', 2],
    [200, 'null', 2],
    [201, '{"verdict":"yes"}', 5],
    [307, '{"verdict":"yes"}', 2, { Location: '/yes' }],
    [403, '{"verdict":"yes","code":"access-denied"}', 5],
    [409, '{"code":"not-finished"}', 7, { 'Retry-After': '7' }],
    [503, '{"verdict":"yes"}', 60, { 'Retry-After': '86400' }],
    [429, '{"code":"throttled"}', 1, { 'Retry-After': '-1' }],
  ])('changes nothing when it is told %i %s', async (...[status, body, waits, headers]) => {
    const proxy = http.createServer((request, response) => {
      const isYes = request.url === '/yes';
      response.writeHead(isYes ? 200 : status, isYes ? {} : headers).end(isYes ? '{"verdict":"yes"}' : body);
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    bank.restart({ verdictsUrl: `http://127.0.0.1:${(proxy.address() as { port: number }).port}/verdicts` });
    const token = await bank.stack.signIn('alice');
    const reply = await send(await begin(token), { token, body: { transactionId: 'any' } });
    proxy.close();
    expect(bank.changes).toEqual([]);
    expect(await reply.json()).toEqual({ outcome: waits === undefined ? 'refused' : 'not-known-yet' });
    // The bank's own people find each question by it, also where no answer could be read.
    expect(bank.events[1]).toMatchObject({ transactionId: 'any' });
    expect(reply.headers.get('retry-after')).toBe(waits === undefined ? null : String(waits));
  });
});

describe('the backend of examples/step-up, which answers its own page alone,', () => {
  let token: string;
  beforeAll(async () => {
    token = await bank.stack.signIn('alice');
  });
  const body = { phone: PHONE };

  test.each<[what: string, expected: number, path: string, sent: Sent]>([
    ['another page', 403, '/api/phone-changes', { body, headers: { Origin: 'https://evil.example' } }],
    ['a page without an origin', 403, '/api/phone-changes', { body, headers: { Origin: 'null' } }],
    ['a form', 415, '/api/phone-changes', { body: 'phone=%2B442079460999', headers: { 'Content-Type': 'text/plain' } }],
    ['a preflight', 405, '/api/phone-changes', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } }],
    ['a GET of what changes', 405, '/api/phone-changes', { method: 'GET' }],
    ['a POST of what is read', 405, '/api/phone', { body }],
    ['a POST of the page', 405, '/', { body }],
    ['an unknown path', 404, '/api/phones', { method: 'GET' }],
    ['a path out of the page', 404, '/..%2f..%2f.local/stack.json', { method: 'GET' }],
    ['a large body', 413, '/api/phone-changes', { body: { phone: PHONE, more: 'x'.repeat(1024) } }],
    ['no JSON', 400, '/api/phone-changes', { body: '{' }],
    ['null', 400, '/api/phone-changes', { body: 'null' }],
    ['a list', 400, '/api/phone-changes', { body: [PHONE] }],
    ['no phone number', 400, '/api/phone-changes', { body: { phone: '+44 20' } }],
    ['a phone number with a line end', 400, '/api/phone-changes', { body: { phone: `${PHONE}\n` } }],
    ['a number that is no text', 400, '/api/phone-changes', { body: { phone: [PHONE] } }],
    ['no transaction id', 400, '/api/phone-changes/00000000-0000-4000-8000-000000000000', { body: { transactionId: '../x' } }],
  ])('refuses %s with %i', async (_what, expected, path, sent) => {
    const reply = await send(path, { token, ...sent });
    expect(reply.status).toBe(expected);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(bank.events).toEqual([]);
  });

  test('refuses a body without a length with 413, before it is read', async () => {
    const headers = { Authorization: `Bearer ${token}`, Origin: bank.site.url, 'Content-Type': 'application/json' };
    const status = await new Promise((resolve, reject) => {
      const request = http.request(`${bank.site.url}/api/phone-changes`, { method: 'POST', headers }, ({ statusCode }) =>
        resolve(statusCode),
      );
      request.on('error', reject).write('{');
    });
    expect(status).toBe(413);
  });

  test('refuses another host name that leads here with 421', async () => {
    const status = await new Promise((resolve) => {
      http.get(bank.site.url, { headers: { Host: 'evil.example' } }, (reply) => resolve(reply.resume().statusCode));
    });
    expect(status).toBe(421);
  });

  test('sends headers that let nothing else run, frame, keep or read it', async () => {
    for (const path of ['/', '/page.js', '/api/phone', '/nothing']) {
      const { headers } = await send(path, { method: 'GET', token });
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/);
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
      expect([headers.get('cross-origin-resource-policy'), headers.get('set-cookie')]).toEqual(['same-origin', null]);
    }
  });

  test('tells neither page nor auditor a token, a key or the photo, the page no reason, and the auditor no number', async () => {
    const path = await begin(token);
    const reply = await (await send(path, { token, body: await accepted() })).text();
    const [audit, page] = [JSON.stringify(bank.events), String(bank.settings.page.get('/page.js')?.content)];
    const { secretAccessKey = '', accessKeyId = '' } = bank.stack.details.verdicts ?? {};
    for (const secret of [token, secretAccessKey, accessKeyId, 'face@']) {
      expect(secret.length).toBeGreaterThan(4);
      expect([reply, audit, page].filter((text) => text.includes(secret))).toEqual([]);
    }
    expect(audit).not.toContain(PHONE.slice(1));
    expect(audit).toContain('"verdict":"yes"');
    expect(JSON.parse(reply)).toEqual({ outcome: 'changed' });
  });

  test('says nothing to the page of what broke inside', async () => {
    bank.restart({ keys: new SimpleJwksCache({ fetcher: { fetch: () => Promise.reject(new Error('secret detail')) } }) });
    const reply = await send('/api/phone', { method: 'GET', token });
    expect([reply.status, await reply.text()]).toEqual([500, '{"code":"internal"}']);
    expect(JSON.stringify(bank.events)).toContain('"event":"fault"');
  });
});
