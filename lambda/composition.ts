import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { httpAgentClient } from './agent-client';
import type { AttemptCounter } from './attempt-counter';
import { clientLimits } from './client-limits';
import { secretsManagerCredentials } from './credentials';
import type { Environment } from './environment';
import { s3FaceStore } from './face-store';
import { createProxy } from './proxy';
import { createTelemetry } from './telemetry';

const SERVICE = 'face-match-proxy';

/** For one attempt at the secret, in milliseconds. */
const SECRET_MS = 3000;

/** Counted under the function's own name, which Lambda sets: under one name for all, a trial stage would ring the alarms of production. */
const COUNTED_AS = process.env.AWS_LAMBDA_FUNCTION_NAME ?? SERVICE;

/**
 * Where real clients meet the flow. Everything here lives as long as the process; nothing in it knows a request.
 * The AWS clients honour the SDK's own `AWS_ENDPOINT_URL_*` variables.
 */
export function composeProxy(environment: Environment, attempts: AttemptCounter): ReturnType<typeof createProxy> {
  const { limits } = environment;
  return createProxy({
    environment,
    faceStore: s3FaceStore(
      new S3Client(clientLimits(limits.faceReadStallMs)),
      environment.bucket,
      environment.bucketRules,
      limits.faceReadStallMs,
    ),
    credentials: secretsManagerCredentials(new SecretsManagerClient(clientLimits(SECRET_MS)), environment.secretArn, Date.now),
    agent: httpAgentClient(environment.agentUrl, limits),
    attempts,
    telemetry: createTelemetry(
      new Logger({ serviceName: SERVICE, logLevel: 'INFO', sampleRateValue: 0 }),
      new Metrics({ namespace: 'FaceMatchProxy', serviceName: COUNTED_AS }),
    ),
    now: Date.now,
  });
}
