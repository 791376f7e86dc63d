import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GetObjectCommand, GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { Part } from '../deadline/deadline';

/** A request for an object that waits to be let go. */
export interface HeldRequest {
  /** Ends it. */
  readonly part: Part;
  readonly reply: Promise<GetObjectCommandOutput>;
  /** Lets it go to the wire. */
  release(): void;
}

/**
 * A request that the client has taken through all that comes before the wire, the signature last, and keeps there. That begins in the next
 * turn of the event loop, so that what has been asked for in this one is on its way first.
 */
export function heldRequest(s3: S3Client, command: GetObjectCommand, part: Part): HeldRequest {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  command.middlewareStack.add(
    (next) => async (args) => {
      await released;
      return await next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const reply = nextTurn(undefined, { signal: part.signal }).then(() => s3.send(command, { abortSignal: part.signal }));
  // One that is never released stays where it is, and no one hears of an error before that.
  reply.catch(() => undefined);
  return { part, reply, release };
}
