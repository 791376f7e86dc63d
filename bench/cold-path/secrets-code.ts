export { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
export * from './s3-code';
