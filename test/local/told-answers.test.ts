import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_REASONS, PROBLEM_CODES, VERDICT_PROBLEM_CODES } from '../../client';
import { corsHeaders, refusal } from '../../contract/refusal';
import type { GatewayAnswer } from '../../local/gateway/exchange';
import type { GatewayRequest } from '../../local/gateway/request';
import type { VerdictDetails } from '../../local/stack-file';
import { type Apis, readApis } from '../../local/template/apis';
import { readTemplate } from '../../local/template/template';
import { createToldAnswers } from '../../local/told/told-answers';
import { builtSynthesize } from '../support/built';
import { startTestStack, type TestStack } from '../support/local-stack';
import { type Answer, answerOf, OpenApi } from '../support/openapi';
import { askSigned } from '../support/signed-question';

/** `PUT …/_stand-in/next`: an app, or a backend, is answered once with any code that the product has. */

let stack: TestStack;
/** What the window of `npm start` shows. */
const lines: string[] = [];
beforeAll(async () => {
  stack = await startTestStack({ log: (line) => lines.push(line) });
});
afterAll(() => stack.stop());

const documents = { proxy: new OpenApi('proxy'), verdicts: new OpenApi('verdicts') };

async function tell(body: unknown): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return await fetch(`${stack.details.agentApiUrl}_stand-in/next`, { method: 'PUT', body: text });
}

/** Neither signed in nor a whole request: what is told comes before every check. */
const start = (options: Parameters<TestStack['request']>[2] = {}) =>
  answerOf(stack.request('POST', '/transaction', { body: {}, ...options }));
const ask = (question: unknown = {}) => answerOf(askSigned(stack.details.verdicts as VerdictDetails, question));

/** An answer without what is of one request alone. */
function apart({ status, headers, text }: Answer): object {
  const { requestId, ...problem } = JSON.parse(text);
  const ownIds = ['x-amzn-requestid', 'x-amz-apigw-id', 'date', 'content-length'];
  expect(requestId).toBe(headers.get('x-amz-apigw-id'));
  return { status, headers: [...headers].filter(([name]) => !ownIds.includes(name)), problem };
}

describe('an app is answered once', () => {
  test.each(PROBLEM_CODES)('with %s, as docs/openapi/proxy.json has it', async (code) => {
    expect(await (await tell({ code })).json()).toEqual({ code, api: 'proxy' });
    const told = await start();
    expect(JSON.parse(told.text).code).toBe(code);
    expect(told.status).toBe(JSON.parse(told.text).status);
    expect(documents.proxy.faults('POST', '/transaction', told)).toEqual([]);
    expect(JSON.parse((await start()).text).code).toBe('unauthorized');
  });

  test('on each route, and not in the answer to a preflight, which comes before', async () => {
    const token = await stack.signIn('alice');
    for (const [method, path] of [
      ['POST', '/proxy/api/v1/transaction'],
      ['GET', '/initialize/wf-123/info'],
      ['POST', '/api/v1/initialize/wf-123/cancel'],
    ] as const) {
      await tell({ code: 'agent-timeout' });
      expect((await stack.request('OPTIONS', path, { headers: { Origin: 'https://app.example.com' } })).status).toBe(204);
      expect((await stack.request(method, path, { token })).status).toBe(504);
    }
  });

  test('and nothing is started, counted or logged of it by the function', async () => {
    const [accepted, logged] = [(await stack.accepted()).length, stack.functionLogs().length];
    await tell({ code: 'agent-bad-response' });
    expect((await stack.startTransaction('alice')).status).toBe(502);
    expect([(await stack.accepted()).length, stack.functionLogs().length]).toEqual([accepted, logged]);
    expect((await stack.startTransaction('alice')).status).toBe(200);
  });

  test('and the window says that the answer was told, of the function’s codes and of the gateway’s', async () => {
    await tell({ code: 'face-unusable' });
    await start();
    await tell({ code: 'throttled' });
    await start();
    await start();
    const [one, two, real] = lines.slice(-3);
    expect(one).toMatch(/ 500 .* face-unusable, as told$/);
    expect(two).toMatch(/ 429 .* THROTTLED, as told$/);
    expect(real).toMatch(/ 401 .* UNAUTHORIZED$/);
  });

  test('with the code that was told last', async () => {
    await tell({ code: 'internal' });
    await tell({ code: 'face-too-new' });
    expect(JSON.parse((await start()).text).code).toBe('face-too-new');
    expect(JSON.parse((await start()).text).code).toBe('unauthorized');
  });
});

