import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { version } from '../../package.json';
import { read } from '../docs/documents';
import { releaseFaults } from './changelog';
import { heldNames } from './held-names';
import { KEPT } from './kept';
import { recordStage, SETTINGS, stageWith } from './stage-record';

const USAGE = 'npx tsx test/releases/keep.ts [--check <tag>]';

/**
 * Keeps, for the version of package.json, what users hold and what an update of its stages is compared with. `--check` writes nothing,
 * and fails where the tag is not the release of that version or this is not what is kept.
 */
function main([word, tag, ...more]: readonly string[]): number {
  if (more.length > 0 || (word !== undefined && (word !== '--check' || tag === undefined))) throw new Error(USAGE);
  const folder = `${KEPT}/${version}`;
  const stages = Object.entries(SETTINGS).map(([name, settings]) => [name, recordStage(settings, stageWith(settings, name))] as const);
  const files = Object.entries({ names: heldNames(), ...Object.fromEntries(stages) }).map(([name, content]) => ({
    file: `${folder}/${name}.json`,
    content: JSON.parse(JSON.stringify(content)) as unknown,
  }));
  const stale = files.filter(({ file, content }) => !isDeepStrictEqual(written(file), content));
  if (tag !== undefined) {
    const faults = [
      ...releaseFaults(tag, read('CHANGELOG.md'), version),
      ...stale.map(({ file }) => `${file} is not what this version is`),
    ];
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    return faults.length === 0 ? 0 : 1;
  }
  mkdirSync(path.join(__dirname, 'kept', version), { recursive: true });
  for (const { file, content } of stale) writeFileSync(path.join(__dirname, '..', '..', file), `${JSON.stringify(content)}\n`);
  for (const { file } of stale) process.stdout.write(`written: ${file}\n`);
  if (stale.length > 0) execFileSync('npx', ['biome', 'format', '--write', ...stale.map(({ file }) => file)], { stdio: 'ignore' });
  return 0;
}

function written(file: string): unknown {
  try {
    return JSON.parse(read(file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
