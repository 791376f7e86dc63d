import { CREATED, reply } from '../../stand-ins/agent/scripted';
import { type Fault, instead } from '../../stand-ins/exchange';
import { cut, hangUp, silent, stall, stopsReading } from '../../stand-ins/faults';
import { SUBJECT, startBody } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';

let given: GivenProxy;
afterEach(async () => await given.stop());

async function expectCode(code: string, status: number): Promise<void> {
  const result = await given.call();
  expect(JSON.parse(result.body)).toMatchObject({ code, status });
  expect(result.statusCode).toBe(status);
}

const reset: Fault = ({ request }) => {
  request.once('data', () => (request.socket as unknown as { resetAndDestroy(): void }).resetAndDestroy());
};

describe('an agent that fails is answered clearly, in time, and asked once', () => {
  test.each<[string, Fault, string, number]>([
    ['redirects', reply(302, '', { Location: 'https://evil.example' }), 'agent-bad-response', 502],
    ['redirects with 307', reply(307, '', { Location: '/agent/api/v1/transaction' }), 'agent-bad-response', 502],
    ['sends a page instead of JSON', reply(200, '<html>'), 'agent-bad-response', 502],
    ['sends an empty success', reply(200, ''), 'agent-bad-response', 502],
    ['sends bytes that are not UTF-8', reply(200, Buffer.from([0x22, 0xff, 0x22])), 'agent-bad-response', 502],
    ['sends an error that is not UTF-8', reply(500, Buffer.from([0xc3, 0x28])), 'agent-bad-response', 502],
    [
      'compresses so that no one here can read it',
      reply(200, Buffer.from('1f9d907bfa00', 'hex'), { 'Content-Encoding': 'compress' }),
      'agent-bad-response',
      502,
    ],
    ['sends more than is allowed', reply(200, JSON.stringify('x'.repeat(1024 * 1024))), 'agent-bad-response', 502],
    ['cuts its reply', cut, 'agent-bad-response', 502],
    ['stalls in its reply', stall, 'agent-timeout', 504],
    ['reads everything and never answers', silent, 'agent-timeout', 504],
    ['stops reading', stopsReading, 'agent-timeout', 504],
    ['resets while the body is sent', reset, 'agent-unreachable', 502],
    ['refuses our credentials with 403', reply(403, '{}'), 'agent-refused-credentials', 502],
  ])('one that %s', async (_what, behaviour, code, status) => {
    const lasts = [stall, silent, stopsReading].includes(behaviour);
    // What never comes is not waited for as long as what may be late.
    const limits = { ...testEnvironment('').limits, ...(lasts && { agentWriteStallMs: 300, agentReplyStallMs: 300 }) };
    given = await givenProxy({ limits });
    given.s3.putPhoto(`faces/${SUBJECT}`, { bytes: jpegOf(2_000_000) });
    given.agent.script.push(behaviour);
    await expectCode(code, status);
    expect(given.agent.requests).toHaveLength(1);
  });

  test('one that is not there', async () => {
    const nobody = testEnvironment('http://127.0.0.1:9/agent/');
    given = await givenProxy({ agentUrl: nobody.agentUrl });
    await expectCode('agent-unreachable', 502);
  });

  test('one that outlasts the deadline of the whole request', async () => {
    const { limits } = testEnvironment('');
    given = await givenProxy({ limits: { ...limits, deadlineMs: 300, agentReplyStallMs: 5000 } });
    given.agent.script.push(silent);
    await expectCode('agent-timeout', 504);
    expect(given.lines[0]?.reason).toContain('deadline');
  });

  test.each([
    [400, '{"title":"Bad Request","detail":"Workflow not found"}'],
    [429, '{}'],
    [500, '{"traceId":"1"}'],
  ])('but its own %i is relayed as it is', async (status, body) => {
    given = await givenProxy();
    given.agent.script.push(reply(status, body, { 'Content-Type': 'application/problem+json', 'Retry-After': '7', 'Set-Cookie': 'a=b' }));
    const result = await given.call();
    expect(result).toMatchObject({ statusCode: status, body });
    expect(result.headers).toMatchObject({ 'Content-Type': 'application/problem+json', 'Retry-After': '7' });
    expect(Object.keys(result.headers ?? {}).map((name) => name.toLowerCase())).not.toContain('set-cookie');
  });
});

describe('a refusal before the body is read', () => {
  const early: Fault = ({ response }) => {
    response.writeHead(401, { Connection: 'close' });
    response.end();
  };

  test('retries once when the secret has changed since it was cached', async () => {
    given = await givenProxy();
    await given.call();
    given.secret.authorization = 'Basic cm90YXRlZA==';
    given.agent.script.push(early);
    expect((await given.call()).statusCode).toBe(200);
    expect(given.agent.requests.map((request) => request.headers.authorization)).toEqual([
      'Basic c2FfdGVzdDpzZWNyZXQ=',
      'Basic c2FfdGVzdDpzZWNyZXQ=',
      'Basic cm90YXRlZA==',
    ]);
    expect(given.agent.accepted()).toHaveLength(2);
    expect(given.lines[1]).toMatchObject({ attempts: 2, outcome: 'ok' });
  });

  test('is final when the secret has not changed', async () => {
    given = await givenProxy();
    given.agent.script.push(early, instead(CREATED));
    await expectCode('agent-refused-credentials', 502);
    expect(given.agent.requests).toHaveLength(1);
    expect(given.agent.accepted()).toEqual([]);
  });

  test('is final the second time', async () => {
    given = await givenProxy();
    await given.call();
    given.secret.authorization = 'Basic cm90YXRlZA==';
    given.agent.script.push(early, early, instead(CREATED));
    await expectCode('agent-refused-credentials', 502);
    expect(given.agent.requests).toHaveLength(3);
  });

  test('stops the photo where it is', async () => {
    given = await givenProxy();
    given.s3.putPhoto(`faces/${SUBJECT}`, { bytes: jpegOf(2_000_000) });
    given.agent.script.push(early);
    await expectCode('agent-refused-credentials', 502);
    expect(given.audits).toEqual([]);
  });
});

describe('a keep-alive connection that has died', () => {
  test('is replaced once while the closing bytes are still here', async () => {
    given = await givenProxy();
    await given.call();
    given.s3.putPhoto(`faces/${SUBJECT}`, { bytes: jpegOf(2_000_000, 'second') });
    given.agent.script.push(hangUp);
    expect((await given.call()).statusCode).toBe(200);
    expect(given.agent.requests).toHaveLength(3);
    expect(given.agent.accepted()).toHaveLength(2);
    expect(given.s3.requests).toHaveLength(3);
  });

  test('is not replaced when the whole request may have arrived', async () => {
    given = await givenProxy();
    await given.call();
    given.agent.script.push(hangUp);
    const result = await given.call({ body: startBody({ workflowId: 'wf-plain' }) });
    expect(JSON.parse(result.body)).toMatchObject({ code: 'agent-bad-response' });
    expect(given.agent.requests).toHaveLength(2);
  });

  test('is reused while it lives: one connection for two requests', async () => {
    given = await givenProxy();
    await given.call();
    await given.call();
    expect(given.agent.connections()).toBe(1);
  });
});
