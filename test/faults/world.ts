import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AttemptRules, Environment } from '../../contract/environment';
import { httpAgentClient } from '../../lambda/agent/agent-client';
import { secretsManagerCredentials } from '../../lambda/agent/credentials';
import { dynamoDbAttempts } from '../../lambda/attempts/attempt-counter';
import { clientLimits } from '../../lambda/clients/client-limits';
import { s3PhotoStore } from '../../lambda/photo/photo-store';
import { createProxy } from '../../lambda/proxy';
import { CREATED } from '../../stand-ins/agent/scripted';
import { startCounts } from '../../stand-ins/dynamodb/counts';
import { type FaultyServer, startFaulty } from '../../stand-ins/faulty';
import { type Certificate, listenOnLoopback } from '../../stand-ins/loopback';
import { startS3 } from '../../stand-ins/s3/s3';
import { type SecretsManager, startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';
import { apiEvent, CLAIMS, SUBJECT } from '../support/events';
import { testEnvironment } from '../support/proxy';
import { PHOTOS, SERVICES, type Service } from './collaborators';
import { type Remains, startRemains } from './remains';
import { watchHttp } from './watched-http';
import { watchedInvocation } from './watched-invocation';
import { watchedParts } from './watched-parts';

/** The stand-ins of a cell. The agent takes any credentials. */
export type Servers = Readonly<Record<Exclude<Service, 'secrets'>, FaultyServer>> & { readonly secrets: SecretsManager };

export interface WorldOptions {
  /** @default usual */
  readonly photo?: keyof typeof PHOTOS;
  /** The service whose host name no name server knows. */
  readonly nameless?: Service;
  /** What the settings say of a start that cannot be counted. @default refuse */
  readonly whenTableIsDown?: AttemptRules['whenTableIsDown'];
  /** Time for a whole request. @default 8000 */
  readonly deadlineMs?: number;
  /** Time without progress of one step. @default 2000 */
  readonly stallMs?: number;
  /** How many times as long both are, on a machine that is slow. @default 1 */
  readonly patience?: number;
}

/** How one invocation ended. */
export interface Ending {
  readonly status: number;
  /** `ok`, or the code of the refusal in the log line. */
  readonly outcome: string;
  /** Whether the answer came before the invocation's own time was over. */
  readonly isInTime: boolean;
}

/** The whole flow with real clients on real sockets, in front of services that can fail. */
export interface World {
  readonly servers: Servers;
  /** Of every invocation. */
  readonly remains: Remains;
  invoke(): Promise<Ending>;
  /** Lets the time pass for which credentials are kept. */
  outliveCredentials(): void;
  stop(): Promise<void>;
}

/** Between the deadline of a request and the end of the invocation's time, of which the function keeps half a second for its refusal. */
export const MARGIN_MS = 2000;
export const STALL_MS = 2000;
export const DEADLINE_MS = 8000;
/** More starts than any cell makes: what is looked at is a table that fails, not one that says no. */
export const ATTEMPTS: AttemptRules = { table: 'Attempts', windowMinutes: 60, injecting: 1000, others: 1000, whenTableIsDown: 'refuse' };
/** A label of more than 63 characters is refused by every resolver without asking anybody (RFC 1035 section 2.3.4). */
const NAMELESS = `${'x'.repeat(64)}.invalid`;

/** @param subject Whose photo it is. @param certificate Speaks TLS. @default plain HTTP */
export async function startServers(photo: keyof typeof PHOTOS, subject = SUBJECT, certificate?: Certificate): Promise<Servers> {
  const [s3, secrets, dynamodb, agent] = await Promise.all([
    startS3(certificate),
    startSecretsManager({ [testEnvironment('').secretArn]: secretWith('first') }, await listenOnLoopback(0, certificate)),
    startCounts(certificate),
    startFaulty(() => CREATED, undefined, certificate),
  ]);
  s3.putPhoto(`faces/${subject}`, { bytes: PHOTOS[photo] });
  return { s3, secrets, dynamodb, agent };
}

/** The value of the secret. */
export function secretWith(clientSecret: string): string {
  return JSON.stringify({ clientId: 'sa_test', clientSecret });
}

/** Ends every server; one that has gone away already is left alone. */
export async function stopServers(servers: Partial<Record<Service, FaultyServer>>): Promise<void> {
  await Promise.all(SERVICES.map((service) => servers[service]?.close()));
}

/** @param options What the cell needs to be other than usual. */
export async function startWorld({
  photo = 'usual',
  nameless,
  whenTableIsDown = 'refuse',
  patience = 1,
  ...limits
}: WorldOptions): Promise<World> {
  const deadlineMs = (limits.deadlineMs ?? DEADLINE_MS) * patience;
  const stallMs = (limits.stallMs ?? STALL_MS) * patience;
  const servers = await startServers(photo);
  const urlOf = (service: Service) => (service === nameless ? servers[service].url.replace('127.0.0.1', NAMELESS) : servers[service].url);
  const clock = { ahead: 0 };
  const attempts = { ...ATTEMPTS, whenTableIsDown };
  const environment = environmentOf(`${urlOf('agent')}/agent/`, deadlineMs, stallMs, attempts);
  const lines: { outcome: string }[] = [];
  const clients = awsClients(urlOf, stallMs);
  const remains = startRemains();
  const parts = {
    photoStore: s3PhotoStore(clients.s3, environment.bucket, environment.bucketRules, stallMs),
    credentials: secretsManagerCredentials(clients.secrets, environment.secretArn, () => Date.now() + clock.ahead),
    agent: httpAgentClient(environment.agentUrl, environment.limits),
    attempts: dynamoDbAttempts(clients.dynamoDb, attempts, Date.now),
  };
  const telemetry = {
    received: () => undefined,
    request: (fields: { outcome: string }) => lines.push(fields),
    audit: () => undefined,
  };
  const flow = createProxy({ environment, ...watchedParts(parts, remains), telemetry, now: Date.now });
  const proxy = watchedInvocation(flow, remains);
  const hosts = new Map(SERVICES.map((service) => [new URL(urlOf(service)).host, service]));
  const stopWatching = watchHttp((host) => hosts.get(host), remains);
  return {
    servers,
    remains,
    outliveCredentials: () => {
      clock.ahead += 6 * 60_000;
    },
    invoke: async () => {
      const end = Date.now() + deadlineMs + MARGIN_MS;
      const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => end - Date.now() };
      const { statusCode } = await proxy(apiEvent({ claims: { ...CLAIMS } }), context);
      return { status: statusCode, outcome: lines.at(-1)?.outcome ?? 'unknown', isInTime: Date.now() < end };
    },
    stop: async () => {
      stopWatching();
      clients.s3.destroy();
      clients.secrets.destroy();
      clients.dynamoDb.destroy();
      await stopServers(servers);
    },
  };
}

/** The settings of every cell: short limits, and room for the large photo. */
export function environmentOf(agentUrl: string, deadlineMs: number, stallMs: number, attempts: AttemptRules): Environment {
  const usual = testEnvironment(agentUrl);
  const stalls = { faceReadStallMs: stallMs, agentWriteStallMs: stallMs, agentReplyStallMs: stallMs };
  return {
    ...usual,
    images: { face: { key: 'faces/{subject}', maxBytes: 10_000_000 } },
    attempts,
    limits: { ...usual.limits, ...stalls, deadlineMs },
  };
}

/** As the handler makes them, with a shorter end to each attempt. */
function awsClients(urlOf: (service: Service) => string, stallMs: number) {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const common = { ...clientLimits(stallMs), region: 'eu-central-1', credentials };
  return {
    s3: new S3Client({ ...common, endpoint: urlOf('s3'), forcePathStyle: true }),
    secrets: new SecretsManagerClient({ ...common, endpoint: urlOf('secrets') }),
    dynamoDb: new DynamoDBClient({ ...common, endpoint: urlOf('dynamodb') }),
  };
}
