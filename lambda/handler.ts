import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbAttempts } from './attempts';
import { composeProxy } from './composition';
import { readEnvironment, VARIABLES } from './environment';

/** The function of a stage that limits attempts, which is the default. */
const environment = readEnvironment(process.env);
if (environment.attempts === undefined) {
  throw new Error(`${VARIABLES.attempts} is missing, and this bundle is the one that limits attempts. Deploy the stack again.`);
}

/** One retry, and an end to each attempt well before the request's own deadline. */
const dynamoDb = new DynamoDBClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
});

export const handler = composeProxy(environment, dynamoDbAttempts(dynamoDb, environment.attempts, Date.now));
