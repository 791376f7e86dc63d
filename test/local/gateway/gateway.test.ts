import { type GatewayFixture, startGatewayFixture } from '../gateway-fixture';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGatewayFixture();
});
afterAll(() => gateway.stop());

const bearer = (claims?: Record<string, unknown>) => ({ Authorization: `Bearer ${gateway.token(claims)}` });
const echo = async (path: string, headers = {}, method = 'GET', body?: string | Buffer) => {
  const answer = await gateway.send(method, path, { ...bearer(), ...headers }, body);
  return JSON.parse(answer.text);
};

describe('the event', () => {
  test('carries claims as strings, with the two times written out', async () => {
    const claims = { exp: 4_102_444_799, iat: 1_469_818_373, auth_time: 1_469_818_373, email_verified: true, 'cognito:groups': ['a', 'b'] };
    const { Authorization } = bearer(claims);
    const { requestContext } = await echo('/things', { Authorization });
    expect(requestContext.authorizer.claims).toMatchObject({
      sub: 'u-1',
      exp: 'Thu Dec 31 23:59:59 UTC 2099',
      iat: 'Fri Jul 29 18:52:53 UTC 2016',
      auth_time: '1469818373',
      email_verified: 'true',
      'cognito:groups': 'a,b',
    });
  });

  test('carries path parameters decoded, headers in the client’s spelling, and null for what is absent', async () => {
    const event = await echo('/things/a%2Fb%20c?x=1&x=2', { 'x-MiXed': 'y' });
    expect(event).toMatchObject({ resource: '/things/{id}', path: '/things/a%2Fb%20c', pathParameters: { id: 'a/b c' }, body: null });
    expect(event.headers['x-MiXed']).toBe('y');
    expect(event.multiValueHeaders['x-MiXed']).toEqual(['y']);
    expect(event.queryStringParameters).toEqual({ x: '2' });
    expect(event.multiValueQueryStringParameters).toEqual({ x: ['1', '2'] });
    expect((await echo('/things')).queryStringParameters).toBeNull();
  });

  test('decodes a body that is not UTF-8 with replacement characters', async () => {
    const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(await echo('/things', {}, 'POST', body)).toMatchObject({ body: '{"a":"\ufffd"}', isBase64Encoded: false });
  });
});

