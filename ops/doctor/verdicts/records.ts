import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient, GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import { asking } from '../../failures/aws-failures';
import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Stage } from '../../stage/stage';
import type { Patient } from '../patient';
import { denialsById } from '../policies/namesakes';
import { statementsOf } from '../policies/policy';
import { nameInArn, readRole } from '../policies/role';
import { revertDrift } from '../repair';
import { NO_VERDICTS } from './no-verdicts';

/** What a function does with an item, for which the table's policy keeps others out. */
const DECIDES = 'dynamodb:UpdateItem';

/** Whether the table of transactions is there, forgets, is nowhere else, and lets in the two functions and no one besides. */
export async function checkRecords(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.verdicts === undefined) return NO_VERDICTS;
  if (stage.isLocal) return skipped('The table of the local stack has no policy.');
  const { environment, roleArn } = await patient.verdictFunction();
  const { transactions: TableName } = environment;
  const table = await tableOf(stage, TableName, patient.signal);
  const policyFaults =
    table.policy === undefined
      ? ['it has no policy, so everyone whom IAM allows may read and decide records']
      : await faultsOfPolicy(patient, table.policy, table.arn, [(await patient.fn()).roleArn, roleArn]);
  const faults = [...table.faults, ...policyFaults];
  if (faults.length === 0) return pass(`The table ${TableName} forgets after a day, and its policy lets in the two functions alone.`);
  return fail(
    `The table ${TableName} is not as the stack makes it: ${faults.join('; ')}.`,
    `Look in the trail who changed it. ${revertDrift(stage)}.`,
  );
}

interface FoundTable {
  readonly arn: string;
  readonly policy: string | undefined;
  readonly faults: readonly string[];
}

async function tableOf(stage: Stage, TableName: string, abortSignal: AbortSignal): Promise<FoundTable> {
  const client = new DynamoDBClient(stage.client('dynamodb'));
  const during = (operation: string) => `DynamoDB, ${operation} of ${TableName}`;
  const { Table } = await asking(during('DescribeTable'), () => client.send(new DescribeTableCommand({ TableName }), { abortSignal }));
  const { TimeToLiveDescription } = await asking(during('DescribeTimeToLive'), () =>
    client.send(new DescribeTimeToLiveCommand({ TableName }), { abortSignal }),
  );
  const { TableArn: arn = '', TableStatus, SSEDescription, Replicas = [] } = Table ?? {};
  const { TimeToLiveStatus, AttributeName } = TimeToLiveDescription ?? {};
  const faults = [
    ...(TableStatus === 'ACTIVE' || TableStatus === 'UPDATING' ? [] : [`it is in the state ${TableStatus}`]),
    ...(TimeToLiveStatus === 'ENABLED' && AttributeName === 'expires' ? [] : ['it forgets nothing (time to live is off)']),
    ...(SSEDescription?.SSEType === 'KMS' ? [] : ['it is not encrypted with your key']),
    ...(Replicas.length === 0 ? [] : ['it is a global table, in which two regions may each say yes']),
  ];
  return { arn, faults, policy: await policyOf(client, arn, during('GetResourcePolicy'), abortSignal) };
}

async function policyOf(
  client: DynamoDBClient,
  ResourceArn: string,
  during: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  return asking(during, async () => {
    try {
      return (await client.send(new GetResourcePolicyCommand({ ResourceArn }), { abortSignal })).Policy;
    } catch (error) {
      if ((error as Error).name === 'PolicyNotFoundException') return undefined;
      throw error;
    }
  });
}

async function faultsOfPolicy(patient: Patient, policy: string, arn: string, roleArns: readonly string[]): Promise<string[]> {
  const keepsOut = statementsOf(policy).some(
    ({ Effect, Action = [], Condition = {} }) => Effect === 'Deny' && [Action].flat().includes(DECIDES) && 'StringNotLike' in Condition,
  );
  if (!keepsOut) return ['its policy keeps no one from deciding records'];
  const faults: string[] = [];
  for (const roleArn of roleArns) {
    const id = (await readRole(patient.account, nameInArn(roleArn), patient.signal))?.RoleId ?? '';
    const denials = denialsById(policy, DECIDES, [arn], { arn: roleArn, id });
    if (denials.length > 0)
      faults.push(`its policy knows the role ${roleArn} by another id than ${id}: the role was made again, and is refused`);
  }
  return faults;
}
