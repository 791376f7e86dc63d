import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { asking } from '../failures/aws-failures';
import type { Stage } from '../stage/stage';

/** Who runs a command, in the words of AWS; the trail has the same ARN. */
export interface OperatorIdentity {
  readonly arn: string;
  readonly account: string;
}

/** Asks AWS, so that no one can write another name into a receipt. The local stack knows no identities. */
export async function operatorIdentity(stage: Stage, signal: AbortSignal): Promise<OperatorIdentity> {
  if (stage.isLocal) return { arn: 'local stack: no identity', account: 'local stack' };
  const client = new STSClient(stage.client('sts'));
  const { Arn = 'unknown', Account = 'unknown' } = await asking('STS, GetCallerIdentity', () =>
    client.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
  );
  return { arn: Arn, account: Account };
}
