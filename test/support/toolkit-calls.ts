/** A call of a role of the bootstrap, and what it is about. */
export type ToolkitCall = readonly [action: string, on: string];

/** ARN of a stack by its name. */
export const stackArn = (name: string): string => `arn:aws:cloudformation:eu-central-1:999900001111:stack/${name}/1`;

/** What the role that deploys does to a stack of this project. */
export const CHANGES_OF_A_STACK: readonly string[] = [
  'CreateStack',
  'UpdateStack',
  'CreateChangeSet',
  'ExecuteChangeSet',
  'DeleteStack',
  'UpdateTerminationProtection',
  'RollbackStack',
  'ContinueUpdateRollback',
].map((action) => `cloudformation:${action}`);

/** Stacks to which it must not do that. */
export const OTHER_STACKS: readonly string[] = ['payroll', 'CDKToolkit-fmproxy', 'CDKToolkit', 'FaceMatchProxyX', 'x-FaceMatchProxy-prod'];

/** What else it must not do. */
export const DEPLOYER_MUST_NOT: readonly ToolkitCall[] = [
  ['s3:GetObject', 'arn:aws:s3:::another-account/x'],
  ['s3:PutObject', 'arn:aws:s3:::cdk-fmproxy-assets-999900001111-eu-central-1/x'],
  ['kms:Decrypt', 'arn:aws:kms:eu-central-1:999900001111:key/1'],
  ['cloudformation:CreateStackRefactor', stackArn('FaceMatchProxy-prod')],
  ['cloudformation:GetTemplate', stackArn('payroll')],
  ['iam:PassRole', 'arn:aws:iam::999900001111:role/Administrator'],
];

/** What the role that looks up reads, and what it must not. */
export const LOOKUP_MAY: readonly ToolkitCall[] = [
  ['cloudformation:GetTemplate', stackArn('FaceMatchProxy-prod')],
  ['ssm:GetParameter', 'arn:aws:ssm:eu-central-1:999900001111:parameter/cdk-bootstrap/fmproxy/version'],
];
export const LOOKUP_MUST_NOT: readonly ToolkitCall[] = [
  ['cloudformation:GetTemplate', stackArn('payroll')],
  ['cloudformation:UpdateStack', stackArn('FaceMatchProxy-prod')],
  ['dynamodb:Scan', 'arn:aws:dynamodb:eu-central-1:999900001111:table/FaceMatchProxy-prod-x'],
  ['logs:FilterLogEvents', 'arn:aws:logs:eu-central-1:999900001111:log-group:FaceMatchProxy-prod-x'],
  ['s3:ListBucket', 'arn:aws:s3:::facematchproxy-prod-photos-x'],
  ['kms:Decrypt', 'arn:aws:kms:eu-central-1:999900001111:key/1'],
  ['ssm:GetParameter', 'arn:aws:ssm:eu-central-1:999900001111:parameter/payroll'],
];