describe('the headers of a request', () => {
  test('may have 10,240 bytes together, names, blanks and line ends counted', async () => {
    // All that goes over the wire: Node adds none to these.
    const own = { Host: '127.0.0.1', Connection: 'close', ...bearer() };
    const taken = Object.entries({ ...own, 'x-large': '' }).reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, 0);
    const send = (length: number) => gateway.send('GET', '/things', { ...own, 'x-large': 'a'.repeat(length) });
    expect((await send(10_240 - taken)).status).toBe(200);
    const refused = await send(10_241 - taken);
    expect(refused.status).toBe(431);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('are counted together: many small ones are refused as one large', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x-${at}`, 'a'.repeat(30)]));
    expect(await gateway.send('GET', '/things', { ...bearer(), ...many })).toMatchObject({ status: 431 });
  });

  test('are too large for API Gateway with a token of 10 KB, even if all else is right', async () => {
    const answer = await gateway.send(
      'GET',
      '/things',
      bearer({ 'cognito:groups': Array.from({ length: 400 }, (_, at) => `group-number-${at}`) }),
    );
    expect(answer.status).toBe(431);
  });
});

describe('routing', () => {
  test('prefers a literal part to a parameter, and does not count one slash at the end', async () => {
    expect(await echo('/things/mine')).toMatchObject({ resource: '/things/mine' });
    expect(await echo('/things/')).toMatchObject({ resource: '/things', path: '/things/' });
  });

  test.each([
    ['GET', '//things'],
    ['GET', '/things//'],
    ['HEAD', '/things'],
    ['DELETE', '/things'],
    ['GET', '/live/things'],
    ['GET', '/'],
  ])('answers %s %s as an unknown route', async (method, path) => {
    const answer = await gateway.send(method, path, bearer());
    expect(answer.status).toBe(404);
    expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  });

  test('refuses a path that cannot be decoded', async () => {
    expect((await gateway.send('GET', '/things/%zz', bearer())).status).toBe(400);
  });
});

describe('the authorizer', () => {
  test('takes a token with and without the word Bearer', async () => {
    expect((await gateway.send('GET', '/things', { Authorization: gateway.token() })).status).toBe(200);
    expect((await gateway.send('GET', '/things', bearer())).status).toBe(200);
  });

  test('refuses a request without a token, in the template’s own words', async () => {
    const answer = await gateway.send('GET', '/things', { Origin: 'https://app.example' });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual({
      code: 'unauthorized',
      detail: 'Unauthorized',
      requestId: answer.headers['x-amzn-requestid'],
      unknown: '',
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'access-control-allow-origin': 'https://app.example',
      'x-amzn-errortype': 'UnauthorizedException',
    });
  });

  test('says that a token has expired', async () => {
    const answer = await gateway.send('GET', '/things', bearer({ exp: 1_469_818_373 }));
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text).detail).toBe('The incoming token has expired');
  });

  test.each([
    ['of another app', { aud: 'app-1-and-more' }],
    ['of another pool', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another01' }],
    ['that is an access token', { token_use: 'access', client_id: 'app-1', aud: undefined }],
  ])('refuses a token %s', async (_which, claims) => {
    expect((await gateway.send('GET', '/things', bearer(claims))).status).toBe(401);
  });

  test('refuses a token whose signature is not of its content', async () => {
    const [header, , signature] = gateway.token().split('.');
    const [, payload] = gateway.token({ sub: 'u-2' }).split('.');
    expect((await gateway.send('GET', '/things', { Authorization: `${header}.${payload}.${signature}` })).status).toBe(401);
  });

  test('takes an access token with one of the scopes, and refuses every other token, where a method has scopes', async () => {
    const access = { token_use: 'access', client_id: 'app-1', aud: undefined };
    expect((await gateway.send('GET', '/scoped', bearer({ ...access, scope: 'openid photos/read' }))).status).toBe(200);
    expect((await gateway.send('GET', '/scoped', bearer({ ...access, scope: 'openid' }))).status).toBe(401);
    expect((await gateway.send('GET', '/scoped', bearer())).status).toBe(401);
  });
});

describe('limits', () => {
  test.each([
    ['text', 'not json'],
    ['an array', '[]'],
    ['a value that the draft 4 schema excludes', '{"size":0}'],
    ['nothing', ''],
  ])('refuses a body that is %s', async (_what, body) => {
    const answer = await gateway.send('POST', '/things', { ...bearer(), 'Content-Type': 'text/plain' }, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual({ message: 'Invalid request body' });
  });

  test('refuses a request of more than 10 MB, and an event of more than 6 MB of JSON', async () => {
    const large = await gateway.send('POST', '/things', bearer(), Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    expect([large.status, JSON.parse(large.text)]).toEqual([413, { message: 'Request Too Long' }]);
    const quotes = await gateway.send('POST', '/things', bearer(), JSON.stringify({ text: '"'.repeat(1_600_000) }));
    expect(quotes.status).toBe(413);
  });

  test('throttles a method by its own setting and leaves the others alone', async () => {
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await gateway.send('GET', '/rare')).status));
    expect(statuses.toSorted()).toEqual([200, 200, 429, 429, 429]);
    const refused = await gateway.send('GET', '/rare');
    expect(refused.headers['retry-after']).toBe('1');
    expect((await gateway.send('GET', '/things', bearer())).status).toBe(200);
  });
});

describe('preflight', () => {
  test.each([
    ['https://one.example', 'https://one.example'],
    ['https://two.example', 'https://two.example'],
    ['https://evil.example', 'https://one.example'],
  ])('answers origin %s with %s, without a token', async (origin, allowed) => {
    const answer = await gateway.send('OPTIONS', '/things', { Origin: origin });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': allowed, vary: 'Origin' });
  });
});

test('writes a line for each request in the format of the stage', async () => {
  gateway.accessLines.length = 0;
  const { headers } = await gateway.send('GET', '/things');
  expect(gateway.accessLines).toEqual([`${headers['x-amzn-requestid']} GET /things 401 UNAUTHORIZED -`]);
});
