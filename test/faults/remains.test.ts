import http from 'node:http';
import type { AgentReply, AgentRequest } from '../../lambda/agent/agent-client';
import { wholePayload } from '../../lambda/agent/payload';
import { withoutLimit } from '../../lambda/attempts/attempt-counter';
import { type Deadline, startDeadline } from '../../lambda/deadline/deadline';
import type { StoredPhoto } from '../../lambda/photo/photo-store';
import { startAgentServer } from '../../stand-ins/agent/scripted';
import { apiEvent } from '../support/events';
import { type Remains, startRemains } from './remains';
import { watchHttp } from './watched-http';
import { watchedInvocation } from './watched-invocation';
import { watchedParts } from './watched-parts';

/** Holds what it is given, as a flow does that forgets to let go of it. The functions of these tests hold nothing when they are over. */
let kept: unknown[];
let remains: Remains;
beforeEach(() => {
  kept = [];
  remains = startRemains();
});

/** What is found in memory. */
interface Found {
  readonly whileKept: readonly string[];
  readonly after: readonly string[];
}

/** Tries every way to keep something, all at once: most of it is waiting for what is let go of late. */
async function tryAll<Way>(ways: readonly Way[], run: (way: Way, kept: unknown[], remains: Remains) => Promise<unknown>) {
  const found = ways.map(async (way): Promise<[Way, Found]> => {
    const [keptHere, remainsHere]: [unknown[], Remains] = [[], startRemains()];
    await run(way, keptHere, remainsHere);
    const whileKept = await remainsHere.held();
    keptHere.length = 0;
    return [way, { whileKept, after: await remainsHere.held() }];
  });
  return new Map(await Promise.all(found));
}

test('names what is held, and nothing that no one holds any more', async () => {
  (() => {
    for (const name of ['one', 'other', 'third']) {
      const thing = { name };
      remains.note(name, thing);
      if (name !== 'other') kept.push(thing);
    }
  })();
  expect(await remains.held()).toEqual(['one', 'third']);
  kept = [];
  expect(await remains.held()).toEqual([]);
  expect(remains.names()).toEqual(['one', 'other', 'third']);
});

test('finds bytes that are held by another view of them, and takes no small ones for held because their neighbours are', async () => {
  (() => {
    const large = Buffer.alloc(100_000);
    remains.noteBytes('large', large.subarray(0, 50_000));
    kept.push(large.subarray(99_000));
    const small = Buffer.from('small');
    remains.noteBytes('small', small);
    kept.push(Buffer.from(small.buffer, 0, 1));
  })();
  expect(await remains.held()).toEqual(['large']);
});

test('waits for what is let go of some turns later', async () => {
  (() => {
    const closing = { at: 'last' };
    remains.note('a connection', closing);
    setTimeout(() => closing.at, 30);
  })();
  expect(await remains.held()).toEqual([]);
});

describe('a handler', () => {
  const WAYS: [string, (answer: { event: object; context: object; result: object }) => unknown][] = [
    ['the event', ({ event }) => event],
    ['the context', ({ context }) => context],
    ['the answer', ({ result }) => result],
  ];
  let found: Map<(typeof WAYS)[number], Found>;
  beforeAll(async () => {
    found = await tryAll(WAYS, async ([, pick], keptHere, remainsHere) => {
      const handler = watchedInvocation<object>(async (event, context) => {
        const result = { statusCode: 200, body: '' };
        keptHere.push(pick({ event, context, result }));
        return result;
      }, remainsHere);
      await handler(apiEvent(), {});
    });
  });

  test.each(WAYS.map((way) => [way[0], way] as const))('that keeps %s is found out', (name, way) => {
    expect(found.get(way)?.whileKept).toContain(name);
    expect(found.get(way)?.after).not.toContain(name);
  });
});

