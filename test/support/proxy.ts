import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Environment } from '../../contract/environment';
import { httpAgentClient } from '../../lambda/agent/agent-client';
import type { CredentialSource } from '../../lambda/agent/credentials';
import { type AttemptCounter, withoutLimit } from '../../lambda/attempts/attempt-counter';
import { S3_DEFAULTS } from '../../lambda/clients/client-defaults';
import { s3PhotoStore } from '../../lambda/photo/photo-store';
import { createProxy } from '../../lambda/proxy';
import type { AuditFields, ReceivedFields, RequestFields } from '../../lambda/telemetry/telemetry';
import type { StartRecorder } from '../../lambda/transactions/dynamodb-transactions';
import { type AgentServer, startAgentServer } from '../../stand-ins/agent/scripted';
import type { FaultyServer } from '../../stand-ins/faulty';
import { startS3 } from '../../stand-ins/s3/s3';
import type { S3 } from '../../stand-ins/s3/store';
import { apiEvent, CLIENT_ID, type EventParts, SUBJECT } from './events';
import { jpegOf } from './photos';

/** The whole flow with real clients on real sockets; only the credentials come from memory. */
export interface GivenProxy {
  readonly s3: S3 & FaultyServer;
  readonly agent: AgentServer;
  readonly received: ReceivedFields[];
  readonly lines: RequestFields[];
  readonly audits: AuditFields[];
  readonly photo: Buffer;
  /** What the secret holds now; the proxy caches what it has read. */
  readonly secret: { authorization: string };
  call(parts?: EventParts): Promise<APIGatewayProxyResult>;
  /** With an event as it is. */
  invoke(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult>;
  stop(): Promise<void>;
}

export function testEnvironment(agentUrl: string, changes: Partial<Environment> = {}): Environment {
  return {
    agentUrl,
    forwardHeaders: [],
    forwardMembers: ['correlationId'],
    tokens: { use: 'id', clientIds: [CLIENT_ID] },
    callerRules: { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' },
    bucket: 'faces',
    bucketRules: { requireChecksum: true, missingKey: 'message-names-list-bucket' },
    images: { face: { key: 'faces/{subject}', maxBytes: 2 * 1024 * 1024 } },
    workflows: { inject: { 'wf-123': { field: 'faceImage', image: 'face' } }, passThrough: { 'wf-plain': {} } },
    secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:credentials',
    corsOrigins: '*',
    limits: {
      callerBodyBytes: 16 * 1024,
      agentReplyBytes: 1024 * 1024,
      // Longer than a busy machine may keep a process waiting.
      deadlineMs: 20_000,
      faceReadStallMs: 10_000,
      agentWriteStallMs: 10_000,
      agentReplyStallMs: 10_000,
    },
    ...changes,
  };
}

export async function givenProxy(
  changes: Partial<Environment> = {},
  attempts: AttemptCounter = withoutLimit,
  recorder?: StartRecorder,
): Promise<GivenProxy> {
  const s3 = await startS3();
  s3.denied.add('s3:ListBucket');
  const agent = await startAgentServer();
  const environment = testEnvironment(agent.url, changes);
  const received: ReceivedFields[] = [];
  const lines: RequestFields[] = [];
  const audits: AuditFields[] = [];
  const secret = { authorization: 'Basic c2FfdGVzdDpzZWNyZXQ=' };
  const client = testS3Client(s3.url);
  const proxy = createProxy({
    environment,
    photoStore: s3PhotoStore(client, environment.bucket, environment.bucketRules, environment.limits.faceReadStallMs),
    credentials: cachedOnce(secret),
    agent: httpAgentClient(environment.agentUrl, environment.limits),
    attempts,
    recorder,
    telemetry: {
      received: (fields) => received.push(fields),
      request: (fields) => lines.push(fields),
      audit: (fields) => audits.push(fields),
    },
    now: Date.now,
  });
  const invoke = (event: APIGatewayProxyEvent) => proxy(event, { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 27_000 });
  const photo = jpegOf(200_003);
  s3.putPhoto(`faces/${SUBJECT}`, { bytes: photo });
  return {
    ...{ s3, agent, received, lines, audits, photo, secret },
    call: (parts) => invoke(apiEvent(parts)),
    invoke,
    stop: async () => {
      client.destroy();
      await Promise.all([s3.close(), agent.stop()]);
    },
  };
}

const CREDENTIALS = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };

export function testS3Client(endpoint: string, credentials: S3ClientConfig['credentials'] = CREDENTIALS): S3Client {
  return new S3Client({
    ...S3_DEFAULTS,
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
  });
}

function cachedOnce(secret: { authorization: string }): CredentialSource {
  let cached: { authorization: string } | undefined;
  const reread = async () => {
    cached = { ...secret };
    return cached;
  };
  return { reread, current: async () => cached ?? (await reread()) };
}
