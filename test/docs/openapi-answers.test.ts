import type { VerdictDetails } from '../../local/stack-file';
import { startTestStack, type TestStack } from '../support/local-stack';
import { answerOf, OpenApi } from '../support/openapi';
import { askSigned } from '../support/signed-question';

/** What the running stack answers, judged by the schemas of the documents that are given away. */

let stack: TestStack;
let token: string;
beforeAll(async () => {
  stack = await startTestStack();
  token = await stack.signIn('alice');
});
afterAll(() => stack.stop());

const [proxy, verdicts] = [new OpenApi('proxy'), new OpenApi('verdicts')];

/** Sends a request, and expects its answer to be one of the document's. @returns status, and the code where there is one */
async function judged(method: string, route: string, options: Parameters<TestStack['request']>[2] = {}): Promise<unknown[]> {
  const answer = await answerOf(stack.request(method, route.replace('{workflowId}', 'wf-123'), options));
  expect([route, answer.text.slice(0, 500), proxy.faults(method, route, answer)]).toEqual([route, expect.any(String), []]);
  const code = answer.text === '' ? undefined : JSON.parse(answer.text).code;
  return code === undefined ? [answer.status] : [answer.status, code];
}

const body = () => ({ workflowId: 'wf-123', platform: 'browser', sdkVersion: '1.7.0', consent: { isProcessingStoringAllowed: true } });

describe('docs/openapi/proxy.json is right about', () => {
  test('what each operation answers on each of its routes, with a token and without', async () => {
    for (const [operation] of proxy.operations) {
      const [method = '', route = ''] = operation.split(' ');
      const content = route.endsWith('transaction') && method === 'POST' ? { body: body() } : {};
      const good = await judged(method, route, { ...content, ...(method !== 'OPTIONS' && { token }) });
      expect([operation, good]).toEqual([operation, [method === 'OPTIONS' ? 204 : 200]]);
      if (method !== 'OPTIONS') expect(await judged(method, route, content)).toEqual([401, 'unauthorized']);
    }
  });

  test('what is refused of a start', async () => {
    const refused = (change: object, of = token) => judged('POST', '/transaction', { token: of, body: { ...body(), ...change } });
    expect(await refused({ consent: { userId: 'somebody-else', isProcessingStoringAllowed: true } })).toEqual([403, 'identity-mismatch']);
    expect(await refused({ platform: 7 })).toEqual([400, 'invalid-request']);
    expect(await refused({ formValues: { note: 'x'.repeat(20_000) } })).toEqual([413, 'body-too-large']);
    expect(await refused({}, await stack.signIn('carol'))).toEqual([409, 'no-face-on-record']);
    expect(await judged('POST', '/transaction', { token, body: '[]' })).toEqual([400, 'bad-request-body']);
  });

  test('what Microblink says itself, and what is made of an answer that no one could read', async () => {
    const met = async (mode: Parameters<TestStack['behave']>[0]) => {
      await stack.behave(mode, 1);
      return await judged('POST', '/transaction', { token, body: body() });
    };
    expect(await met('error500')).toEqual([500]);
    expect(await met('throttled')).toEqual([429]);
    expect(await met('absent')).toEqual([404]);
    expect(await met('garbage')).toEqual([502, 'agent-bad-response']);
    expect(await met('unauthorized')).toEqual([502, 'agent-refused-credentials']);
    expect(await judged('POST', '/transaction', { token, body: { ...body(), workflowId: 'wf-unknown' } })).toEqual([
      403,
      'workflow-not-allowed',
    ]);
  });

  test('nothing else: an answer with another code, status, id or header would be found', async () => {
    const problem = await answerOf(stack.request('POST', '/transaction', { body: body() }));
    const changed = (change: object) => ({ ...problem, text: JSON.stringify({ ...JSON.parse(problem.text), ...change }) });
    expect(proxy.faults('POST', '/transaction', problem)).toEqual([]);
    for (const change of [{ code: 'expired-token' }, { status: 403 }, { requestId: undefined }, { type: 'about:blank' }])
      expect(proxy.faults('POST', '/transaction', changed(change))).not.toEqual([]);
    expect(
      proxy.faults('POST', '/transaction', { ...problem, headers: new Headers({ 'Content-Type': 'application/problem+json' }) }),
    ).toEqual(['no header WWW-Authenticate']);
    expect(proxy.faults('POST', '/transaction', { ...problem, headers: new Headers({ 'Content-Type': 'text/html' }) })).not.toEqual([]);
  });
});

describe('docs/openapi/verdicts.json is right about', () => {
  interface Question {
    readonly transactionId: string;
    readonly [member: string]: string;
  }

  async function started(): Promise<Question> {
    const askedAt = new Date().toISOString();
    const { transactionId } = (await (await stack.startTransaction('alice')).json()) as { transactionId: string };
    return { transactionId, subject: stack.user('alice').subject, workflowId: 'wf-123', step: `step of ${transactionId}`, askedAt };
  }

  /** Asks, and expects question and answer to be, or not to be, those of the document. */
  async function asked(question: Question, isOne = true): Promise<unknown[]> {
    expect(verdicts.faultsOfRequest('POST', '/verdicts', question).length === 0).toBe(isOne);
    const answer = await answerOf(askSigned(stack.details.verdicts as VerdictDetails, question));
    expect([answer.text, verdicts.faults('POST', '/verdicts', answer)]).toEqual([answer.text, []]);
    const { verdict, reasons, code } = JSON.parse(answer.text);
    return [answer.status, verdict ?? code, ...(reasons ?? [])];
  }

  test('a yes, each no, and what is not decided yet', async () => {
    const question = await started();
    await stack.end(question.transactionId, 'InProgress', 'Unknown');
    expect(await asked(question)).toEqual([409, 'not-finished']);
    await stack.end(question.transactionId, 'Complete', 'Review');
    expect(await asked(question)).toEqual([409, 'in-review']);
    await stack.behaveInReads('error500', 1);
    expect(await asked(question)).toEqual([503, 'verdict-unavailable']);
    await stack.behaveInReads('steps-alone', 1);
    expect(await asked(question)).toEqual([503, 'unreadable-result']);
    await stack.end(question.transactionId, 'Complete', 'Accept');
    expect(await asked({ ...question, subject: 'another', workflowId: 'wf-plain' })).toEqual([
      200,
      'no',
      'of-somebody-else',
      'another-workflow',
    ]);
    expect(await asked(question)).toEqual([200, 'yes']);
    expect(await asked({ ...question, step: 'another' })).toEqual([200, 'no', 'used']);
    expect(await asked({ ...question, transactionId: 'unknown' })).toEqual([200, 'no', 'unknown-transaction']);
  });

  test('a question that is none', async () => {
    const question = await started();
    expect(await asked({ ...question, transactionId: 'a/b' }, false)).toEqual([400, 'invalid-request']);
    expect(await asked({ ...question, askedAt: 'yesterday' }, false)).toEqual([400, 'invalid-request']);
    expect(await asked({ ...question, step: '' }, false)).toEqual([400, 'invalid-request']);
    expect(await asked({ ...question, more: 'than asked' }, false)).toEqual([400, 'invalid-request']);
    expect(await asked({ transactionId: question.transactionId }, false)).toEqual([400, 'bad-request-body']);
  });
});
