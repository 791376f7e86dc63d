import { existsSync, lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { version } from '../../package.json';
import { Failure } from '../failures/failures';
import { fileFailure } from '../failures/file-failures';
import { type Job, type Parts, perform } from '../job';
import { quoted } from '../terminal/quoted';
import { appFiles } from './app-files';
import { appManifest } from './app-manifest';
import { type Manifest, readManifest } from './manifest';

/** `init`: a CDK app of one's own that depends on the package, ready to synthesize. */
export function registerInit(program: Command, parts: Parts): void {
  program
    .command('init')
    .argument('<folder>', 'where to write it, such as . for the folder that you are in')
    .description('Writes an app of your own that deploys this version: settings, CDK app, pipeline, README.')
    .addHelpText(
      'after',
      `
A package.json that is there gets what it lacks and keeps what it has; beside a README.md the guide is FACE-MATCH.md; a .gitignore stays. Where any other
of the files is there already, nothing is written.

Example:
  npx face-match-proxy init .`,
    )
    .action(perform(parts, async (job, _options, [folder = '']) => init(job, folder)));
}

function init(job: Job, given: string): undefined {
  const folder = path.resolve(given);
  const present = readManifest(folder);
  const files = besides(appFiles(path.join(__dirname, '..', '..')), folder);
  const there = inTheWay(folder, [...Object.keys(files), ...(present === undefined ? ['package.json'] : [])]);
  if (there.length > 0) throw wouldOverwrite(folder, there);
  const spec = packageSpec(present, folder);
  const { manifest, kept } = appManifest(present, { name: path.basename(folder), spec });
  write(folder, { ...files, 'package.json': `${JSON.stringify(manifest, null, 2)}\n` });
  const written = [...Object.keys(files), 'package.json'].sort();
  job.terminal.result({ folder, files: written, kept }, () => [
    `Written to ${folder}:`,
    ...written.map((file) => `  ${file}`),
    ...kept.map((what) => `Kept as it was, where another value was tested: ${what}.`),
    '',
    'Next:',
    ...(folder === process.cwd() ? [] : [`  cd ${quoted(given)}`]),
    '  npm install',
    '  npm run synth -- -c stage=dev',
    `${GUIDES.find((name) => name in files)} has the rest.`,
  ]);
}

/** What of files is there, and what is there instead of the folder of one. A link is there even if it leads nowhere: nothing could be written at it. */
function inTheWay(folder: string, files: readonly string[]): string[] {
  const foldersOf = (file: string): string[] => (path.dirname(file) === '.' ? [] : [...foldersOf(path.dirname(file)), path.dirname(file)]);
  const isThere = (file: string) => lstatSync(path.join(folder, file), { throwIfNoEntry: false }) !== undefined;
  const isNoFolder = (file: string) => isThere(file) && !statSync(path.join(folder, file), { throwIfNoEntry: false })?.isDirectory();
  const blocked = files.map((file) => foldersOf(file).find(isNoFolder) ?? file);
  return [...new Set(blocked.filter(isThere))];
}

/** The app's guide, and its name where a README.md is there already. */
const GUIDES = ['README.md', 'FACE-MATCH.md'] as const;

/** A repository that was just made has a README.md and a .gitignore: they stay, and the guide comes beside them. */
function besides({ '.gitignore': ignored = '', 'README.md': guide = '', ...files }: Readonly<Record<string, string>>, folder: string) {
  const isThere = (name: string) => existsSync(path.join(folder, name));
  return {
    ...(!isThere('.gitignore') && { '.gitignore': ignored }),
    ...files,
    [isThere('README.md') ? 'FACE-MATCH.md' : 'README.md']: guide,
  };
}

/** As it is installed here; a file that is named relative to this folder is named from the new one. */
function packageSpec(present: Manifest | undefined, folder: string): string {
  const own = specOf(present);
  if (own !== undefined) return own;
  const here = specOf(readManifest(process.cwd()));
  const file = here?.startsWith('file:') ? here.slice('file:'.length) : undefined;
  if (file === undefined || path.isAbsolute(file)) return here ?? version;
  return `file:${path.relative(folder, path.resolve(file)).split(path.sep).join('/')}`;
}

function specOf(manifest: Manifest | undefined): string | undefined {
  return manifest?.dependencies?.['face-match-proxy'] ?? manifest?.devDependencies?.['face-match-proxy'];
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      // package.json alone may be there; what somebody has made meanwhile is not overwritten.
      writeFileSync(file, text, { flag: name === 'package.json' ? 'w' : 'wx' });
    } catch (error) {
      throw fileFailure(error, file, true);
    }
  }
}

function wouldOverwrite(folder: string, files: readonly string[]): Failure {
  return new Failure('file-not-written', {
    what: `${files.join(', ')} ${files.length === 1 ? 'is' : 'are'} there already; nothing was written.`,
    where: quoted(folder),
    toDo: 'Name an empty folder, and copy from it what you need.',
  });
}
