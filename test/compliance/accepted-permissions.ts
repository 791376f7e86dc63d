/** Something that the Service Authorization Reference has against statements, and that stands. */
export interface AcceptedPermission {
  readonly faults: readonly (string | RegExp)[];
  /** Where it stands: all of a policy's name, or a part of it. */
  readonly in: RegExp;
  /** What AWS documents. */
  readonly source: string;
}

const API_GATEWAY_LOGS = ['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents', 'PutLogEvents'];

export const ACCEPTED_PERMISSIONS: readonly AcceptedPermission[] = [
  {
    faults: [/^no action of lambda:GetAlias, lambda:UpdateAlias takes \S+:function:\w+:live$/],
    in: /RolloutPolicy/,
    source:
      'The function is what IAM decides by, and is allowed. The alias is allowed, too, since the calls name it ("UpdateAlias" in the Lambda API reference).',
  },
  {
    faults: ['cloudwatch:DescribeAlarms is allowed on every resource'],
    in: /RolloutPolicy|execution-policy-watch|permissions-boundary/,
    source:
      'With less it returns no composite alarms: "DescribeAlarms" in the CloudWatch API reference; AWSCodeDeployRoleForLambda has it so.',
  },
  {
    faults: API_GATEWAY_LOGS.map((action) => `logs:${action} is allowed on every resource`),
    in: /LoggingRolePolicy|permissions-boundary/,
    source: 'AmazonAPIGatewayPushToCloudWatchLogs: "Permissions for CloudWatch logging" in the API Gateway developer guide.',
  },
  {
    faults: ['execute-api:Invoke takes none of execute-api:/*'],
    in: /VerdictsApi/,
    source: 'API Gateway writes the API’s ARN in front ("API Gateway resource policy examples" in its developer guide).',
  },
  {
    faults: ['kms:DescribeKey knows no condition key kms:EncryptionContext:aws:logs:arn'],
    in: /ServiceKey/,
    source: '"Encrypt log data in CloudWatch Logs using AWS KMS" in its user guide has Describe in this statement.',
  },
  {
    faults: ['kms:TagResource is allowed on every resource', 'cognito-idp:TagResource is allowed on every resource'],
    in: /execution-policy-data/,
    source:
      'Checked together with the call that makes the resource, which has no ARN yet; the condition demands our tag ("Controlling access to tags" in the KMS developer guide).',
  },
  {
    faults: ['aud', 'sub'].map(
      (claim) => `sts:AssumeRoleWithWebIdentity knows no condition key token.actions.githubusercontent.com:${claim}`,
    ),
    in: /pipeline\/roles\/\w+-trust/,
    source: 'Keys of a provider are named by its address: "Available keys for AWS OIDC federation" in the IAM user guide.',
  },
];
