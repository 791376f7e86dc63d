export { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
export * from './secrets-code';
