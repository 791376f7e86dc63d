import { corsHeaders, SAFE_HEADERS } from '../../../contract/refusal';
import { upstreamHeaders } from '../../../lambda/agent/upstream-headers';
import { relayedHeaders } from '../../../lambda/response/headers';

const OURS = 'Basic c2FfeDp5';
const NAUGHTY = ['a\r\nX-Injected: 1', 'a\n', '\ta', 'a\0', 'žurno', 'a\u007f', '\u2028', '', 'a'.repeat(257)];

describe('headers that go up', () => {
  const caller = new Map([
    ...[['authorization', 'Bearer token'] as const, ['cookie', 'a=b'] as const, ['x-forwarded-for', '192.0.2.1'] as const],
    ...[['host', 'evil.example'] as const, ['origin', 'https://app.example.com'] as const, ['content-type', 'text/html'] as const],
    ...[['accept-encoding', 'gzip'] as const, ['x-correlation-id', 'c-1'] as const, ['user-agent', 'okhttp/4.12.0'] as const],
  ]);

  it('are ours and the User-Agent, and nothing else of the caller, above all not its token', () => {
    expect(upstreamHeaders(caller, [], OURS, true)).toEqual({
      ...{ 'user-agent': 'okhttp/4.12.0', 'Content-Type': 'application/json', Accept: 'application/json' },
      ...{ 'Accept-Encoding': 'identity', Authorization: OURS },
    });
  });

  it('include those that the operator has named, where the caller sent them', () => {
    const headers = upstreamHeaders(caller, ['x-correlation-id', 'x-absent'], OURS, true);
    expect(headers).toHaveProperty('x-correlation-id', 'c-1');
    expect(headers).not.toHaveProperty('x-absent');
  });

  it('have no content type without a body', () => {
    expect(Object.keys(upstreamHeaders(caller, [], OURS, false))).not.toContain('Content-Type');
  });

  it.each(NAUGHTY)('leave out a value such as %j', (value) => {
    const given = new Map([...caller, ['user-agent', value] as const, ['x-correlation-id', value] as const]);
    const headers = upstreamHeaders(given, ['x-correlation-id'], OURS, false);
    expect(headers).toEqual({ Accept: 'application/json', 'Accept-Encoding': 'identity', Authorization: OURS });
  });

  it('pass 256 printable characters', () => {
    const agent = 'a'.repeat(256);
    expect(upstreamHeaders(new Map([['user-agent', agent]]), [], OURS, false)).toHaveProperty('user-agent', agent);
  });
});

describe('headers that come down', () => {
  it('are the content type and when to try again, and nothing else of the agent', () => {
    const given = {
      'content-type': 'application/json',
      'retry-after': '5',
      'set-cookie': ['a=b'],
      'www-authenticate': 'Basic',
      server: 'x',
    };
    expect(relayedHeaders(given)).toEqual({ 'Content-Type': 'application/json', 'Retry-After': '5' });
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON ;charset=utf-8',
    'application/problem+json',
    'application/vnd.a.b-1+json',
  ])('keep the content type %s', (type) => {
    expect(relayedHeaders({ 'content-type': type })).toEqual({ 'Content-Type': type });
  });

  it.each([
    ...[
      'text/html',
      'text/json',
      'application/jsonp',
      'application/xml',
      'xapplication/json',
      'application/json+xml',
      'text/html; application/json',
    ],
    ...['application/json\r\nSet-Cookie: a=b', 'application/json;\n', `application/json; ${'a'.repeat(256)}`, '', undefined],
  ])('make %j plain text, which no browser runs', (type) => {
    expect(relayedHeaders({ 'content-type': type })).toEqual({ 'Content-Type': 'text/plain; charset=utf-8' });
  });

  it.each(['0', '120', 'Sun, 06 Nov 1994 08:49:37 GMT'])('keep Retry-After: %s', (value) => {
    expect(relayedHeaders({ 'retry-after': value })).toHaveProperty('Retry-After', value);
  });

  it.each([
    ...[
      '',
      'soon',
      '-1',
      '1.5',
      '1 ',
      '1\n',
      '1\r\nA: b',
      '1'.repeat(11),
      'Sun, 06 Nov 1994 08:49:37',
      'x Sun, 06 Nov 1994 08:49:37 GMT',
      'Sun, 06 Nov 1994 08:49:37 GMT\r\nA: b',
      '1994-11-06T08:49:37Z',
    ],
    undefined,
  ])('leave out Retry-After: %j', (value) => {
    expect(relayedHeaders({ 'retry-after': value })).not.toHaveProperty('Retry-After');
  });
});

describe('headers on every answer', () => {
  it('forbid storing it and guessing its type', () => {
    expect(SAFE_HEADERS).toEqual({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  });
});

describe('CORS headers', () => {
  const exposed = { 'Access-Control-Expose-Headers': 'Retry-After' };
  const list = ['https://app.example.com', 'https://admin.example.com'];

  it('let every origin in where the configuration does', () => {
    for (const origin of ['https://evil.example', undefined]) {
      expect(corsHeaders('*', origin)).toEqual({ ...exposed, 'Access-Control-Allow-Origin': '*' });
    }
  });

  it.each(list)('answer %s, which is listed, with itself, for no other', (origin) => {
    expect(corsHeaders(list, origin)).toEqual({ ...exposed, Vary: 'Origin', 'Access-Control-Allow-Origin': origin });
  });

  it.each([
    ...[
      'https://evil.example',
      'https://app.example.com.evil.example',
      'https://APP.example.com',
      'http://app.example.com',
      'null',
      '*',
      '',
    ],
    ...['https://app.example.com, https://admin.example.com', undefined],
  ])('allow nothing to %j, which is not listed', (origin) => {
    expect(corsHeaders(list, origin)).toEqual({ ...exposed, Vary: 'Origin' });
  });

  it('never allow credentials, as the token travels in a header', () => {
    expect({ ...corsHeaders('*', 'x'), ...corsHeaders(list, list[0]) }).not.toHaveProperty('Access-Control-Allow-Credentials');
  });
});
