import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleInto } from '../../lib/function/bundle';
import { FUNCTIONS } from '../../lib/function/functions';
import { synthesize } from '../../local/template/synth';
import { BUILT, BUNDLES } from './built';

/**
 * Before the first test of a run: the bundles of both functions and the assembly of the stage `local`, which many test files start from, in a
 * folder that takes all that tests and what they start leave behind, such as an assembly of each app. It goes with the run (global-teardown.ts).
 */
export default async function build(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-'));
  buildBundle(path.join(folder, BUNDLES.proxy), FUNCTIONS.proxy);
  buildBundle(path.join(folder, BUNDLES.verdict), FUNCTIONS.verdict);
  const project = path.join(__dirname, '..', '..');
  await synthesize({ project, output: path.join(folder, 'assembly'), context: { stage: 'local', agentUrl: 'http://127.0.0.1:1/agent/' } });
  Object.assign(process.env, { [BUILT]: folder, TMPDIR: folder });
}

function buildBundle(directory: string, file: string): void {
  mkdirSync(directory);
  const metafile = bundleInto(directory, file);
  writeFileSync(path.join(directory, 'inputs.json'), JSON.stringify(Object.keys(metafile.inputs)));
}
