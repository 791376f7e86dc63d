import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CODE_FILE } from '../../lib/function/functions';
import { type SynthOptions, synthesize } from '../../local/template/synth';
import { bundleCommandLine } from '../../tools/package/command-line';

/** The variable that names the folder of what was built once for the whole run (global-setup.ts). */
export const BUILT = 'FACE_MATCH_PROXY_BUILT';

/** Where the Agent API is in the assembly that was built. */
const AGENT = 'http://127.0.0.1:1/';

function built(name: string): string {
  const folder = process.env[BUILT];
  if (folder === undefined) throw new Error(`${BUILT} is not set: Jest's globalSetup sets it.`);
  return path.join(folder, name);
}

/** The functions, each with the folder of its bundle: the one behind the SDKs' API, and the one that answers for a verdict. */
export const BUNDLES = { proxy: 'bundle', verdict: 'verdict-bundle' } as const;
export type Bundle = keyof typeof BUNDLES;

/** A function's code, as it is deployed. */
export function bundleCode(of: Bundle = 'proxy'): string {
  return readFileSync(built(`${BUNDLES[of]}/${CODE_FILE}`), 'utf8');
}

/** Files that went into it, from the project's root. */
export function bundleInputs(of: Bundle = 'proxy'): string[] {
  return JSON.parse(readFileSync(built(`${BUNDLES[of]}/inputs.json`), 'utf8'));
}

/** The file of the operator's commands, as the npm package has it: made by the first test of a run that asks for it. */
export function builtCommandLine(): string {
  const file = built('face-match-proxy.js');
  if (existsSync(file)) return file;
  // Another worker may ask at the same time, and must find all of it or none.
  const own = built(`face-match-proxy-${process.pid}.js`);
  bundleCommandLine(own);
  renameSync(own, file);
  return file;
}

/** As `synthesize`, without running the app where only the port of the Agent API is another than in the assembly that was built. */
export async function builtSynthesize(options: SynthOptions): Promise<void> {
  const { agentUrl, stage, ...others } = options.context;
  if (stage !== 'local' || Object.keys(others).length > 0) return await synthesize(options);
  cpSync(built('assembly'), options.output, { recursive: true });
  for (const name of readdirSync(options.output).filter((each) => each.endsWith('.json'))) {
    const file = path.join(options.output, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(AGENT, `${new URL(String(agentUrl)).origin}/`));
  }
}
