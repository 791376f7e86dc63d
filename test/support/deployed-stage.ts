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
