import { refuseTaken, takenByNpm } from '../lib/config/npm-options';
import { startLoadedStack } from '../load/loaded-stack';
import { readLoadOptions } from '../load/options';
import { runLoad } from '../load/run';

/** `npm run load`: mixed traffic against a local stack; exit code 1 on a wrong photo, an unexplained answer or a leak. */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  refuseTaken(takenByNpm(['--seconds', '--concurrency'], words, process.env), 'load');
  const options = readLoadOptions(words);
  const starting = startLoadedStack();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void starting.then((stack) => stack.stop()).finally(() => process.exit(1)));
  }
  const stack = await starting;
  try {
    const { isGood } = await runLoad(stack, options, (line) => process.stdout.write(`${line}\n`));
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
