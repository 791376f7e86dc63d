import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { type AgentBehaviour, reply } from '../support/agent-server';
import { SUBJECT } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';
import { objectHeaders, type S3Fault } from '../support/s3-server';
import { watchTimers } from '../support/timers';

/**
 * Lambda freezes the process when the handler returns and thaws it inside somebody else's request: a timer, a stream or a
 * half-used connection that is left over then acts in that one.
 */
const BIG = { bytes: jpegOf(9_000_000) };
const stalledObject: S3Fault = (_request, response) => {
  response.writeHead(200, objectHeaders(BIG));
  response.write(BIG.bytes.subarray(0, 700_000));
};
const silent: AgentBehaviour = async (_request, _response, whole) => await whole();
/** A paused socket does not see that the other side has gone, so this one looks again, long after it was given up. */
const stopsReading: AgentBehaviour = (request) => {
  request.pause();
  setTimeout(() => request.resume(), 2500).unref();
};
const early: AgentBehaviour = (_request, response) => {
  response.writeHead(413, { 'Content-Type': 'application/json' });
  response.end('{}');
};

let given: GivenProxy;
afterEach(async () => await given.stop());

async function eventually(count: () => number | Promise<number>, expected: number): Promise<void> {
  for (let tries = 0; tries < 300 && (await count()) !== expected; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await count()).toBe(expected);
}

/** `agent` and `store` are the connections that may be kept: only those over which everything went to its end. */
test.each<[string, { behaviour?: AgentBehaviour; fault?: S3Fault; agent: number; store: number }]>([
  ['a success', { agent: 1, store: 1 }],
  ['an agent that refuses us', { behaviour: reply(403, '{}'), agent: 1, store: 1 }],
  ['an agent that never answers', { behaviour: silent, agent: 0, store: 1 }],
  ['an agent that stops reading', { behaviour: stopsReading, agent: 0, store: 0 }],
  ['an agent that answers early', { behaviour: early, agent: 0, store: 0 }],
  ['an object that stalls', { fault: stalledObject, agent: 0, store: 0 }],
  ['an object that is cut', { fault: (request) => void request.socket.destroy(), agent: 0, store: 0 }],
])('after %s no timer runs, and no connection is kept unless it is clean', async (_what, { behaviour, fault, agent, store }) => {
  given = await givenProxy({ images: { face: { key: 'faces/{subject}', maxBytes: 10_000_000 } } });
  given.s3.objects.set(`faces/faces/${SUBJECT}`, BIG);
  const timers = watchTimers();
  if (behaviour !== undefined) given.agent.script.push(behaviour);
  given.s3.fault = fault;
  await given.call();
  expect(await timers.running()).toEqual([]);
  timers.stop();
  await eventually(() => given.agent.sockets(), agent);
  await eventually(() => given.s3.openSockets(), store);
});

test('no listener stays on a connection that many requests use, one after the other', async () => {
  const patient = { deadlineMs: 20_000, faceReadStallMs: 9000, agentWriteStallMs: 9000, agentReplyStallMs: 9000 };
  given = await givenProxy({ limits: { ...testEnvironment('').limits, ...patient } });
  const opened: Socket[] = [];
  const note = (message: unknown) => void opened.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', note);
  await given.call();
  unsubscribe('net.client.socket', note);
  const listeners = () => opened.map((socket) => socket.eventNames().map((name) => [name, socket.listenerCount(name)]));
  const before = listeners();
  for (let calls = 0; calls < 5; calls++) await given.call();
  expect(before).toHaveLength(2);
  expect(listeners()).toEqual(before);
});
