import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VARIANT } from '../../bootstrap/toolkit-template';
import { AwsRefusal, type AwsServer, startAwsServer } from '../support/aws-server';

const PROJECT = path.join(__dirname, '..', '..');
const CDKS = 'AWS CDK: Default Resources';
const HERE = 'aws://999900001111/eu-central-1';

let aws: AwsServer;
beforeEach(async () => {
  aws = await startAwsServer();
  aws.answer('sts.GetCallerIdentity', { Account: '999900001111', Arn: 'arn:aws:iam::999900001111:role/x', UserId: 'x' });
  aws.answer('cloudformation.GetTemplate', { TemplateBody: '{}' });
  aws.answer('cloudformation.DeleteChangeSet', {});
  aws.answer('cloudformation.DescribeChangeSet', new AwsRefusal('ChangeSetNotFound', 'There is none.', 404));
});
afterEach(() => aws.stop());

/** Lets a bootstrap of a variant be there already. */
function thereIs(variant: string): void {
  const parameters = { BootstrapVariant: variant, FileAssetsBucketKmsKeyId: 'AWS_MANAGED_KEY', Qualifier: 'fmproxy' };
  const toolkit = {
    StackId: 'arn:aws:cloudformation:eu-central-1:999900001111:stack/CDKToolkit-fmproxy/1',
    StackName: 'CDKToolkit-fmproxy',
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: new Date(0),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '33' }],
  };
  aws.answer('cloudformation.DescribeStacks', { Stacks: [toolkit] });
}

/** Runs a program in a folder with the real CDK command line, and an `aws` command that knows the account and the variant. */
function run(variant: string, cwd: string, program: string, parameters: readonly string[], environment = {}): Promise<string> {
  const folder = folderOf('aws');
  const answers = `get-caller-identity) echo 999900001111 ;;\ndescribe-stacks) echo '${variant}' ;;\nlist-policy-versions) echo None ;;`;
  writeFileSync(path.join(folder, 'aws'), `#!/bin/sh\ncase "$2" in\n${answers}\nesac\n`, { mode: 0o755 });
  const PATH = `${folder}:${process.env.PATH}`;
  const env = { ...process.env, ...aws.environment, PATH, CDK_DISABLE_CLI_TELEMETRY: 'true', ...environment };
  return new Promise((resolve) => execFile(program, parameters, { cwd, env }, (_, output, errors) => resolve(output + errors)));
}

const folderOf = (name: string): string => mkdtempSync(path.join(tmpdir(), `face-match-proxy-variant-${name}-`));

const changes = () => aws.requests.filter(({ operation }) => operation === 'CreateChangeSet');

test('a plain cdk bootstrap leaves this project’s bootstrap as it is, and says so', async () => {
  thereIs(VARIANT);
  const words = ['bootstrap', HERE, '--qualifier', 'fmproxy', '--toolkit-stack-name', 'CDKToolkit-fmproxy'];
  // Elsewhere than in the project, whose app CDK would run first.
  const said = await run(VARIANT, folderOf('elsewhere'), path.join(PROJECT, 'node_modules', '.bin', 'cdk'), words);
  expect(said).toContain(`containing '${VARIANT}'. Not overwriting it`);
  expect(changes()).toEqual([]);
});

test.each([CDKS, VARIANT])(
  'bootstrap.sh, without running the app, puts this project’s template over a bootstrap of the variant %s, and keeps no former value of a parameter, its variant least of all',
  async (variant) => {
    thereIs(variant);
    // An app that fails is not run: an account is prepared before there are settings.
    await run(variant, PROJECT, 'bootstrap/bootstrap.sh', ['999900001111', 'eu-central-1'], { CDK_APP: '/bin/false' });
    const [{ input } = { input: {} as Record<string, unknown> }] = changes();
    expect(String(input.TemplateBody)).toContain(VARIANT);
    expect(Object.keys(input).filter((name) => name.endsWith('UsePreviousValue'))).toEqual([]);
    // Else it would be the template's, which makes a key.
    const [name = ''] = Object.entries(input).find(([, value]) => value === 'FileAssetsBucketKmsKeyId') ?? [];
    expect(input[name.replace(/Key$/, 'Value')]).toBe('AWS_MANAGED_KEY');
    expect(Object.values(input)).not.toContain('BootstrapVariant');
  },
);
