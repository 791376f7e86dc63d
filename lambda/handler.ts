import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readEnvironment, VARIABLES } from '../contract/environment';
import { dynamoDbAttempts } from './attempts/dynamodb-attempts';
import { clientDefaults, DYNAMODB_DEFAULTS, withoutLog } from './clients/client-defaults';
import { clientConnections, clientLimits } from './clients/client-limits';
import { warmUpClient } from './clients/warm-up';
import { composeProxy } from './composition';

/** The function of a stage that limits attempts, which is the default. */
const environment = readEnvironment(process.env);
if (environment.attempts === undefined) {
  throw new Error(`${VARIABLES.attempts} is missing, and this bundle is the one that limits attempts. Deploy the stack again.`);
}

/** For one attempt at counting, in milliseconds. */
const COUNT_MS = 2000;

const connections = clientConnections();
const dynamoDb = withoutLog(new DynamoDBClient({ ...clientDefaults(), ...DYNAMODB_DEFAULTS, ...clientLimits(COUNT_MS, connections) }));

export const handler = composeProxy(environment, dynamoDbAttempts(dynamoDb, environment.attempts, Date.now));

const counting = new UpdateItemCommand({ TableName: environment.attempts.table, Key: {} });
void warmUpClient(counting, () => dynamoDb.send(counting), connections);
