import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { httpAgentClient } from '../../../lambda/agent/agent-client';
import { wholePayload } from '../../../lambda/agent/payload';
import { clientLimits } from '../../../lambda/clients/client-limits';
import { keepAliveConnections } from '../../../lambda/clients/keep-alive';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { type AgentServer, startAgentServer } from '../../../stand-ins/agent/scripted';
import { type Remains, startRemains } from '../../faults/remains';
import { watchHttp } from '../../faults/watched-http';
import { type TrustedCertificate, trustedCertificate } from '../../support/trusted-certificate';

/** More than the second after which the SDK looks whether a connection stands. */
const LATE_MS = 1200;

let certificate: TrustedCertificate;
let server: AgentServer;
let remains: Remains;
let stopWatching: () => void;
beforeEach(async () => {
  certificate = await trustedCertificate();
  server = await startAgentServer(certificate);
  remains = startRemains();
  stopWatching = watchHttp(() => 'the service', remains);
});
afterEach(async () => {
  stopWatching();
  certificate.distrust();
  await server.stop();
});

/** Names are found after so many milliseconds, which is part of connecting. */
function lookupAfter(ms: number): LookupFunction {
  return (_, { all }, found) => {
    setTimeout(() => (all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)), ms);
  };
}

async function askS3(connectedAfterMs: number): Promise<() => void> {
  // The certificate is for the address.
  const agent = new https.Agent({ keepAlive: true, lookup: lookupAfter(connectedAfterMs), checkServerIdentity: () => undefined });
  const client = new S3Client({
    ...clientLimits(9000, keepAliveConnections(agent, Date.now)),
    ...{ endpoint: `https://localhost:${new URL(server.url).port}`, forcePathStyle: true },
    ...{ region: 'eu-central-1', credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' } },
  });
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'faces', Key: 'k' }));
  await Body?.transformToByteArray();
  return () => client.destroy();
}

async function askAgent(): Promise<() => void> {
  const client = httpAgentClient(server.url, { agentReplyBytes: 1000, agentWriteStallMs: 9000, agentReplyStallMs: 9000 });
  const deadline = startDeadline(20_000);
  const payload = wholePayload('{"of":"one caller"}');
  remains.note('the payload', payload);
  await client.send({ method: 'POST', path: 'x', headers: {}, payload }, deadline).finally(deadline.end);
  return () => undefined;
}

test.each([
  ['a client of AWS', async () => await askS3(0)],
  ['a client of AWS that waited for it', async () => await askS3(LATE_MS)],
  ['the Agent API', askAgent],
])('over TLS, a connection of %s that is kept holds nothing of the request it was opened for', async (_, ask) => {
  const end = await ask();
  const held = await remains.held();
  const found = { held, connections: server.connections() };
  end();
  expect(found).toEqual({ held: [], connections: 1 });
  expect(remains.names()).toEqual(expect.arrayContaining(['a request to the service', 'a reply of the service', 'bytes of the service']));
});
