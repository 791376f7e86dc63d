import { mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { bundleInto } from '../lib/function/bundle';
import { NODE_OPTIONS } from '../lib/function/service-function';
import { functionEnvironment } from './function-environment';

export const CONTENDERS = ['proxy', 'documented', 'usual', 'bare', 'network', 'unbundled', 'empty'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** Code that is measured: a folder as Lambda would unpack it. */
export interface Contender {
  readonly name: ContenderName;
  /** As a table calls it. */
  readonly title: string;
  readonly directory: string;
  /** `<file>.<export>`. */
  readonly handler: string;
  /** Variables in addition to those of the network. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it counts a start before it reads the bucket. */
  readonly isCounted: boolean;
}

export const TITLES: Readonly<Record<ContenderName, string>> = {
  proxy: 'face-match-proxy',
  documented: '(a) the documented way',
  usual: '(b) the usual Lambda example',
  bare: 'the same pipeline without a check',
  network: 'the network alone',
  unbundled: 'face-match-proxy, not bundled',
  empty: 'an empty function',
};

const PROJECT = path.join(__dirname, '..');
const CREDENTIALS = { AGENT_CLIENT_ID: 'sa_bench', AGENT_CLIENT_SECRET: 'not-a-secret' };

/** Builds everything that is measured, once. Below node_modules, so that code that is not bundled finds its packages. */
export function buildContenders(): Readonly<Record<ContenderName, Contender>> {
  const cache = path.join(PROJECT, 'node_modules', '.cache', 'face-match-proxy-bench');
  mkdirSync(cache, { recursive: true });
  const root = mkdtempSync(path.join(cache, 'run-'));
  const given = (name: ContenderName, build: (directory: string) => void, more: Partial<Contender> = {}): Contender => {
    const directory = path.join(root, name);
    build(directory);
    return { name, title: TITLES[name], directory, handler: 'index.handler', environment: {}, isCounted: false, ...more };
  };
  const ours = { environment: { ...functionEnvironment(true), NODE_OPTIONS }, isCounted: true };
  const theirs = { environment: { ...functionEnvironment(false), ...CREDENTIALS } };
  return {
    proxy: given('proxy', (directory) => void bundleInto(directory), ours),
    documented: given('documented', translated('bench/documented-way.ts'), { ...theirs, handler: 'documented-way.handler' }),
    usual: given('usual', translated('bench/usual-example.ts'), { ...theirs, handler: 'usual-example.handler' }),
    bare: given('bare', translated('bench/bare-pipeline.ts'), {
      environment: { ...theirs.environment, NODE_OPTIONS },
      handler: 'bare-pipeline.handler',
    }),
    network: given('network', translated('bench/network-alone.ts'), { ...theirs, handler: 'network-alone.handler' }),
    unbundled: given('unbundled', unbundled, { ...ours, handler: 'lambda/handler.handler' }),
    empty: given('empty', translated('bench/empty-function.ts'), { handler: 'empty-function.handler' }),
  };
}

/** Size of a bundle, in bytes. */
export function bundleBytes({ directory }: Contender): number {
  return statSync(path.join(directory, 'index.js')).size;
}

/** A source file as JavaScript, which finds its packages in node_modules at run time. */
function translated(source: string): (directory: string) => void {
  return (outdir) => translate([source], outdir, path.dirname(source));
}

/** The function and what it shares with the stack, each file by itself. */
function unbundled(outdir: string): void {
  const names = ['lambda', 'contract'].flatMap((folder) =>
    readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  translate(
    names.filter((name) => name.endsWith('.ts')),
    outdir,
    '.',
  );
}

function translate(entryPoints: string[], outdir: string, outbase: string): void {
  buildSync({ entryPoints, outdir, outbase, absWorkingDir: PROJECT, format: 'cjs', platform: 'node', target: 'node24' });
}
