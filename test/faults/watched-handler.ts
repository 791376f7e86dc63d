import path from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import type { Context } from 'aws-lambda';
import { CODE_FILE } from '../../lib/function/functions';
import { collect, startRemains } from './remains';
import { watchHttp } from './watched-http';
import { watchedInvocation } from './watched-invocation';

/**
 * The handler of the deployed bundle, which is in the same folder, in a process that says over IPC what is left of its requests. The
 * bundle is as it deploys: what it makes within itself is not seen.
 */
export interface Answers {
  /** What is still in memory, by name. */
  held(): Promise<readonly string[]>;
  /** Everything that was looked for, by name. */
  names(): Promise<readonly string[]>;
  /** How many timers run. */
  timers(): Promise<number>;
  /** How much is in memory after everything was freed that no one holds. */
  bytes(): Promise<number>;
  /** Writes all objects and texts that are in memory into a file. @returns its path. */
  snapshot(): Promise<string>;
}

const remains = startRemains();
// The Runtime API is asked by the process, not by the function.
watchHttp((host) => (host === process.env.AWS_LAMBDA_RUNTIME_API ? undefined : 'a service'), remains);

const root = process.env.LAMBDA_TASK_ROOT ?? '';
let bundled: Parameters<typeof watchedInvocation<Context>>[0];

/** What the module awaits at its top level (bundled-function.ts): the deployed code, with its own init. */
export const ready = import(path.join(root, CODE_FILE)).then(({ handler }) => {
  bundled = handler;
});

export const handler = watchedInvocation<Context>((event, context) => bundled(event, context), remains);

const answers: Answers = {
  held: () => remains.held(),
  names: async () => remains.names(),
  timers: async () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
  async bytes() {
    // What is noted takes room itself until it is found to be gone.
    await remains.held();
    await collect();
    // `external` has the bytes of buffers in it ("process.memoryUsage()").
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  snapshot: async () => writeHeapSnapshot(path.join(root, `${process.pid}.heapsnapshot`)),
};

process.on('message', async (question: keyof Answers) => process.send?.(await answers[question]()));