describe('what is told is answered as the product answers by itself: body, status, headers', () => {
  const origin = { Origin: 'https://app.example.com' };

  test('where the function refuses', async () => {
    const token = await stack.signIn('carol');
    const body = { workflowId: 'wf-123', platform: 'browser', sdkVersion: '1.7.0', consent: { isProcessingStoringAllowed: true } };
    const real = await start({ token, body, headers: origin });
    await tell({ code: 'no-face-on-record' });
    expect(apart(real)).toEqual(apart(await start({ token, body, headers: origin })));
    expect(JSON.parse(real.text).code).toBe('no-face-on-record');
  });

  test('where API Gateway refuses, in its words, too', async () => {
    const unsigned = await start({ headers: origin });
    await tell({ code: 'unauthorized' });
    expect(apart(unsigned)).toEqual(apart(await start({ headers: origin })));

    const token = await stack.signIn('alice');
    const noObject = await start({ token, body: [] });
    await tell({ code: 'bad-request-body' });
    expect(apart(noObject)).toEqual(apart(await start()));
    expect(JSON.parse(noObject.text).code).toBe('bad-request-body');
  });

  test('where a question is refused, in time as well', async () => {
    const askedAt = new Date().toISOString();
    const { transactionId } = (await (await stack.startTransaction('alice')).json()) as { transactionId: string };
    await stack.end(transactionId, 'InProgress', 'Unknown');
    const subject = stack.user('alice').subject;
    const real = await ask({ transactionId, subject, workflowId: 'wf-123', step: 'one', askedAt });
    await tell({ code: 'not-finished' });
    expect(apart(real)).toEqual(apart(await ask()));
    expect(JSON.parse(real.text).code).toBe('not-finished');

    const unsigned = await answerOf(fetch(stack.details.verdicts?.url ?? '', { method: 'POST', body: '{}' }));
    await tell({ code: 'not-signed' });
    expect(apart(unsigned)).toEqual(apart(await ask()));
  });
});

describe('a backend is answered once', () => {
  test.each(VERDICT_PROBLEM_CODES)('with %s, as docs/openapi/verdicts.json has it', async (code) => {
    expect(await (await tell({ code, api: 'verdicts' })).json()).toEqual({ code, api: 'verdicts' });
    expect(JSON.parse((await start()).text).code).toBe('unauthorized');
    const told = await ask();
    expect(JSON.parse(told.text).code).toBe(code);
    expect(documents.verdicts.faults('POST', '/verdicts', told)).toEqual([]);
    expect(JSON.parse((await ask()).text).code).toBe('bad-request-body');
  });

  test('without a word on which API, where the code is of a verdict alone', async () => {
    expect(await (await tell({ code: 'in-review' })).json()).toEqual({ code: 'in-review', api: 'verdicts' });
    expect((await ask()).headers.get('retry-after')).toBe('30');
  });
});

describe('what a stage has decides', () => {
  const request = { extendedId: 'UxJ5mDqkjoEFm7E=', headers: [['origin', 'https://a.example']] } as unknown as GatewayRequest;
  let folder: string;
  let apis: Apis;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'face-match-proxy-told-'));
    await builtSynthesize({ project: '.', output: folder, context: { stage: 'local', agentUrl: 'http://127.0.0.1:9/agent/' } });
    apis = readApis(await readTemplate(folder));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('what it can be told: one that gives no verdicts knows none of their codes', () => {
    const told = createToldAnswers({ ...apis, verdicts: undefined }, '*');
    expect(() => told.tell('{"code":"in-review"}')).toThrow(/^code must be one of those of proxy: not-json, (?!.*verdict)/);
    expect(() => told.tell('{"code":"internal","api":"verdicts"}')).toThrow(/^api must be/);
    expect(told.tell('{"code":"internal"}')).toEqual({ code: 'internal', api: 'proxy' });
  });

  test('which origin may read what was told, as in every answer of the function', () => {
    for (const origins of ['*', ['https://a.example', 'https://b.example'], ['https://b.example']] as const) {
      const told = createToldAnswers(apis, origins);
      told.tell('{"code":"internal"}');
      const { headers } = told.proxy(request) as GatewayAnswer;
      expect(Object.fromEntries(headers)).toEqual({ ...refusal('internal', 'x').headers, ...corsHeaders(origins, 'https://a.example') });
      expect(told.proxy(request)).toBeUndefined();
    }
  });
});

describe('what cannot be told is refused with the list of what can', () => {
  const refused = async (body: unknown) => {
    const response = await tell(body);
    return [response.status, ((await response.json()) as { detail: string }).detail] as const;
  };

  test('where it is no code: a word of no meaning, a member of every object, a reason of a no, or no text at all', async () => {
    for (const code of ['no-such-code', 'toString', '__proto__', NO_REASONS[0], '', 7, null, ['internal'], undefined]) {
      const [status, detail] = await refused({ code });
      expect(status).toBe(400);
      for (const known of [...PROBLEM_CODES, ...VERDICT_PROBLEM_CODES]) expect(detail).toContain(known);
    }
    expect(JSON.parse((await start()).text).code).toBe('unauthorized');
  });

  test('where the code is of the other API, the API is none, or the body is no object', async () => {
    expect(await refused({ code: 'in-review', api: 'proxy' })).toEqual([
      400,
      expect.stringMatching(/^code must be one of .*no-face-on-record/),
    ]);
    expect((await refused({ code: 'in-review', api: 'proxy' }))[1]).not.toContain('in-review');
    expect(await refused({ code: 'consent-required', api: 'verdicts' })).toEqual([400, expect.stringContaining('not-signed')]);
    expect(await refused({ code: 'internal', api: 'toString' })).toEqual([400, expect.stringContaining('"verdicts"')]);
    for (const body of ['', 'internal', '"internal"', 'null', '{'])
      expect(await refused(body)).toEqual([400, expect.stringContaining('{"code": "no-face-on-record"}')]);
  });

  test('and nothing is told by another method than PUT', async () => {
    const url = `${stack.details.agentApiUrl}_stand-in/next`;
    for (const method of ['GET', 'POST', 'DELETE']) expect((await fetch(url, { method })).status).toBe(404);
  });
});
