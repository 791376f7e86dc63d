import { resolve } from 'node:path';
import { EXIT_CODES } from '../ops/failures/failures';
import { run } from '../ops/run';

/** `npm run ops -- <command>`: one command of the operator's, and its exit code. */
async function main(): Promise<void> {
  const interruption = new AbortController();
  let since = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // npm passes on a signal that the terminal has sent already; a person's second Ctrl-C comes later than that.
      if (interruption.signal.aborted) return void (Date.now() - since > 300 && process.exit(EXIT_CODES.interrupted));
      since = Date.now();
      interruption.abort(name);
      process.stderr.write('Ending what is under way. Ctrl-C again stops at once.\n');
    });
  }
  const { env: environment, platform, stdin, stdout, stderr } = process;
  process.exitCode = await run(process.argv.slice(2), {
    ...{ environment, platform, stdin, stdout, stderr },
    signal: interruption.signal,
    now: () => new Date(),
    localDirectory: environment.LOCAL_DIRECTORY ?? resolve('.local'),
  });
}

void main();
