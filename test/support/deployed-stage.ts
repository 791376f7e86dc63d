import type { AwsServer } from './aws-server';

/** Outputs of a stage, as CloudFormation gives them. */
export const OUTPUTS = {
  ProxyBaseUrl: 'https://abc123.execute-api.eu-central-1.amazonaws.com/v1',
  TransactionUrl: 'https://abc123.execute-api.eu-central-1.amazonaws.com/v1/transaction',
  FaceBucketName: 'photos-of-dev',
  FaceKeyTemplate: 'faces/{subject}',
  ImageKinds: JSON.stringify({ face: { key: 'faces/{subject}', maxBytes: 2_097_152 } }),
  CredentialsSecretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:Credentials-AbCdEf',
  UserPoolId: 'eu-central-1_AbCdEfGhI',
  UserPoolClientId: 'client1,client2',
};

/** Lets a server answer as CloudFormation does for a stage that is deployed. */
export function answerAsStage(aws: AwsServer, outputs: Readonly<Record<string, string | undefined>> = OUTPUTS, stack: object = {}): void {
  const list = Object.entries(outputs).filter(([, value]) => value !== undefined);
  aws.answer('cloudformation.DescribeStacks', ({ input }) => ({
    Stacks: [
      {
        StackName: input.StackName,
        StackId: `arn:aws:cloudformation:eu-central-1:111122223333:stack/${input.StackName}/1`,
        CreationTime: new Date('2026-01-01T00:00:00Z'),
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: list.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
        ...stack,
      },
    ],
  }));
}

/** Variables of the function, as the stack sets them. */
export const FUNCTION_VARIABLES = {
  AGENT_URL: 'https://api.eu.platform.microblink.com/agent/',
  CALLER_TOKENS: JSON.stringify({ use: 'id', clientIds: ['client1', 'client2'] }),
  CALLER_RULES: JSON.stringify({ subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' }),
  WORKFLOWS: JSON.stringify({ inject: { 'wf-1': { field: 'faceImage', image: 'face' } }, passThrough: {} }),
  CORS_ORIGINS: JSON.stringify(['https://app.example.com']),
  CREDENTIALS_SECRET_ARN: OUTPUTS.CredentialsSecretArn,
};

/** Resources of a stage, by logical id: type and physical id. */
export const RESOURCES: Readonly<Record<string, readonly [type: string, physicalId: string]>> = {
  ProxyFunctionA1B2C3D4: ['AWS::Lambda::Function', 'FaceMatchProxy-dev-Function'],
  ProxyFacesPhotosBucketA1B2C3D4: ['AWS::S3::Bucket', OUTPUTS.FaceBucketName],
  ProxyApiA1B2C3D4: ['AWS::ApiGateway::RestApi', 'abc123'],
};

export const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:FaceMatchProxy-dev-Function';
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/FaceMatchProxy-dev-Role';

/** Lets a server answer for the resources of a deployed stage and for its function. */
export function answerAsFunction(
  aws: AwsServer,
  variables: Readonly<Record<string, string>> = FUNCTION_VARIABLES,
  resources = RESOURCES,
): void {
  aws.answer('cloudformation.ListStackResources', {
    StackResourceSummaries: Object.entries(resources).map(([LogicalResourceId, [ResourceType, PhysicalResourceId]]) => ({
      ...{ LogicalResourceId, ResourceType, PhysicalResourceId },
      ...{ LastUpdatedTimestamp: new Date('2026-01-01T00:00:00Z'), ResourceStatus: 'CREATE_COMPLETE' },
    })),
  });
  aws.answer('lambda.GET /2015-03-31/functions/FaceMatchProxy-dev-Function/configuration', {
    FunctionName: 'FaceMatchProxy-dev-Function',
    FunctionArn: FUNCTION_ARN,
    Runtime: 'nodejs24.x',
    Role: ROLE_ARN,
    Environment: { Variables: variables },
  });
}

/** Outputs of a stage that answers for verdicts. */
export const VERDICT_OUTPUTS = {
  VerdictsUrl: 'https://def456.execute-api.eu-central-1.amazonaws.com/live/verdicts',
  ReadingSecretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:Reading-AbCdEf',
};

/** Variables of the function that answers questions, as the stack sets them. */
export const VERDICT_VARIABLES = {
  AGENT_URL: FUNCTION_VARIABLES.AGENT_URL,
  AGENT_READING: JSON.stringify({
    path: 'api/v1/transaction/{transactionId}',
    members: { id: 'id', processingStatus: 'processingStatus', verificationStatus: 'verificationStatus' },
    accepted: { processingStatus: 'Complete', verificationStatus: 'Accept' },
  }),
  CREDENTIALS_SECRET_ARN: VERDICT_OUTPUTS.ReadingSecretArn,
  TRANSACTIONS_TABLE: 'FaceMatchProxy-dev-Transactions',
  MAX_AGE_MINUTES: '15',
};

export const STARTING_KEY = { clientId: 'sa_start_0123456789', clientSecret: 'Zx9-start-Zx9-start' };
export const READING_KEY = { clientId: 'sa_read_0123456789', clientSecret: 'Zx9-read-Zx9-read' };

export const VERDICT_FUNCTION = 'FaceMatchProxy-dev-VerdictFunction';
export const VERDICT_ROLE_ARN = 'arn:aws:iam::111122223333:role/FaceMatchProxy-dev-VerdictRole';

/** Lets a server answer for a stage that answers for verdicts: both functions, and both secrets. */
export function answerAsStageWithVerdicts(
  aws: AwsServer,
  {
    url = VERDICT_OUTPUTS.VerdictsUrl,
    agentUrl = FUNCTION_VARIABLES.AGENT_URL,
    reading,
  }: { url?: string; agentUrl?: string; reading?: object } = {},
  { outputs = {}, resources = RESOURCES }: { outputs?: object; resources?: typeof RESOURCES } = {},
): void {
  answerAsStage(aws, { ...OUTPUTS, ...VERDICT_OUTPUTS, VerdictsUrl: url, ...outputs });
  const first = { ...FUNCTION_VARIABLES, AGENT_URL: agentUrl, TRANSACTIONS_TABLE: VERDICT_VARIABLES.TRANSACTIONS_TABLE };
  answerAsFunction(aws, first, {
    ProxyVerdictsFunctionA1B2C3D4: ['AWS::Lambda::Function', VERDICT_FUNCTION],
    ...resources,
  });
  aws.answer(`lambda.GET /2015-03-31/functions/${VERDICT_FUNCTION}/configuration`, {
    ...{ FunctionName: VERDICT_FUNCTION, FunctionArn: FUNCTION_ARN.replace(/[^:]+$/, VERDICT_FUNCTION), Role: VERDICT_ROLE_ARN },
    ...{ State: 'Active', LastUpdateStatus: 'Successful' },
    Environment: {
      Variables: { ...VERDICT_VARIABLES, AGENT_URL: agentUrl, ...(reading && { AGENT_READING: JSON.stringify(reading) }) },
    },
  });
  aws.answer('secretsmanager.GetSecretValue', ({ input: { SecretId } }) => ({
    SecretString: JSON.stringify(SecretId === VERDICT_OUTPUTS.ReadingSecretArn ? READING_KEY : STARTING_KEY),
  }));
}
