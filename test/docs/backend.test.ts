import { SignatureV4 } from '@smithy/signature-v4';
import { transformSync } from 'esbuild';
import { VERDICT_PROBLEMS } from '../../contract/problems';
import { NO_REASONS } from '../../contract/verdict-question';
import { VERDICT_ANSWERS } from '../../lib/verdict/verdict-answers';
import type { VerdictDetails } from '../../local/stack-file';
import { startTestStack, type TestStack } from '../support/local-stack';
import { signerOf } from '../support/signed-question';
import { read, section } from './documents';

type Question = Readonly<Record<'transactionId' | 'subject' | 'workflowId' | 'step' | 'askedAt', string>>;
type Ask = (url: string, question: Question, signer: SignatureV4, send?: typeof fetch) => Promise<boolean | number>;

/** The function that docs/backend.md shows, compiled as it stands there. */
function shownFunction(): Ask {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(section(read('docs/backend.md'), 'Ask')) ?? [];
  const module = { exports: {} as { ask: Ask } };
  const given = (name: string) => (name === '@smithy/signature-v4' ? { SignatureV4 } : undefined);
  new Function('module', 'exports', 'require', transformSync(code, { loader: 'ts', format: 'cjs' }).code)(module, module.exports, given);
  return module.exports.ask;
}

const ask = shownFunction();
let stack: TestStack;
let signer: SignatureV4;
beforeAll(async () => {
  stack = await startTestStack();
  signer = signerOf(stack.details.verdicts as VerdictDetails);
});
afterAll(() => stack.stop());

const url = () => stack.details.verdicts?.url ?? '';

async function started(): Promise<Question> {
  const askedAt = new Date().toISOString();
  const { transactionId } = (await (await stack.startTransaction('alice')).json()) as { transactionId: string };
  return { transactionId, subject: stack.user('alice').subject, workflowId: 'wf-123', step: transactionId, askedAt };
}

describe('the code in docs/backend.md', () => {
  test('waits while the match goes on, allows the step once it is accepted, and again when it asks again', async () => {
    const question = await started();
    await stack.end(question.transactionId, 'InProgress', 'Unknown');
    expect(await ask(url(), question, signer)).toBe(2);
    await stack.end(question.transactionId, 'Complete', 'Accept');
    expect(await ask(url(), question, signer)).toBe(true);
    expect(await ask(url(), question, signer)).toBe(true);
    expect(await ask(url(), { ...question, step: 'another' }, signer)).toBe(false);
  });

  test('allows nothing on a no, and asks again where there is no verdict', async () => {
    const question = await started();
    await stack.end(question.transactionId, 'Complete', 'Accept');
    expect(await ask(url(), { ...question, subject: stack.user('bob').subject }, signer)).toBe(false);
    await stack.behaveInReads('error500', 1);
    expect(await ask(url(), question, signer)).toBe(5);
    const throttled = async () => new Response('{}', { status: 429, headers: { 'Retry-After': '1' } });
    expect(await ask(url(), question, signer, throttled)).toBe(1);
  });

  test('throws what is wrong with a question or a signature', async () => {
    const question = await started();
    await expect(ask(url(), { ...question, askedAt: 'yesterday' }, signer)).rejects.toThrow(/No verdict: 400 .*invalid-request/s);
    const other = signerOf({ region: 'eu-central-1', accessKeyId: 'AKIAOTHER', secretAccessKey: 'x' });
    await expect(ask(url(), question, other)).rejects.toThrow(/No verdict: 403 .*invalid-signature/s);
  });

  test('takes no other answer for a yes', async () => {
    const answers = ['{"verdict":"YES"}', '{"verdict":true}', '{"verdict":["yes"]}', '{}', 'null'];
    for (const body of answers) {
      const told = ask(url(), await started(), signer, async () => new Response(body, { status: 200 }));
      expect(await told.catch(() => false)).toBe(false);
    }
  });
});

test('the table in docs/backend.md has each reason for a no, each answer that asks to wait, and each refusal of a signature', () => {
  const table = section(read('docs/backend.md'), 'What each answer means');
  const waits = Object.entries(VERDICT_PROBLEMS).flatMap(([code, [status]]) => (status === 409 ? [code] : []));
  // This API has no firewall and no API keys.
  const signed = VERDICT_ANSWERS.filter(({ code }) => code !== 'filtered' && code !== 'invalid-api-key');
  const refusals = signed.flatMap(({ status, code }) => (status === 403 ? [code] : []));
  const named = [...NO_REASONS, ...waits, ...refusals];
  expect(named.length).toBeGreaterThan(12);
  expect(named.filter((code) => !table.includes(`\`${code}\``))).toEqual([]);
});
