import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { takeConsolePicture } from './console-picture';
import { GENERATED, isUpToDate } from './pages';
import { takeStepUpPictures } from './step-up-pictures';

const USAGE = 'npm run docs [-- --check | --picture]';

/** `npm run docs` makes what is made from others; `--check` says what is not up to date, writes nothing, and fails; `--picture` takes the pictures. */
async function main(words: readonly string[]): Promise<number> {
  const [word, ...more] = words;
  if (more.length > 0 || (word !== undefined && word !== '--check' && word !== '--picture'))
    throw new Error(`Not known: ${words.join(' ')}. ${USAGE}`);
  if (word !== '--picture') return await makeAll(word === '--check');
  await takeConsolePicture();
  await takeStepUpPictures();
  return 0;
}

async function makeAll(isCheck: boolean): Promise<number> {
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
