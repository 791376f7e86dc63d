import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '../process/child';
import { StartError } from '../process/start-error';

export interface SynthOptions {
  /** The project's folder, where cdk.json is. */
  readonly project: string;
  /** Where the cloud assembly goes. */
  readonly output: string;
  /** Context in addition to the one in cdk.json. */
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * As in cdk.json. A synthesis is short: threads for compiling and collecting garbage would take half as much processor time again, and to
 * compile the WebAssembly of CDK's validator a second time, optimized, as much as all the rest.
 */
const APP = ['--single-threaded', '--no-wasm-dynamic-tiering', '--require', 'tsx/cjs'];

/**
 * Synthesizes the CDK app without the CDK CLI, which would add seconds: the CLI hands an app its output folder and its context in
 * two environment variables, and so do we.
 * @throws StartError with what the app wrote when it does not synthesize, for instance the faults of a configuration file.
 */
export async function synthesize(options: SynthOptions): Promise<void> {
  const settings = JSON.parse(await readFile(join(options.project, 'cdk.json'), 'utf8')) as { context?: object };
  const child = spawn(process.execPath, [...APP, join('bin', 'app.ts')], {
    cwd: options.project,
    env: {
      ...inheritedEnvironment(),
      CDK_OUTDIR: options.output,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...options.context }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new StartError(`The stack does not synthesize:\n${said.trim()}`);
}
