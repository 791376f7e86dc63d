import { once } from 'node:events';
import https from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { httpAgentClient } from '../../../lambda/agent/agent-client';
import { readSecretAhead, secretsManagerCredentials } from '../../../lambda/agent/credentials';
import { type Payload, wholePayload } from '../../../lambda/agent/payload';
import { clientConnections, clientLimits } from '../../../lambda/clients/client-limits';
import { keepAliveConnections } from '../../../lambda/clients/keep-alive';
import { warmUpClient } from '../../../lambda/clients/warm-up';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { type AgentServer, startAgentServer } from '../../../stand-ins/agent/scripted';
import { hangUp } from '../../../stand-ins/faults';
import { startSecretsManager } from '../../../stand-ins/secrets-manager/secrets-manager';
import { refusal } from '../../support/refusal';
import { type TrustedCertificate, trustedCertificate } from '../../support/trusted-certificate';
import { until } from '../../support/until';

const LIMITS = { agentReplyBytes: 1000, agentWriteStallMs: 9000, agentReplyStallMs: 9000 };
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };

let certificate: TrustedCertificate;
let server: AgentServer;
beforeEach(async () => {
  certificate = await trustedCertificate();
  server = await startAgentServer(certificate);
});
afterEach(async () => {
  certificate.distrust();
  await server.stop();
});

async function sockets(expected: number): Promise<void> {
  await until(() => server.connections() === expected);
  expect(server.connections()).toBe(expected);
}

function streamed(): Payload {
  async function* chunks() {
    yield 'abc';
  }
  return { bytes: 3, chunks: chunks(), isCommitted: () => false, samples: [] };
}

async function send(client: ReturnType<typeof httpAgentClient>, payload = wholePayload('{}')) {
  const deadline = startDeadline(20_000);
  return await client.send({ method: 'POST', path: 'x', headers: {}, payload }, deadline).finally(deadline.end);
}

describe('the connection to the agent that is opened ahead', () => {
  it('carries no request, and then the first one', async () => {
    const client = httpAgentClient(server.url, LIMITS);
    void client.connect();
    await sockets(1);
    expect(server.requests).toEqual([]);
    expect((await send(client)).status).toBe(200);
    expect((await send(client)).status).toBe(200);
    expect(server.connections()).toBe(1);
  });

  it('can be used before its handshake is over', async () => {
    const client = httpAgentClient(server.url, LIMITS);
    void client.connect();
    expect((await send(client)).status).toBe(200);
    expect(server.connections()).toBe(1);
  });

  it('is not trusted blindly: a certificate that is not good ends the request before anything is sent', async () => {
    certificate.distrust();
    const client = httpAgentClient(server.url, LIMITS);
    void client.connect();
    await expect(send(client)).rejects.toMatchObject({ name: 'StaleConnection' });
    await expect(send(client)).rejects.toEqual(refusal('agent-unreachable'));
    expect(server.requests).toEqual([]);
  });

  it('may have died while the process was frozen: a request that has not been committed may be retried', async () => {
    const client = httpAgentClient(server.url, LIMITS);
    server.script.push(hangUp);
    void client.connect();
    await sockets(1);
    await expect(send(client, streamed())).rejects.toMatchObject({ name: 'StaleConnection' });
  });

  it('has carried nothing when it dies in its handshake, even if something was written to it', async () => {
    const door = createServer();
    await once(door.listen(0, '127.0.0.1'), 'listening');
    const client = httpAgentClient(`https://127.0.0.1:${(door.address() as AddressInfo).port}/`, LIMITS);
    void client.connect();
    const [socket] = await once(door, 'connection');
    for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate);
    const sent = expect(send(client)).rejects.toMatchObject({ name: 'StaleConnection' });
    for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate);
    socket.destroy();
    await sent;
    door.close();
  });

  it('is forgotten when it cannot be opened, and disturbs no one', async () => {
    const { url } = server;
    await server.stop();
    const client = httpAgentClient(url, LIMITS);
    void client.connect();
    const disturbed = jest.fn();
    process.on('uncaughtException', disturbed);
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.off('uncaughtException', disturbed);
    expect(disturbed).not.toHaveBeenCalled();
    await expect(send(client)).rejects.toEqual(refusal('agent-unreachable'));
  });

  it('is closed instead of used when it has waited too long, by the clock', async () => {
    let time = 1_000_000;
    const connections = keepAliveConnections(new https.Agent({ keepAlive: true }), () => time);
    const { hostname, port } = new URL(server.url);
    void connections.open(hostname, Number(port));
    await sockets(1);
    time += 4001;
    const request = https.get(server.url, { agent: connections.agent });
    const [reply] = await once(request, 'response');
    expect([reply.statusCode, connections.isKept(request)]).toEqual([200, false]);
    reply.resume();
    await sockets(1);
  });
});

