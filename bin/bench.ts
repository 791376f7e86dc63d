import { runBench } from '../bench/run';
import { refuseTaken, takenByNpm } from '../lib/config/npm-options';

/** `npm run bench`: the bundled function compared with other ways to the same end; exit code 1 when a gate does not hold. */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  refuseTaken(takenByNpm(['--gate', '--write-docs'], words, process.env), 'bench');
  const holds = await runBench(words, (line) => process.stdout.write(`${line}\n`));
  process.exitCode = holds ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
