import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CREATED } from '../../stand-ins/agent/scripted';
import { selfSigned } from '../../stand-ins/certificate';
import { COUNTED } from '../../stand-ins/dynamodb/counts';
import { type Faulty, withFaults } from '../../stand-ins/faulty';
import { over } from '../../stand-ins/line';
import { listenOnLoopback } from '../../stand-ins/loopback';
import { createS3 } from '../../stand-ins/s3/s3';
import type { S3 } from '../../stand-ins/s3/store';
import { startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';
import { SECRET_ARN } from '../contestants/settings';
import { NETWORK } from './network';
import { subjectOf } from './start';

/** The services that the function talks to, in this process. */
export interface Services {
  readonly photos: S3;
  readonly agent: Faulty;
  /** Variables by which a function finds them, and trusts them. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on each answers rightly again, as its network lets it. */
  restore(): void;
  stop(): Promise<void>;
}

/**
 * Starts them over the simulated network, with TLS, or without any delay over plain HTTP.
 * @param sizes Of the photos that the bucket has, in bytes.
 * @param directory Takes the certificate, for a function to trust.
 */
export async function startServices(network: 'simulated' | 'none', sizes: readonly number[], directory: string): Promise<Services> {
  const certificate = network === 'simulated' ? await selfSigned() : undefined;
  const trusted = path.join(directory, `${network}.pem`);
  await writeFile(trusted, certificate?.cert ?? '');
  const listen = (connectMs: number) => listenOnLoopback(0, certificate, certificate && connectMs);
  const { aws, agent: agentMs } = NETWORK.connectMs;
  const servers = await Promise.all([listen(aws), listen(aws), listen(aws), listen(agentMs)]);
  const [s3, secretsManager, dynamoDb, agentApi] = servers;

  const photos = createS3({ anyBucket: true });
  for (const bytes of sizes) photos.putPhoto(`faces/${subjectOf(bytes)}`, { bytes: photoOf(bytes) });
  const secrets = await startSecretsManager({ [SECRET_ARN]: JSON.stringify({ clientId: 'sa_bench', clientSecret: 'no' }) }, secretsManager);
  const all = { photos, secrets, table: withFaults(() => COUNTED), agent: withFaults(() => CREATED) };
  s3.serve(photos.listener);
  dynamoDb.serve(all.table.listener);
  agentApi.serve(all.agent.listener);
  const restore = () => {
    for (const name of ['photos', 'secrets', 'table', 'agent'] as const) all[name].fault = certificate && over(NETWORK[name]);
  };
  restore();
  return {
    ...all,
    restore,
    environment: {
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AGENT_URL: `${agentApi.url}/agent/`,
      NODE_EXTRA_CA_CERTS: trusted,
    },
    stop: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}

/** Bytes that begin as those of a JPEG do. */
export function photoOf(length: number): Buffer {
  const start = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  return Buffer.concat([start, randomBytes(length - start.length)]);
}
