import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GENERATED, isUpToDate } from './pages';

/** `npm run docs` makes what is made; with `--check` it says what is not up to date, writes nothing, and fails. */
async function main(words: readonly string[]): Promise<number> {
  const unknown = words.filter((word) => word !== '--check');
  if (unknown.length > 0) throw new Error(`"${unknown[0]}" is not known: npm run docs [-- --check]`);
  const isCheck = words.includes('--check');
  let stale = 0;
  for (const { file, make } of GENERATED) {
    const text = await make();
    if (isUpToDate(file, text)) continue;
    stale += 1;
    process.stdout.write(isCheck ? `not up to date: ${file}\n` : `written: ${file}\n`);
    if (!isCheck) writeFileSync(path.join(__dirname, '..', '..', file), text);
  }
  if (stale === 0) process.stdout.write(`All ${GENERATED.length} generated files are up to date.\n`);
  else if (isCheck) process.stdout.write('Make them by: npm run docs. Then read the difference.\n');
  return isCheck && stale > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
