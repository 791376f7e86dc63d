import { type AwsServer, startAwsServer } from '../support/aws-server';
import { runOpsProcess } from '../support/ops';

let aws: AwsServer;
beforeEach(async () => {
  aws = await startAwsServer();
});
afterEach(() => aws.stop());

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a command that waits for AWS, with exit code %i and one error', async (signal, expected) => {
  let end: () => void = () => undefined;
  aws.answer('cloudformation.DescribeStacks', () => {
    end();
    return 'never';
  });
  const { code, stdout, stderr } = await runOpsProcess(['credentials', 'check', '--json'], aws, (child) => {
    end = () => child.kill(signal);
  });
  expect(code).toBe(expected);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: signal === 'SIGINT' ? 'interrupted' : 'terminated' } });
  expect(stderr).toContain('Ctrl-C again stops at once');
});
