import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { guide } from '../../local/guide';
import { startTestStack, type TestStack } from '../support/local-stack';
import { runOps } from '../support/ops';

let stack: TestStack;
let lines: string[];
beforeAll(async () => {
  stack = await startTestStack();
  lines = guide(stack.details, stack.tokens).split('\n');
});
afterAll(() => stack.stop());

const between = (first: RegExp, last: RegExp) =>
  lines.slice(
    lines.findIndex((line) => first.test(line)),
    lines.findIndex((line) => last.test(line)),
  );
const pasted = async (script: readonly string[]) => (await promisify(execFile)('bash', ['-c', script.join('\n')])).stdout;

test('prints lines that ask for the verdict on the match that was just started, and the answer is yes', async () => {
  const before = between(/^TOKEN=/, /^npm run ops/).filter((line) => /^(TOKEN=|TRANSACTION=|curl )/.test(line));
  const transactionId = (await pasted([...before, 'echo "$TRANSACTION"'])).trim().split('\n').at(-1) ?? '';
  expect((await stack.accepted()).map((started) => started.transactionId)).toEqual([transactionId]);
  await stack.end(transactionId, 'Complete', 'Accept');
  const [, words = ''] = /^npm run ops -- (.*)$/.exec(lines.find((line) => line.startsWith('npm run ops')) ?? '') ?? [];
  const { code, stdout } = await runOps(words.replace('"$TRANSACTION"', transactionId).split(' '), { localDirectory: stack.directory });
  expect([code, stdout]).toEqual([0, expect.stringContaining('"verdict":"yes"')]);
});

test('prints nothing of verdicts where the stage has none', () => {
  const { verdicts: _none, ...details } = stack.details;
  expect(guide(stack.details, stack.tokens)).toMatch(/verdict/i);
  expect(guide(details, stack.tokens)).not.toMatch(/verdict/i);
});

test('prints no key that asks', () => {
  const { accessKeyId = '', secretAccessKey = '' } = stack.details.verdicts ?? {};
  for (const secret of [accessKeyId, secretAccessKey])
    expect([secret.length > 8, lines.join('\n').includes(secret)]).toEqual([true, false]);
});
