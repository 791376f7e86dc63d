import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { guide } from '../local/guide';
import { watchNpm } from '../local/npm-parent';
import { startLocalStack } from '../local/stack';
import { StartError } from '../local/start-error';
import { readStartOptions } from '../local/start-options';

/** `npm start`: the local stack until Ctrl-C. */
const DIRECTORY = join(__dirname, '..', '.local');
const say = (line: string) => process.stdout.write(`${line}\n`);
async function main(): Promise<void> {
  const { port } = readStartOptions(process.argv.slice(2), process.env);
  mkdirSync(DIRECTORY, { recursive: true });
  let functionLog: NodeJS.WritableStream | undefined;
  const logFunction = (line: string) => functionLog?.write(`${line}\n`);
  const starting = startLocalStack({ port, directory: DIRECTORY, console: true, log: say, logFunction });
  let interrupted = false;
  const end = async () => {
    interrupted = true;
    await starting.then((stack) => stack.stop()).catch(() => undefined);
    process.exit(0);
  };
  // npm passes on a signal that the terminal has sent already, so each may come twice; stopping is safe to repeat.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end());
  watchNpm(() => void end());
  // Whoever reads our output may leave before we do, as `npm start | head` does.
  process.stdout.on('error', () => undefined);
  // A synthesis that Ctrl-C ended is no fault of the stack.
  const stack = await starting.catch((error: unknown) => (interrupted ? process.exit(0) : Promise.reject(error)));
  if (interrupted) return;
  functionLog = createWriteStream(join(DIRECTORY, 'function.log'));
  say(guide(stack.details, stack.tokens));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof StartError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
