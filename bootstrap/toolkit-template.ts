import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { STACKS } from './deployment-permission';

/** What distinguishes our bootstrap from CDK's: the CDK command line writes neither over the other unless it is forced to. */
export const VARIANT = 'face-match-proxy: deploys stacks FaceMatchProxy-* alone';

/** A template of CloudFormation, as far as it is changed here. */
interface Template {
  Description: string;
  Parameters: Record<string, { Default?: string }>;
  Resources: Record<string, { Properties: Record<string, unknown> }>;
}

interface Statement {
  Sid?: string;
  Action: string | string[];
  Resource: unknown;
}

const arn = (service: string, resource: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});
const OUR_STACKS = arn('cloudformation', `stack/${STACKS}*/*`);

/** What the CDK command line reads of a stack when it compares, deploys and destroys it. */
const READ_OUR_STACKS = {
  Sid: 'ReadOurStacks',
  Effect: 'Allow',
  Action: [
    'cloudformation:DescribeChangeSet',
    'cloudformation:DescribeEvents',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStackResources',
    'cloudformation:DescribeStacks',
    'cloudformation:GetTemplate',
    'cloudformation:ListChangeSets',
    'cloudformation:ListHookResults',
    'cloudformation:ListStackResources',
  ],
  Resource: OUR_STACKS,
};

const READ_VERSION = {
  Sid: 'ReadVersion',
  Effect: 'Allow',
  Action: ['ssm:GetParameter', 'ssm:GetParameters'],
  Resource: [{ 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter\${CdkBootstrapVersion}` }],
};

/** What is left of CDK's own statements: their actions, by name. Anything that a newer CDK adds is read by a person before it is used. */
const DEPLOYMENT_KEEPS: Readonly<Record<string, readonly string[]>> = {
  DeployPermissions: [
    'cloudformation:CreateChangeSet',
    'cloudformation:DeleteChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:CreateStack',
    'cloudformation:UpdateStack',
    'cloudformation:RollbackStack',
    'cloudformation:ContinueUpdateRollback',
  ],
  '': ['iam:PassRole'],
  CliPermissions: ['cloudformation:DeleteStack', 'cloudformation:UpdateTerminationProtection'],
  CliStagingBucket: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'],
  ReadVersion: ['ssm:GetParameter', 'ssm:GetParameters'],
};
const LOOKUP_KEEPS = { DontReadSecrets: ['kms:Decrypt'] };

/**
 * CDK's own bootstrap, narrowed: the role that deploys writes stacks of this project alone and reads and writes no other account's files, and the
 * role that looks up reads those stacks and no data. What is not as it is known ends it, so that a newer CDK is read by a person first.
 */
export function toolkitTemplate(cdks: unknown): Template {
  const template = structuredClone(cdks) as Template;
  const variant = found(template.Parameters.BootstrapVariant, 'the parameter BootstrapVariant');
  variant.Default = VARIANT;
  narrowDeployment(found(template.Resources.DeploymentActionRole, 'the role that deploys').Properties);
  narrowLookup(found(template.Resources.LookupRole, 'the role that looks up').Properties);
  return template;
}

function narrowDeployment(role: Record<string, unknown>): void {
  withoutManagedPolicy(role, 'AWSCloudFormationReadOnlyAccess');
  const statements = statementsOf(role);
  const named = (sid: string) =>
    found(
      statements.find(({ Sid }) => Sid === sid),
      `the statement ${sid}`,
    );
  named('DeployPermissions').Resource = OUR_STACKS;
  // It also lets everybody ask who they are, which needs no permission ("GetCallerIdentity" in the STS API reference).
  const cli = named('CliPermissions');
  cli.Action = [cli.Action].flat().filter((action) => action.startsWith('cloudformation:'));
  cli.Resource = OUR_STACKS;
  for (const sid of ['PipelineCrossAccountArtifactsBucket', 'PipelineCrossAccountArtifactsKey', 'Refactor']) {
    statements.splice(statements.indexOf(named(sid)), 1);
  }
  requireKnown(statements, DEPLOYMENT_KEEPS);
  statements.push(READ_OUR_STACKS);
}

function narrowLookup(role: Record<string, unknown>): void {
  withoutManagedPolicy(role, 'ReadOnlyAccess');
  const statements = statementsOf(role);
  requireKnown(statements, LOOKUP_KEEPS);
  statements.push(READ_OUR_STACKS, READ_VERSION);
}

function requireKnown(statements: readonly Statement[], known: Readonly<Record<string, readonly string[]>>): void {
  const is = statements.map(({ Sid = '', Action }) => [Sid, [Action].flat()]);
  if (JSON.stringify(is) === JSON.stringify(Object.entries(known))) return;
  throw new Error(`CDK's bootstrap has changed: a role has other statements or actions than were read: ${JSON.stringify(is)}.`);
}

/** Removes AWS's own policy from a role that has only this one. */
function withoutManagedPolicy(role: Record<string, unknown>, name: string): void {
  const expected = [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` }];
  const is = JSON.stringify(role.ManagedPolicyArns);
  if (is !== JSON.stringify(expected)) throw new Error(`CDK's bootstrap has changed: ${is} in the place of ${name}.`);
  delete role.ManagedPolicyArns;
}

/** The statements of a role's one inline policy. */
function statementsOf(role: Record<string, unknown>): Statement[] {
  const [policy, ...others] = role.Policies as { PolicyDocument: { Statement: Statement[] } }[];
  if (others.length > 0) throw new Error("CDK's bootstrap has changed: a role has a second inline policy.");
  return found(policy, 'the inline policy').PolicyDocument.Statement;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`CDK's bootstrap has changed: ${what} is not there.`);
  return value;
}

/** The bootstrap template of the CDK command line that is installed. */
export function cdksTemplate(): unknown {
  const cdk = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
  const shown = execFileSync(process.execPath, [cdk, 'bootstrap', '--show-template', '--json'], {
    cwd: path.join(__dirname, '..'),
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(shown);
}

/** The text that the file must hold. */
export function templateText(cdks: unknown): string {
  return `${JSON.stringify(toolkitTemplate(cdks), null, 2)}\n`;
}
