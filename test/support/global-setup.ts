import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleInto } from '../../lib/function/bundle';
import { synthesize } from '../../local/template/synth';
import { BUILT } from './built';

/** Before the first test of a run: the function's bundle and the assembly of the stage `local`, which many test files start from. */
export default async function build(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-built-'));
  const bundle = path.join(folder, 'bundle');
  mkdirSync(bundle);
  const metafile = bundleInto(bundle);
  writeFileSync(path.join(bundle, 'inputs.json'), JSON.stringify(Object.keys(metafile.inputs)));
  const project = path.join(__dirname, '..', '..');
  await synthesize({ project, output: path.join(folder, 'assembly'), context: { stage: 'local', agentUrl: 'http://127.0.0.1:1/agent/' } });
  process.env[BUILT] = folder;
}
