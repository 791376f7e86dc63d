import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secrets } from './clients';

export * from './settings';

export async function handler(): Promise<{ statusCode: number }> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.CREDENTIALS_SECRET_ARN }));
  JSON.parse(SecretString ?? '');
  return { statusCode: 200 };
}
