import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { asking } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import { type Finding, fail, pass } from '../../failures/finding';
import type { Patient } from '../patient';

/** Who asks, and in which account. */
export async function checkIdentity({ account, signal }: Patient): Promise<Finding> {
  try {
    const { Account, Arn } = await asking('STS, GetCallerIdentity', () =>
      new STSClient(account).send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
    );
    return pass(`Account ${Account}, as ${Arn}.`);
  } catch (error) {
    // Without an identity no other check can ask, so this one fails where the others are only unknown.
    if (error instanceof Failure && /credentials|region/.test(error.code)) return fail(error.text.what, error.text.toDo);
    throw error;
  }
}

/** Without this role in account and region API Gateway refuses a stage with logs. */
export async function checkLoggingRole({ account, signal, config }: Patient): Promise<Finding> {
  const { cloudwatchRoleArn } = await asking('API Gateway, GetAccount', () =>
    new APIGatewayClient(account).send(new GetAccountCommand({}), { abortSignal: signal }),
  );
  if (cloudwatchRoleArn) return pass(`API Gateway writes its logs as ${cloudwatchRoleArn}.`);
  const isManaged = (await config()).api.loggingRole === 'managed-here';
  if (isManaged) return pass('API Gateway has no role for its logs yet; the stage creates it (api.loggingRole).');
  return fail(
    'API Gateway has no role for its logs in this region, and a deployment will fail.',
    'Set "api.loggingRole" in the file of the stage to managed-here, or give the account a role in the settings of API Gateway.',
  );
}

/** The account that a deployment would go to. */
export async function accountOf({ account, signal }: Patient): Promise<string> {
  const { Account = '' } = await asking('STS, GetCallerIdentity', () =>
    new STSClient(account).send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
  );
  return Account;
}
