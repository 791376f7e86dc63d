import { startTestStack, type TestStack } from '../../support/local-stack';
import { runOps } from '../../support/ops';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

const ops = (words: readonly string[]) => runOps([...words, '--local', '--json'], { localDirectory: stack.directory });

async function startedBy(name: 'alice' | 'bob'): Promise<string> {
  const answer = await stack.startTransaction(name);
  return ((await answer.json()) as { transactionId: string }).transactionId;
}

const ask = (transactionId: string, step: string, more: readonly string[] = [], user: 'alice' | 'bob' = 'alice') => {
  const question = ['--subject', stack.user(user).subject, '--workflow', 'wf-123', '--step', step];
  return ops(['verdict', 'ask', transactionId, ...question, ...more]);
};

test('ask says yes to an accepted match, and no to every other step, with what it means and an exit code for scripts', async () => {
  const id = await startedBy('alice');
  await stack.end(id, 'Complete', 'Accept');
  const at = ['--asked-at', new Date().toISOString()];
  const first = await ask(id, 'payment 1', at);
  expect({ code: first.code, ...JSON.parse(first.stdout) }).toMatchObject({ code: 0, answer: 'yes', reasons: [], status: 200 });
  const again = await ask(id, 'payment 1', at);
  expect(JSON.parse(again.stdout).reply).toEqual(JSON.parse(first.stdout).reply);
  const other = await ask(id, 'payment 2', at);
  expect({ code: other.code, ...JSON.parse(other.stdout) }).toMatchObject({ code: 1, answer: 'no', reasons: ['used'] });
  expect(JSON.parse(other.stdout).means).toMatch(/^Do not allow the step: it was decided before/);
  const { stdout } = await runOps(
    ['verdict', 'ask', id, '--local', '--subject', stack.user('alice').subject, '--workflow', 'wf-123', '--step', 'payment 1', ...at],
    { localDirectory: stack.directory },
  );
  expect(stdout).toMatch(/The user passed the match: allow this step, and no other\.\n {2}answer +200\s+\{"verdict":"yes"/);
});

test('without --asked-at the age of the start alone counts, and the time that was sent is in the answer, so that the question can be put again', async () => {
  const id = await startedBy('alice');
  await stack.end(id, 'Complete', 'Accept');
  const first = JSON.parse((await ask(id, 'one')).stdout);
  expect(first.answer).toBe('yes');
  expect(JSON.parse((await ask(id, 'one', ['--asked-at', first.question.askedAt])).stdout).reply).toEqual(first.reply);
});

test.each([
  ['Complete', 'Reject', 1, 'no', 'rejected'],
  ['Error', 'Unknown', 1, 'no', 'failed'],
  ['InProgress', 'Unknown', 5, 'not-yet', 'not-finished'],
  ['Complete', 'Review', 5, 'not-yet', 'in-review'],
  ['Complete', 'Perhaps', 5, 'none', 'unreadable-result'],
])('ask says of %s, %s: exit code %d, %s, %s', async (processing, verification, code, answer, reason) => {
  const id = await startedBy('alice');
  await stack.end(id, processing, verification);
  const run = await ask(id, 'one');
  expect({ code: run.code, ...JSON.parse(run.stdout) }).toMatchObject({ code, answer, reasons: [reason] });
  expect(JSON.parse(run.stdout).means).toMatch(/^Do not allow the step/);
});

test('ask tells somebody else’s match from an unknown one', async () => {
  const id = await startedBy('alice');
  expect(JSON.parse((await ask(id, 'one', [], 'bob')).stdout)).toMatchObject({ answer: 'no', reasons: ['of-somebody-else'] });
  expect(JSON.parse((await ask('0'.repeat(26), 'one')).stdout)).toMatchObject({ answer: 'no', reasons: ['unknown-transaction'] });
});

test('ask does not guess the step, and names the option that has a form which no question can have', async () => {
  const [subject, workflow] = [stack.user('alice').subject, 'wf-123'];
  const missing = await ops(['verdict', 'ask', 'x1', '--subject', subject, '--workflow', workflow]);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('--step') });
  for (const [words, named] of [
    [['x/1', '--subject', subject, '--workflow', workflow, '--step', 's'], '<transactionId>'],
    [['x1', '--subject', 'a b', '--workflow', workflow, '--step', 's'], '--subject'],
    [['x1', '--subject', subject, '--workflow', 'a/b', '--step', 's'], '--workflow'],
    [['x1', '--subject', subject, '--workflow', workflow, '--step', 'ü'], '--step'],
    [['x1', '--subject', subject, '--workflow', workflow, '--step', 's', '--asked-at', '2026-11-28T10:00'], '--asked-at'],
  ] as const) {
    expect(await ops(['verdict', 'ask', ...words])).toMatchObject({ code: 2, stderr: expect.stringContaining(named) });
  }
  const future = new Date(Date.now() + 3_600_000).toISOString();
  const late = await ask('x1', 's', ['--asked-at', future]);
  expect(late).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/does not take the question \(400, invalid-request\)[\s\S]*--asked-at/),
  });
});

test('probe finds that every assumption holds for the stand-in, and prints no value of the person or of an id', async () => {
  const id = await startedBy('alice');
  await stack.end(id, 'Complete', 'Accept');
  const { code, stdout, stderr } = await ops(['verdict', 'probe', id, '--accepted']);
  const { findings, words, shape, settings } = JSON.parse(stdout);
  expect({ code, settings, words }).toEqual({
    ...{ code: 0, settings: undefined },
    words: { processingStatus: 'Complete', verificationStatus: 'Accept' },
  });
  expect(findings.every(({ verdict }: { verdict: string }) => verdict === 'pass')).toBe(true);
  expect(shape).toContainEqual({ path: 'state.BlinkId:2.firstName', type: 'string' });
  expect(stdout + stderr).not.toMatch(/of-no-one|48123|48_123/i);
  expect(stdout + stderr).not.toContain(id);
});

test('probe says of a transaction that is not there what it can be', async () => {
  const run = await ops(['verdict', 'probe', '0'.repeat(26)]);
  expect(run).toMatchObject({ code: 4, stderr: expect.stringMatching(/404[\s\S]*agent\.reading\.path/) });
});

test('credentials check --for reading tries the key with a read, finds the two keys apart, and the key for starting without that role', async () => {
  const { code, stdout } = await ops(['credentials', 'check', '--for', 'reading', '--online']);
  const { findings } = JSON.parse(stdout);
  expect({ code, verdicts: findings.map(({ verdict }: { verdict: string }) => verdict) }).toEqual({
    ...{ code: 0, verdicts: ['pass', 'pass', 'pass', 'pass'] },
  });
  expect(findings[1].says).toContain('404 to the read of a transaction that does not exist: the key reads');
  expect(findings[3].says).toContain('read no transaction');
});
