import type { Deadline } from '../../lambda/deadline/deadline';
import type { ProxyParts } from '../../lambda/proxy';
import type { Remains } from './remains';

type Parts = Pick<ProxyParts, 'photoStore' | 'credentials' | 'agent' | 'attempts'>;

/** The same parts, with everything noted that the flow hands to them and gets of them. */
export function watchedParts({ photoStore, credentials, agent, attempts }: Parts, remains: Remains): Parts {
  const noting = (deadline: Deadline) => {
    remains.note('the deadline', deadline);
    remains.note('the deadline', deadline.signal);
    return deadline;
  };
  return {
    attempts: { count: (subject, of, deadline) => attempts.count(subject, of, noting(deadline)) },
    credentials: {
      current: (deadline) => credentials.current(noting(deadline)),
      reread: (deadline) => credentials.reread(noting(deadline)),
    },
    photoStore: {
      prepare(key, deadline) {
        const request = photoStore.prepare(key, noting(deadline));
        remains.note('the request for a photo', request);
        const open = async () => {
          const photo = await request.open();
          remains.note('the photo', photo);
          const next = async () => {
            const chunk = await photo.chunks.next();
            if (!chunk.done) remains.noteBytes('the photo', chunk.value);
            return chunk;
          };
          return { ...photo, chunks: { next } };
        };
        return { open };
      },
    },
    agent: {
      async send(request, deadline) {
        for (const thing of [request.payload, request.payload?.chunks]) remains.note('the payload', thing);
        for (const thing of [request, request.headers]) remains.note('a request to agent', thing);
        const reply = await agent.send(request, noting(deadline));
        for (const thing of [reply, reply.headers, reply.body]) remains.note('a reply of agent', thing);
        return reply;
      },
    },
  };
}