describe('a client', () => {
  type Keep = (request: http.ClientRequest, response: http.IncomingMessage, bytes: Buffer) => unknown;

  function get(url: string, keep: Keep, keptHere: unknown[]): Promise<void> {
    return new Promise((resolve) => {
      const request = http.get(url, { agent: false }, (response) => {
        response.once('data', (bytes: Buffer) => keptHere.push(keep(request, response, bytes)));
        response.once('close', resolve);
      });
    });
  }

  const WAYS: [string, Keep][] = [
    ['a request to somebody', (request) => request],
    ['a reply of somebody', (_request, response) => response],
    ['bytes of somebody', (_request, _response, bytes) => bytes.subarray(1)],
  ];
  let found: Map<(typeof WAYS)[number], Found>;
  beforeAll(async () => {
    found = await tryAll(WAYS, async ([, keep], keptHere, remainsHere) => {
      const server = await startAgentServer();
      const stop = watchHttp((host) => (server.url.includes(host) ? 'somebody' : undefined), remainsHere);
      await get(server.url, keep, keptHere);
      stop();
      await server.stop();
    });
  });

  test.each(WAYS.map((way) => [way[0], way] as const))('that keeps %s is found out', (name, way) => {
    expect(found.get(way)?.whileKept).toContain(name);
    expect(found.get(way)?.after).toEqual([]);
  });

  test('is not looked at when it asks somebody else', async () => {
    const server = await startAgentServer();
    const stop = watchHttp(() => undefined, remains);
    await get(server.url, (request) => request, kept);
    stop();
    await server.stop();
    expect(remains.names()).toEqual([]);
  });
});

describe('a part of the flow', () => {
  interface Seen {
    readonly deadline: Deadline;
    readonly photo: StoredPhoto;
    readonly chunk: Uint8Array;
    readonly request: AgentRequest;
    readonly reply: AgentReply;
  }

  /** Parts as the flow has them, of which one keeps something of what they see. */
  async function run(keep: (seen: Seen) => unknown, keptHere: unknown[], remainsHere: Remains): Promise<void> {
    const chunk = Buffer.alloc(20_000);
    async function* chunks() {
      yield chunk;
    }
    const photo = {
      bytes: chunk.length,
      version: 'v1',
      enrolledAt: undefined,
      requestId: undefined,
      chunks: chunks(),
      close: () => undefined,
    };
    const reply = { status: 200, headers: {}, body: Buffer.alloc(0) };
    const credentials = async () => ({ authorization: 'Basic x' });
    const parts = watchedParts(
      {
        attempts: withoutLimit,
        credentials: { current: credentials, reread: credentials },
        photoStore: { prepare: () => ({ open: async () => photo }) },
        agent: {
          async send(request, deadline) {
            keptHere.push(keep({ deadline, photo, chunk, request, reply }));
            return reply;
          },
        },
      },
      remainsHere,
    );
    const deadline = startDeadline(1000);
    await parts.attempts.count('somebody', 'injecting', deadline);
    await parts.credentials.current(deadline);
    const opened = await parts.photoStore.prepare('key', deadline).open();
    await opened.chunks.next();
    await parts.agent.send({ method: 'POST', path: '', headers: {}, payload: wholePayload('{}') }, deadline);
    deadline.end();
  }

  const WAYS: [string, (seen: Seen) => unknown][] = [
    ['the deadline', ({ deadline }) => deadline],
    ['the deadline', ({ deadline }) => deadline.signal],
    ['the photo', ({ photo }) => photo],
    ['the photo', ({ chunk }) => chunk.subarray(1)],
    ['the payload', ({ request }) => request.payload],
    ['the payload', ({ request }) => request.payload?.chunks],
    ['a request to agent', ({ request }) => request.headers],
    ['a reply of agent', ({ reply }) => reply],
    ['a reply of agent', ({ reply }) => reply.body],
  ];
  let found: Map<(typeof WAYS)[number], Found>;
  beforeAll(async () => {
    found = await tryAll(WAYS, ([, keep], keptHere, remainsHere) => run(keep, keptHere, remainsHere));
  });

  test.each(WAYS.map((way) => [way[0], way] as const))('that keeps something of %s is found out', (name, way) => {
    expect(found.get(way)?.whileKept).toContain(name);
    expect(found.get(way)?.after).toEqual([]);
  });
});
