import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keptBundle } from '../../lib/function/kept-bundle';
import { keep, keptFolder, readKept } from '../../lib/function/kept-file';
import { type SynthOptions, synthesize } from '../../local/template/synth';

/** A cloud assembly as it is kept: what stands in each of its files, and where the Agent API was when it was made. */
interface Entry {
  readonly agentHost: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Everything of the project that the app reads or runs. Packages are known by the lock file, and by what of them is in a bundle. */
export const READ_BY_THE_APP = [
  ...['bin', 'contract', 'lib', 'lambda', 'config', 'local/template/synth.ts', 'ops/npm-options.ts', 'cdk.json', 'tsconfig.json'],
  ...['package.json', 'package-lock.json', 'node_modules/.package-lock.json'],
];

/** So many are kept; each has half a megabyte. */
const MOST = 24;

/**
 * As `synthesize`, but what was made of the same content is taken again: a local stack in a test differs from the one before in the port
 * of its Agent API, and the app would be run for seconds.
 * @param make Synthesizes. @default runs the app
 */
export async function keptSynthesize(options: SynthOptions, make: typeof synthesize = synthesize): Promise<void> {
  const folder = path.join(keptFolder(options.project), 'assemblies');
  const { agentUrl, ...context } = options.context;
  const agentHost = new URL(String(agentUrl)).host;
  const kept = path.join(folder, `${digestOf(options.project, context)}.json`);
  const entry = readKept<Entry>(kept);
  if (entry !== undefined) {
    writeAll(options.output, entry, agentHost);
    return;
  }
  await make(options);
  keep(kept, { agentHost, files: readAll(options.output) });
  forget(folder);
}

function digestOf(project: string, context: Readonly<Record<string, unknown>>): string {
  const digest = createHash('sha256').update(process.version);
  for (const name of READ_BY_THE_APP.flatMap((each) => filesIn(path.join(project, each)))) digest.update(name).update(contentOf(name));
  for (const kind of ['with-attempt-limit', 'without-limit'] as const) digest.update(keptBundle(kind, project).code);
  // A test has its settings in a new folder each time.
  const { config, ...others } = context;
  return digest.update(JSON.stringify(others)).update(contentOf(config)).digest('hex');
}

function filesIn(name: string): string[] {
  if (!existsSync(name)) return [];
  if (statSync(name).isFile()) return [name];
  return readdirSync(name, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((each) => path.join(name, each))
    .filter((each) => statSync(each).isFile());
}

/** A text that no file has, where there is none. */
function contentOf(file: unknown): string {
  return typeof file === 'string' && existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'none';
}

function readAll(assembly: string): Record<string, string> {
  return Object.fromEntries(filesIn(assembly).map((file) => [path.relative(assembly, file), readFileSync(file, 'utf8')]));
}

function writeAll(assembly: string, { files, agentHost: then }: Entry, now: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(assembly, name)), { recursive: true });
    writeFileSync(path.join(assembly, name), text.replaceAll(then, now));
  }
}

/** The oldest go. */
function forget(folder: string): void {
  if (!existsSync(folder)) return;
  const kept = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const age = (name: string) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const byAge = kept.map((name) => [age(name), name] as const).sort(([one], [other]) => other - one);
  for (const [, name] of byAge.slice(MOST)) rmSync(path.join(folder, name), { force: true });
}
