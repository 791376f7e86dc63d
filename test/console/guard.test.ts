import { request as httpRequest } from 'node:http';
import { networkInterfaces } from 'node:os';
import { send, type WireAnswer } from '../local/gateway-fixture';
import { startTestStack, type TestStack } from '../support/local-stack';

/** A busy machine takes its time. */

let stack: TestStack;
let own: string;
beforeAll(async () => {
  stack = await startTestStack({ console: true });
  own = String(stack.details.consoleUrl);
});
afterAll(() => stack?.stop());

/** Unlike `fetch`, it sends the headers that a hostile page's browser would. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<WireAnswer> {
  return send(Number(new URL(own).port), method, path, headers, body);
}

const PATHS = ['/', '/api/requests', '/page.js', '/api/stack', '/api/events', '/portraits/alice', `/photos/${'0'.repeat(64)}`];

describe('the console answers its own page alone', () => {
  test.each(PATHS)('refuses a name that was made to point here, at %s', async (path) => {
    for (const host of ['rebound.example.com', 'localhost', `rebound.example.com:${new URL(own).port}`]) {
      const { status, text } = await ask(path, { Host: host });
      expect([status, text]).toEqual([403, `The console answers at ${own} only.\n`]);
    }
  });

  test.each(PATHS)('refuses what another page asks for, at %s', async (path) => {
    for (const headers of [
      { Origin: 'https://other.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ] as Record<string, string>[]) {
      const { status, text } = await ask(path, headers);
      expect([status, text]).toEqual([403, 'Another page may not use the console.\n']);
    }
  });

  test('changes nothing for another page, nor for a request that names no page', async () => {
    for (const headers of [{}, { Origin: 'https://other.example' }] as Record<string, string>[]) {
      expect((await ask('/api/behaviour', headers, 'PUT', '{"mode":"garbage"}')).status).toBe(403);
    }
    expect((await stack.startTransaction('alice')).status).toBe(200);
    expect((await ask('/api/behaviour', { Origin: own }, 'PUT', '{"mode":"ok"}')).status).toBe(200);
  });

  test('sends nothing to the API and enrols no one for another page, nor for a request that names no page', async () => {
    const body = JSON.stringify({ method: 'GET', path: '/from-another-page', headers: {} });
    const before = stack.accessLogs().length;
    const foreign: Record<string, string>[] = [
      {},
      { Origin: 'null' },
      { Origin: 'https://other.example' },
      { Origin: stack.details.baseUrl },
      { Origin: own, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: own, Host: 'rebound.example.com' },
    ];
    for (const headers of foreign) {
      for (const [method, path] of [
        ['POST', '/api/requests'],
        ['PUT', '/portraits/carol'],
        ['POST', '/api/verdicts'],
        ['PUT', '/endings/0123456789abcdef'],
      ] as const) {
        expect([headers, path, (await ask(path, headers, method, body)).status]).toEqual([headers, path, 403]);
      }
    }
    expect(stack.accessLogs()).toHaveLength(before);
    expect((await ask('/portraits/carol')).status).toBe(404);
    expect((await ask('/api/requests', { Origin: own }, 'POST', body)).headers['x-answer-status']).toBe('404');
    expect(stack.accessLogs()).toHaveLength(before + 1);
  });

  test.each([
    ['no JSON', '{', 'A request is described by a JSON object: method, path, headers, body.'],
    ['no object', 'null', 'A request is described by a JSON object: method, path, headers, body.'],
    ['another host', { path: 'http://192.0.2.1/' }, 'The path begins with /, such as /transaction.'],
    ['a method that opens a tunnel', { method: 'CONNECT' }, 'The method is a word in upper-case letters, such as POST.'],
    [
      'two requests in one',
      { headers: { 'Transfer-Encoding': 'chunked' } },
      'The console writes the header Transfer-Encoding itself. Leave it out.',
    ],
    ['another host in a header', { headers: { hOST: 'x' } }, 'The console writes the header hOST itself. Leave it out.'],
    ['a line end in a header', { headers: { 'X-A': 'b\r\nHost: x' } }, 'This cannot be sent: '],
    ['a blank in the path', { path: '/a b HTTP/1.1' }, 'This cannot be sent: '],
    ['a body that is no text', { body: {} }, 'The body is a text.'],
  ] as const)('says what is wrong with %s, and sends nothing', async (_what, asked, sentence) => {
    const before = stack.accessLogs().length;
    const body = typeof asked === 'string' ? asked : JSON.stringify({ method: 'POST', path: '/transaction', headers: {}, ...asked });
    const { status, text } = await ask('/api/requests', { Origin: own }, 'POST', body);
    expect([status, text]).toEqual([400, expect.stringContaining(sentence)]);
    expect(stack.accessLogs()).toHaveLength(before);
  });

  test('gives no other origin leave to read it', async () => {
    for (const path of ['/', '/api/stack', '/portraits/alice']) {
      const { status, headers } = await ask(path);
      expect([path, status, headers['access-control-allow-origin'], headers['set-cookie']]).toEqual([path, 200, undefined, undefined]);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('lets nothing run or load but its own files, and no page frame it', async () => {
    const { headers, text } = await ask('/');
    const { cognito } = stack.details;
    expect(String(headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src 'self' ${cognito.endpoint}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(text).not.toMatch(/ style=|<style|<script(?! type="module" src="\/page\.js"><\/script>)| on\w+=|https?:/);
  });

  test('listens on 127.0.0.1 and on no other address of this machine', async () => {
    expect(own).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const outside = others.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
    for (const address of [...outside, '127.0.0.2']) {
      const refused = new Promise((resolve) => {
        httpRequest(`http://${address}:${new URL(own).port}/`, () => resolve('answered'))
          .on('error', ({ code }: NodeJS.ErrnoException) => resolve(code))
          .end();
      });
      expect([address, await refused]).toEqual([address, 'ECONNREFUSED']);
    }
  });

  test('serves no file but those of the page', async () => {
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/console.ts',
      '/portraits/..%2f..',
      '/portraits/mallory',
      '/photos/x',
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
  });
});
