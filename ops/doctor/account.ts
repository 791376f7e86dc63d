import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { asking } from '../aws-failures';
import { Failure } from '../failures';
import { type Finding, fail, pass } from '../finding';
import type { Patient } from './patient';

/** Who asks, and in which account. */
export async function checkIdentity({ account, signal }: Patient): Promise<Finding> {
  try {
    const { Account, Arn } = await asking('STS, GetCallerIdentity', () =>
      new STSClient(account).send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
    );
    return pass(`Account ${Account}, as ${Arn}.`);
  } catch (error) {
    // Without an identity nothing else can be asked, so this one fails where others are merely unknown.
    if (error instanceof Failure && /credentials|region/.test(error.code)) return fail(error.text.what, error.text.toDo);
    throw error;
  }
}

/** The qualifiers of this project's own bootstrap (docs/bootstrap.md) and of CDK's. */
const QUALIFIERS = ['fmproxy', 'hnb659fds'];
/** Since this version the bootstrap publishes what a stack of CDK 2 needs ("Bootstrap template versions", AWS CDK developer guide). */
const OLDEST_BOOTSTRAP = 6;

/** Whether the account and region can be deployed to. */
export async function checkBootstrap({ account, signal }: Patient): Promise<Finding> {
  const client = new SSMClient(account);
  const found: string[] = [];
  for (const qualifier of QUALIFIERS) {
    const version = await bootstrapVersion(client, qualifier, signal);
    if (version === undefined) continue;
    if (version < OLDEST_BOOTSTRAP) {
      return fail(
        `The bootstrap ${qualifier} has version ${version}; CDK needs ${OLDEST_BOOTSTRAP} or newer.`,
        'bootstrap/bootstrap.sh <account> <region>, or cdk bootstrap',
      );
    }
    found.push(`${qualifier} (version ${version})`);
  }
  if (found.length > 0) return pass(`Bootstrapped: ${found.join(', ')}.`);
  return fail('The account is not bootstrapped in this region.', 'bootstrap/bootstrap.sh <account> <region>: docs/bootstrap.md');
}

async function bootstrapVersion(client: SSMClient, qualifier: string, abortSignal: AbortSignal): Promise<number | undefined> {
  const Name = `/cdk-bootstrap/${qualifier}/version`;
  try {
    const { Parameter } = await asking(`SSM, GetParameter ${Name}`, () => client.send(new GetParameterCommand({ Name }), { abortSignal }));
    return Number(Parameter?.Value);
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Without this role of the account and region API Gateway refuses a stage that has logs. */
export async function checkLoggingRole({ account, signal, config }: Patient): Promise<Finding> {
  const { cloudwatchRoleArn } = await asking('API Gateway, GetAccount', () =>
    new APIGatewayClient(account).send(new GetAccountCommand({}), { abortSignal: signal }),
  );
  if (cloudwatchRoleArn) return pass(`API Gateway writes its logs as ${cloudwatchRoleArn}.`);
  const isManaged = (await config()).api.loggingRole === 'managed-here';
  if (isManaged) return pass('API Gateway has no role for its logs yet; the stage brings it along (api.loggingRole).');
  return fail(
    'API Gateway has no role for its logs in this region, and a deployment will fail.',
    'Set "api": {"loggingRole": "managed-here"} in the file of the stage, or give the account a role in the settings of API Gateway.',
  );
}
