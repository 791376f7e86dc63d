/**
 * What an init waits for at most, in milliseconds: a service that does not answer must not keep a process from its first request, which
 * says so. Lambda itself ends an init after 10 seconds and repeats it within the first invocation ("Lambda runtime environment", "Init phase").
 */
const INIT_MS = 1000;

/**
 * Waits for work that is done ahead of the first request, as long as the init phase may wait for it. Lambda gives that phase more of a
 * processor than a small function has afterwards, and ends it when the module has been evaluated, with whatever it awaits at its top level
 * ("Using top-level await in Lambda Node.js functions").
 * @returns when it has ended in one way or another, or the time is over. What is left goes on, and its failure is not heard of here.
 */
export async function initialized(ahead: readonly Promise<unknown>[]): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, INIT_MS);
  await Promise.race([Promise.allSettled(ahead), late]);
  clearTimeout(timer);
}
