import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { reply } from '../../stand-ins/agent/scripted';
import type { Fault } from '../../stand-ins/exchange';
import { answersEarly, hangUp, silent, stall, stopsReadingFor } from '../../stand-ins/faults';
import { SUBJECT } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';
import { watchTimers } from '../support/timers';
import { until } from '../support/until';

/**
 * Lambda freezes the process when the handler returns and thaws it inside somebody else's request: a timer, a stream or a
 * half-used connection that is left over then acts in that one.
 */
const BIG = { bytes: jpegOf(9_000_000) };

let given: GivenProxy;
afterEach(async () => await given.stop());

/** Longer than a busy machine keeps a process waiting; a test shortens the one that is to run out. */
const PATIENT = { deadlineMs: 60_000, faceReadStallMs: 20_000, agentWriteStallMs: 20_000, agentReplyStallMs: 20_000 };
const limitsWith = (short: Partial<typeof PATIENT>) => ({ ...testEnvironment('').limits, ...PATIENT, ...short });

interface End {
  readonly behaviour?: Fault;
  readonly fault?: Fault;
  /** The limit that runs out. */
  readonly short?: Partial<typeof PATIENT>;
  /** How the request ends: the caller's status. */
  readonly status: number;
  /** Connections that may be kept: only those over which everything went to its end. */
  readonly agent: number;
  readonly store: number;
}

test.each<[string, End]>([
  ['a success', { status: 200, agent: 1, store: 1 }],
  ['an agent that refuses us', { behaviour: reply(403, '{}'), status: 502, agent: 1, store: 1 }],
  ['an agent that never answers', { behaviour: silent, short: { agentReplyStallMs: 500 }, status: 504, agent: 0, store: 1 }],
  ['an agent that stops reading', { behaviour: stopsReadingFor(2000), short: { agentWriteStallMs: 500 }, status: 504, agent: 0, store: 0 }],
  ['an agent that answers early', { behaviour: answersEarly, status: 413, agent: 0, store: 0 }],
  ['an object that stalls', { fault: stall, short: { faceReadStallMs: 500 }, status: 503, agent: 0, store: 0 }],
  ['an object that is cut', { fault: hangUp, status: 503, agent: 0, store: 0 }],
])('after %s no timer runs, and no connection is kept unless it is clean', async (_what, { behaviour, fault, short = {}, ...end }) => {
  given = await givenProxy({ images: { face: { key: 'faces/{subject}', maxBytes: 10_000_000 } }, limits: limitsWith(short) });
  given.s3.putPhoto(`faces/${SUBJECT}`, BIG);
  const timers = watchTimers();
  if (behaviour !== undefined) given.agent.script.push(behaviour);
  given.s3.fault = fault;
  const { statusCode } = await given.call();
  expect(statusCode).toBe(end.status);
  expect(await timers.running()).toEqual([]);
  timers.stop();
  // The other side learns a moment later that a connection is gone.
  await until(async () => given.agent.connections() === end.agent && given.s3.connections() === end.store);
  expect({ agent: given.agent.connections(), store: given.s3.connections() }).toEqual({ agent: end.agent, store: end.store });
});

test('no listener stays on a connection that many requests use, one after the other', async () => {
  given = await givenProxy({ limits: limitsWith({}) });
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
