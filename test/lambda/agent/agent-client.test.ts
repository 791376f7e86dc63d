import http from 'node:http';
import { httpAgentClient } from '../../../lambda/agent/agent-client';
import { type Payload, wholePayload } from '../../../lambda/agent/payload';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { type AgentServer, reply, startAgentServer } from '../../../stand-ins/agent/scripted';
import { silent, stopsReading } from '../../../stand-ins/faults';
import { trustedCertificate } from '../../support/trusted-certificate';
import { until } from '../../support/until';

/** Longer than a busy machine keeps a process waiting. */
const LIMITS = { agentReplyBytes: 1000, agentWriteStallMs: 20_000, agentReplyStallMs: 20_000 };
const HEADERS = { Authorization: 'Basic x' };

let server: AgentServer;
afterEach(async () => await server.stop());

function post(url: string, payload: Payload, limits = LIMITS) {
  const deadline = startDeadline(60_000);
  return httpAgentClient(url, limits)
    .send({ method: 'POST', path: 'api/v1/transaction', headers: HEADERS, payload }, deadline)
    .finally(deadline.end);
}

function streamed(bytes: number, chunks: AsyncIterable<Uint8Array | string>): Payload {
  return { bytes, chunks, isCommitted: () => false, samples: [] };
}

test('holds one chunk, not the photo, when the agent reads slowly', async () => {
  server = await startAgentServer();
  server.script.push(stopsReading);
  const chunk = Buffer.alloc(64 * 1024);
  let made = 0;
  async function* endless() {
    for (; made < 1024; made++) yield chunk;
  }
  const impatient = { ...LIMITS, agentWriteStallMs: 400 };
  await expect(post(server.url, streamed(1024 * chunk.length, endless()), impatient)).rejects.toMatchObject({ code: 'agent-timeout' });
  // What the kernel buffers on both sides of a loopback connection, not the 64 MiB that were on offer.
  expect(made * chunk.length).toBeLessThan(16 * 1024 * 1024);
});

test('never ends a body that is shorter than it was announced', async () => {
  server = await startAgentServer();
  server.script.push(silent);
  async function* short() {
    yield 'abc';
  }
  await expect(post(server.url, streamed(4, short()))).rejects.toMatchObject({ code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' });
  await until(() => server.connections() === 0);
  expect({ sockets: server.connections(), accepted: server.accepted() }).toEqual({ sockets: 0, accepted: [] });
});

test('destroys the connection when the payload fails, so that the agent sees no end', async () => {
  server = await startAgentServer();
  server.script.push(silent);
  async function* failing() {
    yield 'abc';
    throw new Error('the object was cut');
  }
  await expect(post(server.url, streamed(6, failing()))).rejects.toThrow('the object was cut');
  await until(() => server.connections() === 0);
  expect({ sockets: server.connections(), accepted: server.accepted() }).toEqual({ sockets: 0, accepted: [] });
});

test('a connection is opened without the headers of the request that it is opened for, which it would keep', async () => {
  server = await startAgentServer();
  const open = jest.spyOn(http.Agent.prototype, 'createConnection');
  try {
    await post(server.url, wholePayload('{}'));
    expect(open).toHaveBeenCalledTimes(1);
    expect(open.mock.calls[0]?.[0]).not.toHaveProperty('headers');
    expect(server.accepted()[0]?.headers).toMatchObject({ authorization: 'Basic x', 'content-length': '2' });
  } finally {
    open.mockRestore();
  }
});

test('speaks TLS, checks the certificate, and streams over it', async () => {
  const certificate = await trustedCertificate();
  server = await startAgentServer(certificate);
  try {
    server.script.push(reply(201, '{}'));
    expect(await post(server.url, wholePayload('{"a":"ž"}'))).toMatchObject({ status: 201 });
    expect(server.accepted()[0]?.body.toString()).toBe('{"a":"ž"}');
  } finally {
    certificate.distrust();
  }
  await expect(post(server.url, wholePayload('{}'))).rejects.toMatchObject({ code: 'agent-unreachable' });
});

test('sends nothing to the port of a path or host that is not in the base URL', async () => {
  server = await startAgentServer();
  const deadline = startDeadline(60_000);
  const request = { method: 'GET' as const, path: 'api/v1/initialize/..%2F..%2Fx/info', headers: HEADERS, payload: undefined };
  await httpAgentClient(server.url, LIMITS).send(request, deadline);
  deadline.end();
  expect(server.requests[0]?.path).toBe('/agent/api/v1/initialize/..%2F..%2Fx/info');
});
