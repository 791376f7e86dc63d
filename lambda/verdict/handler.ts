import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NAMESPACE } from '../../contract/metrics';
import { RECORD_KEY } from '../../contract/transactions';
import { readVerdictEnvironment } from '../../contract/verdict-environment';
import { httpAgentClient } from '../agent/agent-client';
import { readSecretAhead, secretsManagerCredentials } from '../agent/credentials';
import { clientDefaults, DYNAMODB_DEFAULTS, withoutLog, withoutSettingsFiles } from '../clients/client-defaults';
import { clientConnections, clientLimits } from '../clients/client-limits';
import { initialized } from '../clients/init';
import { warmUpClient } from '../clients/warm-up';
import { dynamoDbTransactions } from '../transactions/dynamodb-transactions';
import { agentRead } from './agent-read';
import { createVerdictEndpoint } from './endpoint';
import { createVerdictTelemetry } from './telemetry';

const SERVICE = 'face-match-verdict';

/** For one attempt, in milliseconds. */
const [SECRET_MS, TABLE_MS] = [3000, 900];

/** A reply holds what was read from documents, and pictures by their ids alone. */
const AGENT_LIMITS = { agentReplyBytes: 1024 * 1024, agentWriteStallMs: 5000, agentReplyStallMs: 5000 };

/** Where real clients meet the flow. Everything here lives as long as the process; nothing in it knows a question. */
const environment = readVerdictEnvironment(process.env);
withoutSettingsFiles();
const connections = clientConnections();
const dynamoDb = withoutLog(new DynamoDBClient({ ...clientDefaults(), ...DYNAMODB_DEFAULTS, ...clientLimits(TABLE_MS, connections) }));
const secrets = withoutLog(new SecretsManagerClient({ ...clientDefaults(), ...clientLimits(SECRET_MS) }));
const credentials = secretsManagerCredentials(secrets, environment.secretArn, Date.now);
const agent = httpAgentClient(environment.agentUrl, AGENT_LIMITS);

export const handler = createVerdictEndpoint({
  transactions: dynamoDbTransactions(dynamoDb, environment.transactions),
  read: agentRead(agent, credentials, environment.reading),
  maxAgeMs: environment.maxAgeMinutes * 60_000,
  now: Date.now,
  telemetry: createVerdictTelemetry(
    new Logger({ serviceName: SERVICE, logLevel: 'INFO', sampleRateValue: 0 }),
    new Metrics({ namespace: NAMESPACE, serviceName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? SERVICE }),
  ),
});

const reading = new GetItemCommand({ TableName: environment.transactions, Key: { [RECORD_KEY]: { S: 'no-key-is-asked-for' } } });
const records = warmUpClient(reading, () => dynamoDb.send(reading), connections);

/** What Lambda's init waits for (lib/function/bundle.ts). */
export const ready = initialized([agent.connect(), readSecretAhead(credentials), records]);
