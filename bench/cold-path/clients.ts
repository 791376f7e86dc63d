import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

export * from './table-code';

/** The function's clients are given their defaults, too, so that they look for none of them. */
const common = {
  maxAttempts: 2,
  retryMode: 'standard' as const,
  defaultsMode: 'legacy' as const,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  authSchemePreference: [],
  requestHandler: { connectionTimeout: 2000, requestTimeout: 3000 },
};

export const s3 = new S3Client({
  ...common,
  requestChecksumCalculation: 'WHEN_SUPPORTED',
  responseChecksumValidation: 'WHEN_SUPPORTED',
  disableS3ExpressSessionAuth: false,
});
export const secrets = new SecretsManagerClient(common);
export const dynamoDb = new DynamoDBClient({ ...common, accountIdEndpointMode: 'preferred' });
