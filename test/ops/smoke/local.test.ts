import { startTestStack, type TestStack } from '../../support/local-stack';
import { type OpsOptions, runOps, runOpsProcess } from '../../support/ops';

interface Result {
  readonly steps: { readonly step: string; readonly verdict: string; readonly says: string; readonly toDo?: string }[];
  readonly proved: string[];
  readonly notProved: string[];
  readonly notes: string[];
}
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

/** In a separate process: the arithmetic of the proof takes a hundred times as long in Jest's. */
function runSmoke(words: readonly string[], { directory }: TestStack, options: Pick<OpsOptions, 'environment' | 'stdin'> = {}) {
  const environment = { LOCAL_DIRECTORY: directory, ...options.environment };
  return runOpsProcess(['smoke', '--local', ...words], { ...options, environment });
}

async function smoke(words: readonly string[] = [], options: Pick<OpsOptions, 'environment' | 'stdin'> = {}) {
  const run = await runSmoke(['--json', ...words], stack, options);
  return { ...run, result: JSON.parse(run.stdout) as Result };
}

test('the whole walk on the local stack passes, starts one transaction, and leaves nothing unproved but what it names', async () => {
  const { code, stderr, stdout, result } = await smoke();
  expect({ code, failed: result.steps.filter(({ verdict }) => verdict !== 'pass') }).toEqual({ code: 0, failed: [] });
  expect(result.notProved).toEqual([]);
  expect(result.proved).toEqual(['sign-in', 'preflight', 'gateway-errors', 'attacks', 'workflow', 'verdict', 'start', 'read-back']);
  expect(result.notes.join()).toContain('Microblink was not called');
  expect(await stack.accepted()).toMatchObject([{ props: { faceMatchSubject: stack.user('alice').subject } }]);
  expect(stdout + stderr).not.toContain(stack.user('alice').password);
  expect(stdout + stderr).not.toMatch(/eyJ[A-Za-z0-9_-]{20}/);
});

test('asks for the verdict on a match that there was not, signed and unsigned, and gets neither a yes nor an answer without a signature', async () => {
  const { result } = await smoke(['--without-start']);
  expect(result.steps.filter(({ step }) => step === 'verdict').map(({ verdict, says }) => `${verdict}: ${says}`)).toEqual([
    'pass: A question without a signature: 403, not-signed, from API Gateway',
    'pass: A signed question about a transaction that does not exist: no, unknown-transaction',
  ]);
});

test('nothing that the stand-in did is said of Microblink', async () => {
  const { stdout, stderr } = await runSmoke([], stack);
  expect(stdout).toContain('proved: the photo on record reaches the stand-in of the Agent API');
  expect((stdout + stderr).match(/^.*Microblink.*$/gm)).toEqual([expect.stringContaining('Microblink was not called')]);
});

test('a variable that --password-from names is what counts, and one that is not set is an error', async () => {
  const named = { environment: { SMOKE_PASSWORD: 'Zx9-wrong' } };
  expect(await smoke(['--password-from', 'SMOKE_PASSWORD'], named)).toMatchObject({ code: 3 });
  expect(await smoke(['--password-from', 'NOT_SET'])).toMatchObject({ code: 2, stderr: expect.stringContaining('the variable NOT_SET') });
});

test('--without-start starts nothing, and says that the start is not proved', async () => {
  const before = (await stack.accepted()).length;
  const { code, result } = await smoke(['--without-start']);
  expect(code).toBe(0);
  expect(result.notProved).toEqual(['start', 'read-back']);
  expect(await stack.accepted()).toHaveLength(before);
});

test('--dry-run lists the steps and does none', async () => {
  const { code, stdout } = await runOps(['smoke', '--dry-run', '--json'], { localDirectory: '/nonexistent' });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).steps.map(({ id }: { id: string }) => id)).toContain('read-back');
});

test('a user without a photo is a failed start, with what to do', async () => {
  const { code, result } = await smoke(['--user', 'carol']);
  expect(code).toBe(1);
  expect(result.steps.find(({ step }) => step === 'start')).toMatchObject({ verdict: 'fail', toDo: expect.stringContaining('faces put') });
});

test('a key that Microblink refuses shows at the workflow and at the start', async () => {
  await stack.behave('unauthorized');
  try {
    const { code, result } = await smoke();
    expect(code).toBe(1);
    expect(result.steps.filter(({ verdict }) => verdict === 'fail').map(({ step }) => step)).toEqual(['workflow', 'start']);
  } finally {
    await stack.behave('ok');
  }
});

test('a wrong password is exit code 3, and a workflow without a photo exit code 2; neither starts anything', async () => {
  const before = (await stack.accepted()).length;
  const wrong = await smoke(['--user', 'nobody@example.com'], { stdin: 'Zx9-wrong\n' });
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('Cognito refuses the test user') });
  expect(wrong.stdout + wrong.stderr).not.toContain('Zx9');
  expect(await smoke(['--workflow', 'wf-plain'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Name one of: wf-123') });
  expect(await stack.accepted()).toHaveLength(before);
});
