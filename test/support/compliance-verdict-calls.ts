import { type Access, STRANGER, type VerdictAccess } from './compliance-access';
import type { ExpectedCall } from './compliance-calls';
import { ADMINISTRATOR, ROOT } from './stack-policies';

/** Roles of test/lib/fixtures/verdicts.json. */
const [CALLER, CALLER_ELSEWHERE] = ['arn:aws:iam::999900001111:role/bank/Payments', 'arn:aws:iam::222233334444:role/Telephony'];

/** What AWS adds to the calls of another function that was given the role. */
const ANOTHER_FUNCTION = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:999900001111:function:another' };

/** What it adds to those of a role that was made again under the name. */
const NAMESAKE = { 'aws:userId': 'AROANAMESAKE:another' };

const ANYTHING = [{ Effect: 'Allow', Action: '*', Resource: '*' }] as const;
const ON_ITEMS = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Scan',
  'Query',
  'PartiQLUpdate',
  'ExportTableToPointInTime',
  'CreateBackup',
];

type Rest = Pick<ExpectedCall, 'context' | 'own'>;

function calls(who: string, allowed: boolean, on: string, actions: readonly string[], rest: Rest = {}): ExpectedCall[] {
  return actions.map((action) => ({ who, action, on, allowed, ...rest }));
}

const items = (...names: string[]): string[] => names.map((name) => `dynamodb:${name}`);

/** Who asks, who records and decides, and who reads the key that reads. */
export function verdictCalls(access: Access): ExpectedCall[] {
  const { verdict } = access;
  if (verdict === undefined) throw new Error('no one asks for verdicts in this stage');
  return [...questions(access, verdict), ...records(access, verdict), ...keys(access, verdict)];
}

function questions({ function: starts }: Access, { question, function: decides }: VerdictAccess): ExpectedCall[] {
  const invoke = ['execute-api:Invoke'];
  const own = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: question }] as const;
  return [
    ...calls(CALLER, true, question, invoke, { own: [] }),
    ...calls(CALLER_ELSEWHERE, true, question, invoke, { own }),
    ...calls(CALLER_ELSEWHERE, false, question, invoke, { own: [] }),
    ...[ADMINISTRATOR, ROOT, STRANGER, starts, decides, `${CALLER}2`, CALLER.replace('bank/', '')].flatMap((who) =>
      calls(who, false, question, invoke, { own: ANYTHING }),
    ),
  ];
}

function records({ function: starts }: Access, { table, function: decides }: VerdictAccess): ExpectedCall[] {
  return [
    ...calls(starts, true, table, items('GetItem', 'PutItem')),
    ...calls(starts, false, table, items('UpdateItem', 'DeleteItem', 'Scan', 'Query')),
    ...calls(decides, true, table, items('GetItem', 'UpdateItem')),
    ...calls(decides, false, table, items('PutItem', 'DeleteItem', 'Scan', 'Query', 'UpdateTable', 'PutResourcePolicy')),
    ...calls(decides, false, table, items('GetItem', 'UpdateItem'), { context: ANOTHER_FUNCTION }),
    ...[starts, decides].flatMap((who) => calls(who, false, table, items(...ON_ITEMS), { context: NAMESAKE, own: ANYTHING })),
    ...[ADMINISTRATOR, ROOT, STRANGER].flatMap((who) => calls(who, false, table, items(...ON_ITEMS))),
    ...calls(ADMINISTRATOR, true, table, items('UpdateTable', 'PutResourcePolicy', 'DescribeTable')),
  ];
}

function keys(
  { function: starts, secret: startsWith, serviceKey }: Access,
  { secret, table, function: decides }: VerdictAccess,
): ExpectedCall[] {
  const read = ['secretsmanager:GetSecretValue'];
  const via = (service: string, context: Readonly<Record<string, string>>): Rest => ({
    context: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com`, 'kms:CallerAccount': '999900001111', ...context },
  });
  const ofSecret = (arn: string) => via('secretsmanager', { 'kms:EncryptionContext:SecretARN': arn });
  const ofTable = (name: string) =>
    via('dynamodb', {
      'kms:EncryptionContext:aws:dynamodb:tableName': name,
      'kms:EncryptionContext:aws:dynamodb:subscriberId': '999900001111',
    });
  return [
    ...calls(decides, true, secret, read),
    ...calls(decides, false, startsWith, read),
    ...calls(starts, false, secret, read),
    ...calls(decides, false, secret, read, { context: ANOTHER_FUNCTION }),
    ...calls(decides, false, secret, ['secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret']),
    ...calls(decides, true, serviceKey, ['kms:Decrypt'], ofSecret(secret)),
    ...calls(decides, false, serviceKey, ['kms:Decrypt'], ofSecret(startsWith)),
    ...[starts, decides].flatMap((who) => calls(who, true, serviceKey, ['kms:Decrypt'], ofTable(table.split('/')[1] ?? ''))),
    ...calls(decides, false, serviceKey, ['kms:Decrypt'], ofTable('another')),
    ...calls(decides, false, serviceKey, ['kms:Decrypt', 'kms:GenerateDataKey']),
  ];
}
