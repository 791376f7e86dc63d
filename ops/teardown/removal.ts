/** Why a resource outlives its stack, and how a person removes it. */
export interface Removal {
  readonly why: string;
  /** Commands to paste, in order. Empty where the resource goes with another, or must not go. */
  readonly commands: (physicalId: string, region: string) => readonly string[];
  /** Keys go after what they encrypt. */
  readonly order: number;
}

const none = () => [];

/** Everything that a stage keeps, by type (docs/teardown.md has the same by name). */
const REMOVALS: Readonly<Record<string, Removal>> = {
  'AWS::S3::Bucket': {
    why: 'It holds photos or evidence. Every version has to go first, and locked files stay until their lock ends',
    commands: (bucket, region) => [
      `aws s3api delete-objects --region ${region} --bucket ${bucket} --delete "$(aws s3api list-object-versions --region ${region} --bucket ${bucket} --max-items 1000 --output json --query '{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}')"   # again, until nothing is left`,
      `aws s3api delete-bucket --region ${region} --bucket ${bucket}`,
    ],
    order: 1,
  },
  'AWS::S3::BucketPolicy': { why: 'It guards the bucket, and goes with it', commands: none, order: 1 },
  'AWS::SecretsManager::Secret': {
    why: 'It holds the key at Microblink. Delete that key there, too',
    commands: (arn, region) => [`aws secretsmanager delete-secret --region ${region} --secret-id ${arn} --recovery-window-in-days 30`],
    order: 2,
  },
  'AWS::Cognito::UserPool': {
    why: 'Users and their passwords cannot be made again',
    commands: (pool, region) => [
      `aws cognito-idp update-user-pool --region ${region} --user-pool-id ${pool} --deletion-protection INACTIVE   # resets its other settings: only before the next line`,
      `aws cognito-idp delete-user-pool --region ${region} --user-pool-id ${pool}`,
    ],
    order: 3,
  },
  'AWS::DynamoDB::Table': {
    why: 'Whoever empties it gives every user new attempts',
    commands: (table, region) => [
      `aws dynamodb update-table --region ${region} --table-name ${table} --no-deletion-protection-enabled`,
      `aws dynamodb delete-table --region ${region} --table-name ${table}`,
    ],
    order: 3,
  },
  'AWS::Logs::LogGroup': {
    why: 'It says who called, and why calls failed. Its entries end by themselves after logs.retentionDays',
    commands: (group, region) => [`aws logs delete-log-group --region ${region} --log-group-name ${group}`],
    order: 3,
  },
  'AWS::KMS::Key': {
    why: 'Without it nothing that it encrypted can be read again: photos, logs, old versions. Last of all',
    commands: (key, region) => [`aws kms schedule-key-deletion --region ${region} --key-id ${key} --pending-window-in-days 30`],
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
