import type { Lifetime } from '../../lambda/deadline/deadline';
import type { ProxyParts } from '../../lambda/proxy';
import type { Remains } from './remains';

type Parts = Pick<ProxyParts, 'faceStore' | 'credentials' | 'agent' | 'attempts'>;

/** The same parts, with everything noted that the flow hands to them and gets of them. */
export function watchedParts({ faceStore, credentials, agent, attempts }: Parts, remains: Remains): Parts {
  const noting = (lifetime: Lifetime) => {
    remains.note('the lifetime', lifetime);
    remains.note('the lifetime', lifetime.signal);
    return lifetime;
  };
  return {
    attempts: { count: (subject, of, lifetime) => attempts.count(subject, of, noting(lifetime)) },
    credentials: {
      current: (lifetime) => credentials.current(noting(lifetime)),
      reread: (lifetime) => credentials.reread(noting(lifetime)),
    },
    faceStore: {
      async open(key, lifetime) {
        const face = await faceStore.open(key, noting(lifetime));
        remains.note('the photo', face);
        const next = async () => {
          const chunk = await face.chunks.next();
          if (!chunk.done) remains.noteBytes('the photo', chunk.value);
          return chunk;
        };
        return { ...face, chunks: { next } };
      },
    },
    agent: {
      async send(request, lifetime) {
        for (const thing of [request.payload, request.payload?.chunks]) remains.note('the payload', thing);
        for (const thing of [request, request.headers]) remains.note('a request to agent', thing);
        const reply = await agent.send(request, noting(lifetime));
        for (const thing of [reply, reply.headers, reply.body]) remains.note('a reply of agent', thing);
        return reply;
      },
    },
  };
}
