import schema from '../../../config/schema.json';
import { PROBLEMS } from '../../../contract/problems';
import type { AgentReply } from '../../../lambda/agent/agent-client';
import { Problem } from '../../../lambda/errors';
import { refuse, relay } from '../../../lambda/response/response';
import responses from '../../../stand-ins/agent/documented-replies.json';
import { refusal } from '../../support/refusal';

const SAFE = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

function reply(
  status: number,
  body: string | Buffer = '{}',
  headers: AgentReply['headers'] = { 'content-type': 'application/json' },
): AgentReply {
  return { status, headers, body: Buffer.from(body as string) };
}

describe('a reply of the agent', () => {
  it.each([200, 201, 202])('reaches the SDK with its status %d, its bytes, and headers that forbid storing it', (status) => {
    const body = ' {"edgeApiUrl" : "https:\\/\\/x",\n"n":1.50,"š":"\\u0161","a":1,"a":2}\n';
    expect(relay(reply(status, body), 'start-transaction')).toEqual({
      statusCode: status,
      headers: { 'Content-Type': 'application/json', ...SAFE },
      body,
    });
  });

  it.each([400, 404, 409, 422, 429, 500, 503, 599])('is relayed with the error status %d, JSON or not', (status) => {
    for (const body of ['{"title":"Bad Request"}', '<html>', '']) {
      const result = relay(reply(status, body, { 'retry-after': '5' }), 'start-transaction');
      expect(result).toEqual({
        statusCode: status,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '5', ...SAFE },
        body,
      });
    }
  });

  // Lambda takes 6 MB, the body as a JSON text in it: a reply above that would be lost, and its transaction with it.
  test('that is as large as the settings allow fits into what Lambda takes, with any content', () => {
    const largest = schema.properties.limits.properties.agentReplyBytes.maximum;
    const quotes = `[${'"",'.repeat(largest / 3 - 2)}""]`;
    const result = relay(reply(200, quotes.padEnd(largest)), 'workflow-info');
    expect(Buffer.byteLength(result.body)).toBe(largest);
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(6 * 1024 * 1024);
  });

  it.each([401, 403])('%d is about our credentials, so that the caller does not take it for its own', (status) => {
    expect(() => relay(reply(status), 'start-transaction')).toThrow(refusal('agent-refused-credentials', new RegExp(String(status))));
  });

  it.each([0, 100, 101, 199, 300, 301, 302, 304, 307, 308, 399])('%d is neither relayed nor followed', (status) => {
    const redirect = reply(status, '{}', { location: 'https://evil.example' });
    expect(() => relay(redirect, 'start-transaction')).toThrow(refusal('agent-bad-response', /not followed/));
  });

  it.each(['', 'OK', '<html>', '{"a":', '\ufeff{}', '{} {}'])(
    'is not relayed as a success when it is %j, which no SDK could read',
    (body) => {
      expect(() => relay(reply(200, body), 'start-transaction')).toThrow(refusal('agent-bad-response', /not JSON/));
    },
  );

  it('may be empty for info and cancel, and for these alone', () => {
    for (const operation of ['workflow-info', 'cancel-workflow'] as const) {
      expect(relay(reply(204, '', {}), operation)).toMatchObject({ statusCode: 204, body: '' });
      expect(() => relay(reply(200, 'OK'), operation)).toThrow(refusal('agent-bad-response'));
    }
  });

  it.each([200, 400, 500])('is not relayed with status %d when it is not UTF-8', (status) => {
    expect(() => relay(reply(status, Buffer.from([0x22, 0xff, 0x22])), 'start-transaction')).toThrow(
      refusal('agent-bad-response', /UTF-8/),
    );
  });

  it('is not quoted by a refusal', () => {
    expect(() => relay(reply(200, 'ephemeralKey=secret'), 'start-transaction')).not.toThrow(/secret/);
  });

  it('keeps the vectors of the Agent API byte for byte', () => {
    const text = JSON.stringify(responses);
    expect(relay(reply(200, text), 'start-transaction').body).toBe(text);
  });
});

describe('a refusal', () => {
  it.each(Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[])(
    '%s is problem details with its public sentence, and nothing that the operator alone may read',
    (code) => {
      const problem = new Problem(code, 'a reason for the log', { cause: new Error('a cause with a secret') });
      const result = refuse(problem, 'request-1');
      const [status, title, detail] = PROBLEMS[code];
      expect(result).toMatchObject({ statusCode: status, headers: { 'Content-Type': 'application/problem+json', ...SAFE } });
      expect(JSON.parse(result.body)).toEqual({
        type: `urn:face-match-proxy:problem:${code}`,
        title,
        status,
        detail,
        code,
        requestId: 'request-1',
      });
      expect(JSON.stringify(result)).not.toMatch(/reason for the log|secret|stack/);
    },
  );
});
