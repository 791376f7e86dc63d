import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { httpAgentClient } from '../../../lambda/agent/agent-client';
import { wholePayload } from '../../../lambda/agent/payload';
import { clientConnections, clientLimits } from '../../../lambda/clients/client-limits';
import { type KeepAliveConnections, keepAliveConnections } from '../../../lambda/clients/keep-alive';
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

const NEVER = undefined;

/** Finds a name after so many milliseconds, which is part of connecting. Each time counts for one lookup, the last for all that follow. */
function lookupsAfter(...times: (number | typeof NEVER)[]): LookupFunction {
  return (_, { all }, found) => {
    const ms = times.length > 1 ? times.shift() : times[0];
    if (ms === NEVER) return;
    setTimeout(() => (all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)), ms);
  };
}

/** As the functions have them, but for the name under which the server is found. */
function connectionsAfter(...times: (number | typeof NEVER)[]): KeepAliveConnections {
  const connections = clientConnections();
  const { options } = connections.agent as typeof connections.agent & { readonly options: https.AgentOptions };
  // The certificate is for the address.
  Object.assign(options, { lookup: lookupsAfter(...times), checkServerIdentity: () => undefined });
  return connections;
}

/** @param replyMs For which a reply is waited for. */
async function askS3(connections: KeepAliveConnections, replyMs = 9000): Promise<() => void> {
  const client = new S3Client({
    ...clientLimits(replyMs, connections),
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
  ['a client of AWS', async () => await askS3(connectionsAfter(0))],
  ['a client of AWS that waited for it', async () => await askS3(connectionsAfter(LATE_MS))],
  ['the Agent API', askAgent],
])('over TLS, a connection of %s that is kept holds nothing of the request it was opened for', async (_, ask) => {
  const end = await ask();
  const held = await remains.held();
  const found = { held, connections: server.connections() };
  end();
  expect(found).toEqual({ held: [], connections: 1 });
  expect(remains.names()).toEqual(expect.arrayContaining(['a request to the service', 'a reply of the service', 'bytes of the service']));
});

test('nor in its options the headers, which are signed for one caller', async () => {
  const connections = connectionsAfter(0);
  const kept: object[] = [];
  connections.agent.on('free', (_, options) => kept.push(options));
  const end = await askS3(connections);
  end();
  expect(kept).toEqual([expect.not.objectContaining({ headers: expect.anything() })]);
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expect.stringContaining('Signature=')]);
});

test('a connection of a client of AWS that does not stand in time is given up, and another is tried', async () => {
  const since = performance.now();
  const end = await askS3(connectionsAfter(NEVER, 0), 60_000);
  end();
  expect(performance.now() - since).toBeLessThan(60_000);
  expect(server.requests).toHaveLength(1);
});

describe('the limit of a connection', () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  test.each([
    ['stands', () => Number(new URL(server.url).port)],
    ['is refused', () => 1],
  ])('is over when it %s', async (_, port) => {
    const connections = keepAliveConnections(new https.Agent({ keepAlive: true }), Date.now, 60_000);
    const before = timers();
    await connections.open('127.0.0.1', port());
    expect(timers()).toBe(before);
  });
});
