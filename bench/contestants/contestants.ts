import path from 'node:path';
import { buildSync } from 'esbuild';
import { bundleInto } from '../../lib/function/bundle';
import { NODE_OPTIONS } from '../../lib/function/service-function';
import { VARIABLES } from './settings';

export const TITLES = {
  proxy: 'face-match-proxy',
  recording: 'the same, recorded for a verdict',
  bare: 'the same pipeline without a check',
  network: 'the network alone',
  documented: '(a) the documented way',
  usual: '(b) the usual Lambda example',
} as const;

export type Name = keyof typeof TITLES;
export const NAMES = Object.keys(TITLES) as readonly Name[];

/** Code that is measured: a folder as Lambda would unpack it. */
export interface Contestant {
  readonly directory: string;
  /** `<file>.<export>`. */
  readonly handler: string;
  /** Variables in addition to those of the network. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Code that is not bundled is elsewhere, and its packages are here ("NODE_PATH" in Node's modules). */
const NODE_PATH = path.join(__dirname, '..', '..', 'node_modules');
const CREDENTIALS = { AGENT_CLIENT_ID: 'sa_bench', AGENT_CLIENT_SECRET: 'not-a-secret' };

/** Builds everything that is measured. @param root A folder that takes one for each. */
export function buildContestants(root: string): Readonly<Record<Name, Contestant>> {
  const bundle = path.join(root, 'proxy');
  bundleInto(bundle);
  const ours = { directory: bundle, handler: 'index.handler', environment: { ...VARIABLES, NODE_OPTIONS } };
  const other = (file: string, more: Record<string, string> = {}): Contestant => {
    const outdir = path.join(root, file);
    buildSync({ entryPoints: [path.join(__dirname, `${file}.ts`)], outdir, format: 'cjs', platform: 'node', target: 'node24' });
    return { directory: outdir, handler: `${file}.handler`, environment: { ...VARIABLES, NODE_PATH, ...CREDENTIALS, ...more } };
  };
  return {
    proxy: ours,
    recording: { ...ours, environment: { ...ours.environment, TRANSACTIONS_TABLE: 'transactions' } },
    bare: other('bare-pipeline', { NODE_OPTIONS }),
    network: other('network-alone'),
    documented: other('documented-way'),
    usual: other('usual-example'),
  };
}