describe('a connection that is opened ahead does not go around what a request says itself', () => {
  const get = async (url: string, options: https.RequestOptions = {}) => {
    const connections = keepAliveConnections(new https.Agent({ keepAlive: true }), Date.now);
    const { hostname, port } = new URL(server.url);
    void connections.open(hostname, Number(port));
    await sockets(1);
    const request = https.get(url, { ...options, agent: connections.agent });
    const [reply] = await once(request, 'response');
    reply.resume();
    return { isKept: connections.isKept(request) };
  };

  it('is used by one that would have opened the same', async () => {
    expect((await get(server.url)).isKept).toBe(true);
  });

  it('is closed when the first one goes to another port', async () => {
    const other = await startAgentServer(certificate);
    const { isKept } = await get(other.url).finally(other.stop);
    expect([isKept, server.requests.length, other.requests.length]).toEqual([false, 0, 1]);
    await sockets(0);
  });

  it.each([
    ['trusts other certificates', () => ({ ca: certificate.cert })],
    ['expects another name', () => ({ servername: 'agent.example', checkServerIdentity: () => undefined })],
    ['trusts any certificate', () => ({ rejectUnauthorized: false })],
  ])('is closed when the first one %s', async (_, options) => {
    expect((await get(server.url, options())).isKept).toBe(false);
    await sockets(1);
  });

  it('goes to an address of IPv6 in brackets as a request does', async () => {
    const { hosts, agent } = connecting();
    void keepAliveConnections(agent, Date.now).open('[::1]', 8443);
    expect(hosts).toEqual([{ host: '::1', port: 8443, servername: undefined }]);
  });
});

describe('the init of a process waits for a connection', () => {
  const ways: [string, (url: string) => Promise<void>][] = [
    ['to the Agent API', async (url) => await httpAgentClient(url, LIMITS).connect()],
    [
      'to AWS',
      async (url) => {
        const connections = clientConnections();
        const s3 = new S3Client({ ...clientLimits(9000, connections), endpoint: new URL(url).origin, region: 'eu-central-1', credentials });
        const reading = new GetObjectCommand({ Bucket: 'faces', Key: 'no-key-is-asked-for' });
        await warmUpClient(reading, () => s3.send(reading), connections);
      },
    ],
  ];

  it.each(ways)('%s until it stands', async (_, open) => {
    await open(server.url);
    await sockets(1);
  });

  it.each(ways)('%s until it is known that it will not stand', async (_, open) => {
    const door = createServer().listen(0, '127.0.0.1');
    await once(door, 'listening');
    let isOver = false;
    const opening = open(`https://127.0.0.1:${(door.address() as AddressInfo).port}/`).then(() => {
      isOver = true;
    });
    const [socket] = await once(door, 'connection');
    await once(socket, 'data');
    expect(isOver).toBe(false);
    socket.destroy();
    await opening;
    door.close();
  });
});

