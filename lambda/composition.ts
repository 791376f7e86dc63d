import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../contract/environment';
import { NAMESPACE } from '../contract/metrics';
import { httpAgentClient } from './agent/agent-client';
import { readSecretAhead, secretsManagerCredentials } from './agent/credentials';
import { type AttemptCounter, dynamoDbAttempts, withoutLimit } from './attempts/attempt-counter';
import { clientDefaults, DYNAMODB_DEFAULTS, S3_DEFAULTS, withoutLog, withoutSettingsFiles } from './clients/client-defaults';
import { clientConnections, clientLimits } from './clients/client-limits';
import { initialized } from './clients/init';
import { warmUpClient } from './clients/warm-up';
import { s3PhotoStore } from './photo/photo-store';
import { createProxy } from './proxy';
import { createTelemetry } from './telemetry/telemetry';
import { dynamoDbTransactions, type StartRecorder } from './transactions/dynamodb-transactions';

const SERVICE = 'face-match-proxy';

/** For one attempt at the secret and at a table, in milliseconds. */
const [SECRET_MS, TABLE_MS] = [3000, 2000];

/** Counted under the function's own name, which Lambda sets: under one name for all, a trial stage would fire the alarms of production. */
const COUNTED_AS = process.env.AWS_LAMBDA_FUNCTION_NAME ?? SERVICE;
const VERSION = process.env.AWS_LAMBDA_FUNCTION_VERSION ?? '$LATEST';

/**
 * Where real clients meet the flow, and are warmed up for it. Everything here is kept until the process ends; nothing in it knows a request.
 * The AWS clients honour the SDK's own `AWS_ENDPOINT_URL_*` variables.
 * @returns what Lambda calls, and what its init waits for.
 */
export function composeProxy(environment: Environment): {
  readonly handler: ReturnType<typeof createProxy>;
  readonly ready: Promise<void>;
} {
  const { limits, bucket } = environment;
  withoutSettingsFiles();
  const connections = clientConnections();
  const s3 = withoutLog(new S3Client({ ...clientDefaults(), ...S3_DEFAULTS, ...clientLimits(limits.faceReadStallMs, connections) }));
  const secrets = withoutLog(new SecretsManagerClient({ ...clientDefaults(), ...clientLimits(SECRET_MS) }));
  const credentials = secretsManagerCredentials(secrets, environment.secretArn, Date.now);
  const agent = httpAgentClient(environment.agentUrl, limits);

  const { warm, ...parts } = tables(environment);
  const reading = new GetObjectCommand({ Bucket: bucket, Key: 'no-key-is-asked-for' });
  const photos = warmUpClient(reading, () => s3.send(reading), connections);
  const ready = initialized([agent.connect(), readSecretAhead(credentials), photos, ...warm]);

  const handler = createProxy({
    environment,
    photoStore: s3PhotoStore(s3, bucket, environment.bucketRules, limits.faceReadStallMs),
    credentials,
    agent,
    ...parts,
    telemetry: createTelemetry(
      new Logger({ serviceName: SERVICE, logLevel: 'INFO', sampleRateValue: 0 }),
      new Metrics({ namespace: NAMESPACE, serviceName: COUNTED_AS }),
      VERSION,
    ),
    now: Date.now,
  });
  return { handler, ready };
}

interface Tables {
  readonly attempts: AttemptCounter;
  readonly recorder?: StartRecorder;
  /** Ends with the warm-up of the client. */
  readonly warm: readonly Promise<void>[];
}

/** A stage that neither limits attempts nor asks for verdicts has no table, and makes no client for one. */
function tables({ attempts, transactions }: Environment): Tables {
  const table = attempts?.table ?? transactions;
  if (table === undefined) return { attempts: withoutLimit, warm: [] };
  const connections = clientConnections();
  const client = withoutLog(new DynamoDBClient({ ...clientDefaults(), ...DYNAMODB_DEFAULTS, ...clientLimits(TABLE_MS, connections) }));
  const counting = new UpdateItemCommand({ TableName: table, Key: {} });
  return {
    warm: [warmUpClient(counting, () => client.send(counting), connections)],
    attempts: attempts === undefined ? withoutLimit : dynamoDbAttempts(client, attempts, Date.now),
    ...(transactions !== undefined && { recorder: dynamoDbTransactions(client, transactions) }),
  };
}
