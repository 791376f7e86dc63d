import { startTestStack, type TestStack } from '../../support/local-stack';
import { runOps } from '../../support/ops';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

test('doctor looks at the local stack: secret, photo, CORS, refusal and Agent API pass, and what it has none of is skipped', async () => {
  const { code, stdout } = await runOps(['doctor', '--local', '--json'], { localDirectory: stack.directory });
  const { checks } = JSON.parse(stdout) as { checks: { id: string; verdict: string }[] };
  const ids = (verdict: string) => checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
  expect(ids('pass')).toEqual(['no-token', 'preflight', 'photo', 'secret', 'agent', 'reading-secret']);
  expect(ids('skipped')).toHaveLength(checks.length - 6);
  expect(code).toBe(0);
});

test('the screen has one line for each check, says what to do where something fails, and ends in a sum', async () => {
  const { stdout } = await runOps(['doctor', '--local', '--subject', 'nobody'], { localDirectory: stack.directory });
  expect(stdout).toMatch(/^Account {5}· {2}credentials/m);
  expect(stdout).toMatch(/✔ {2}secret/);
  expect(stdout).toMatch(/\? {2}a photo/);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('5 passed, 1 not checked, 28 not for this stage.');
});
