/** Why a resource stays after its stack, and how a person removes it. */
export interface Removal {
  readonly why: string;
  /**
   * Commands to paste into a POSIX shell, in order. Empty where the resource goes with another, or must not go.
   * @param physicalId quoted for the shell @param where options that name region and profile
   */
  readonly commands: (physicalId: string, where: string) => readonly string[];
  /** Keys go after what they encrypt. */
  readonly order: number;
}

const none = () => [];

/**
 * One line that deletes every version in a bucket, a thousand at a time as S3 takes them, and none where there is none: S3 refuses an empty list. The list goes
 * by standard input, for a thousand keys are longer than an argument may be. It ends at the first key that S3 does not delete, and names it.
 */
export function emptying(bucket: string, where: string): string {
  const list = `aws s3api list-object-versions ${where} --bucket ${bucket} --no-paginate --max-keys 1000 --output json --query '{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}'`;
  const remove = `aws s3api delete-objects ${where} --bucket ${bucket} --delete file:///dev/stdin --output text --query 'Errors[0].[Key,Code]'`;
  return `while v=$(${list}) && printf %s "$v" | grep -q '"VersionId"'; do e=$(printf %s "$v" | ${remove}); [ "$e" = None ] || { echo "not deleted: $e"; break; }; done`;
}

const removeTable: Removal['commands'] = (table, where) => [
  `aws dynamodb update-table ${where} --table-name ${table} --no-deletion-protection-enabled`,
  `aws dynamodb wait table-exists ${where} --table-name ${table}`,
  `aws dynamodb delete-table ${where} --table-name ${table}`,
];

/** In place of its type: what it holds is not what the other table does. */
export const TRANSACTIONS = 'the table of transactions';

/** Everything that a stage keeps, by type (docs/teardown.md has the same by name). */
const REMOVALS: Readonly<Record<string, Removal>> = {
  'AWS::S3::Bucket': {
    why: 'It holds photos or evidence. Every version has to go first',
    commands: (bucket, where) => [emptying(bucket, where), `aws s3api delete-bucket ${where} --bucket ${bucket}`],
    order: 1,
  },
  'AWS::S3::BucketPolicy': { why: 'It guards the bucket, and goes with it', commands: none, order: 1 },
  'AWS::SecretsManager::Secret': {
    why: 'It holds the key at Microblink. Delete that key there, too',
    commands: (arn, where) => [`aws secretsmanager delete-secret ${where} --secret-id ${arn} --recovery-window-in-days 30`],
    order: 2,
  },
  'AWS::Cognito::UserPool': {
    why: 'Users and their passwords cannot be restored. The first of its lines resets its other settings: run it only to delete the pool',
    commands: (pool, where) => [
      `aws cognito-idp update-user-pool ${where} --user-pool-id ${pool} --deletion-protection INACTIVE`,
      `aws cognito-idp delete-user-pool ${where} --user-pool-id ${pool}`,
    ],
    order: 3,
  },
  'AWS::DynamoDB::Table': {
    why: 'Without its items every user has new attempts',
    commands: removeTable,
    order: 3,
  },
  [TRANSACTIONS]: {
    why: 'Without its items no match of the last day gets a verdict',
    commands: removeTable,
    order: 3,
  },
  'AWS::Logs::LogGroup': {
    why: 'It says who called, and why calls failed. Its entries end by themselves after logs.retentionDays',
    commands: (group, where) => [`aws logs delete-log-group ${where} --log-group-name ${group}`],
    order: 3,
  },
  'AWS::KMS::Key': {
    why: 'Without it nothing that it encrypted can be read again: photos, logs, old versions. Last of all',
    commands: (key, where) => [`aws kms schedule-key-deletion ${where} --key-id ${key} --pending-window-in-days 30`],
    order: 9,
  },
  'AWS::Lambda::Version': { why: 'It is kept while another takes over, and goes with the function', commands: none, order: 8 },
  'AWS::IAM::Role': {
    why: 'Every API of the account and region logs with it: leave it, unless yours was the last',
    commands: none,
    order: 8,
  },
  'AWS::IAM::ManagedPolicy': { why: 'It belongs to the role with which the account’s APIs log', commands: none, order: 8 },
  'AWS::ApiGateway::Account': { why: 'A setting of the account, which cannot be deleted', commands: none, order: 8 },
};

/** For a type that is not known here, a person has to look. */
const UNKNOWN: Removal = {
  why: 'The template keeps it, and this command does not know its type: look at it in the console',
  commands: none,
  order: 8,
};

export function removalOf(type: string): Removal {
  return REMOVALS[type] ?? UNKNOWN;
}