/** An agent that notes where it was to connect to, and does not. */
function connecting() {
  const hosts: object[] = [];
  const agent = new https.Agent();
  agent.createConnection = (options) => {
    const { host, port, servername } = options as https.RequestOptions;
    hosts.push({ host, port, servername });
    return undefined;
  };
  return { hosts, agent };
}

describe('a client of AWS that is warmed up', () => {
  it('has a connection, and has sent nothing', async () => {
    const connections = clientConnections();
    const { origin: endpoint } = new URL(server.url);
    const s3 = new S3Client({ ...clientLimits(9000, connections), endpoint, region: 'eu-central-1', credentials });
    const reading = new GetObjectCommand({ Bucket: 'faces', Key: 'no-key-is-asked-for' });
    await warmUpClient(reading, () => s3.send(reading), connections);
    await sockets(1);
    expect(server.requests).toEqual([]);
    await expect(s3.send(new GetObjectCommand({ Bucket: 'faces', Key: 'k' }))).resolves.toBeDefined();
    expect(server.requests.map(({ path }) => path)).toEqual(['/faces/k?x-id=GetObject']);
    expect(server.connections()).toBe(1);
    s3.destroy();
  });

  it('counts nothing when it is the table’s', async () => {
    const connections = clientConnections();
    const { origin: endpoint } = new URL(server.url);
    const dynamoDb = new DynamoDBClient({ ...clientLimits(9000, connections), endpoint, region: 'eu-central-1', credentials });
    const counting = new UpdateItemCommand({ TableName: 'attempts', Key: {} });
    await warmUpClient(counting, () => dynamoDb.send(counting), connections);
    await sockets(1);
    expect(server.requests).toEqual([]);
    dynamoDb.destroy();
  });

  it('that has no credentials is left as it is, without an error', async () => {
    const connections = clientConnections();
    const failing = async () => Promise.reject(new Error('no credentials'));
    const s3 = new S3Client({ ...clientLimits(9000, connections), region: 'eu-central-1', credentials: failing });
    const reading = new GetObjectCommand({ Bucket: 'faces', Key: 'k' });
    await expect(warmUpClient(reading, () => s3.send(reading), connections)).resolves.toBeUndefined();
    expect(server.connections()).toBe(0);
  });
});

it('a client that fails at once does not end the process, since no one waits for the warm-up', async () => {
  const failing = () => {
    throw new Error('before there is a promise');
  };
  await expect(warmUpClient(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), failing, clientConnections())).resolves.toBeUndefined();
});

describe('the secret that is read ahead', () => {
  const given = async () => {
    const secrets = await startSecretsManager({ arn: undefined });
    const client = new SecretsManagerClient({ ...clientLimits(9000), endpoint: secrets.url, region: 'eu-central-1', credentials });
    return { secrets, source: secretsManagerCredentials(client, 'arn', Date.now) };
  };
  const current = async (source: Awaited<ReturnType<typeof given>>['source']) => {
    const deadline = startDeadline(20_000);
    return await source.current(deadline).finally(deadline.end);
  };

  it('is not read again by the first request, nor by one that comes meanwhile', async () => {
    const { secrets, source } = await given();
    secrets.set('{"clientId":"sa_x","clientSecret":"y"}');
    const ahead = readSecretAhead(source);
    const [meanwhile] = await Promise.all([current(source), ahead]);
    expect(await current(source)).toEqual(meanwhile);
    expect(secrets.begun()).toBe(1);
    await secrets.close();
  });

  it('is read though no one asks', async () => {
    const { secrets, source } = await given();
    secrets.set('{"clientId":"sa_x","clientSecret":"y"}');
    await readSecretAhead(source);
    expect(secrets.begun()).toBe(1);
    await secrets.close();
  });

  it('is no obstacle when it could not be read: the first request reads it', async () => {
    const { secrets, source } = await given();
    await readSecretAhead(source);
    secrets.set('{"clientId":"sa_x","clientSecret":"y"}');
    expect((await current(source)).authorization).toMatch(/^Basic /);
    await secrets.close();
  });
});
