import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { watchNpm } from '../local/process/npm-parent';
import { StartError } from '../local/process/start-error';
import { runLocally } from '../local/run';
import { watchSources } from '../local/sources';
import { readStartOptions } from '../local/start-options';

/** `npm start`: the local stack until Ctrl-C, started again when a source has changed. */
const PROJECT = join(__dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);
async function main(): Promise<void> {
  const { port } = readStartOptions(process.argv.slice(2), process.env);
  const directory = join(PROJECT, '.local');
  mkdirSync(directory, { recursive: true });
  const session = runLocally({ port, directory, say });
  let interrupted = false;
  const end = async () => {
    interrupted = true;
    await session.end();
    process.exit(0);
  };
  // npm passes on a signal that the terminal has sent already, so each may come twice; stopping is safe to repeat.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end());
  watchNpm(() => void end());
  // The reader of our output may leave before we do, as `npm start | head` does.
  process.stdout.on('error', () => undefined);
  watchSources(PROJECT, session.changed);
  // A synthesis that Ctrl-C ended is no fault of the stack.
  await session.started.catch((error: unknown) => (interrupted ? undefined : Promise.reject(error)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof StartError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
