import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import cdkJson from '../../cdk.json';
import type { SynthOptions } from '../../local/template/synth';
import { keptSynthesize, READ_BY_THE_APP } from '../support/kept-assembly';

const ROOT = path.join(__dirname, '..', '..');

const FILES = {
  'bin/app.ts': 'app',
  'lib/function/bundle.ts': 'bundle',
  'lib/stack.ts': 'stack',
  'lambda/handler.ts': 'export const handler = "limited";',
  'lambda/handler-without-limit.ts': 'export const handler = "unlimited";',
  'config/local.json': '{}',
  'cdk.json': '{}',
  'package-lock.json': '{}',
};

let project: string;
let made: number;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-assembly-'));
  made = 0;
  for (const [name, text] of Object.entries(FILES)) write(name, text);
});
afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(project, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** An app whose template says where the Agent API is. */
async function app({ output, context }: SynthOptions): Promise<void> {
  made += 1;
  mkdirSync(path.join(output, 'asset.1'), { recursive: true });
  writeFileSync(path.join(output, 'asset.1', 'index.js'), 'code');
  writeFileSync(path.join(output, 'local.template.json'), JSON.stringify({ url: context.agentUrl }));
}

/** @returns what stands in the new assembly. */
async function synthesized(port: number, context: object = {}, make = app): Promise<string[]> {
  const output = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-cdk-'));
  const all = { stage: 'local', agentUrl: `http://127.0.0.1:${port}/agent/`, ...context };
  await keptSynthesize({ project, output, context: all }, make);
  const files = ['asset.1/index.js', 'local.template.json'].map((name) => readFileSync(path.join(output, name), 'utf8'));
  rmSync(output, { recursive: true });
  return files;
}

test('the app is run once for the same sources, and each stack has the address of its own Agent API', async () => {
  for (const port of [4001, 4002, 4003]) expect(await synthesized(port)).toEqual(['code', `{"url":"http://127.0.0.1:${port}/agent/"}`]);
  expect(made).toBe(1);
});

test.each([
  ['the app', 'bin/app.ts'],
  ['the stack', 'lib/stack.ts'],
  ['a new file of the stack', 'lib/another.ts'],
  ['a source of the function', 'lambda/another.ts'],
  ['the settings of the stage', 'config/local.json'],
  ['the context', 'cdk.json'],
  ['a version that is locked', 'package-lock.json'],
])('%s, changed, runs it again', async (_what, file) => {
  await synthesized(4001);
  write(file, 'changed');
  await synthesized(4001);
  await synthesized(4001);
  expect(made).toBe(2);
});

test('other settings run it again, the same settings in another file do not', async () => {
  for (const [file, text] of [
    ['a/local.json', '{"one":1}'],
    ['b/local.json', '{"one":1}'],
    ['a/local.json', '{"two":2}'],
  ] as const)
    await synthesized(4001, { config: write(file, text) });
  await synthesized(4001, { stage: 'another' });
  expect(made).toBe(3);
});

test('a synthesis that fails is not kept', async () => {
  const fails = async () => await Promise.reject(new Error('not this time'));
  await expect(synthesized(4001, {}, fails)).rejects.toThrow('not this time');
  await synthesized(4001);
  expect(made).toBe(1);
});

/** Writes down, when the program ends, which files it has loaded or read. */
const RECORDER = `
const fs = require('node:fs');
const files = new Set();
for (const name of ['readFileSync', 'openSync', 'readdirSync']) {
  const original = fs[name];
  fs[name] = (file, ...others) => { files.add(String(file)); return original.call(fs, file, ...others); };
}
process.on('exit', () => fs.writeFileSync(process.env.READ_FILES, JSON.stringify([...files, ...Object.keys(require.cache)])));
`;

test('what decides over an assembly is all of the project that the app reads', () => {
  const [recorder, written] = [write('recorder.cjs', RECORDER), path.join(project, 'read.json')];
  const context = JSON.stringify({ ...cdkJson.context, stage: 'local', agentUrl: 'http://127.0.0.1:4001/agent/' });
  const environment = { CDK_OUTDIR: path.join(project, 'cdk.out'), CDK_CONTEXT_JSON: context, READ_FILES: written };
  const [, ...words] = cdkJson.app.split(' ');
  execFileSync(process.execPath, ['--require', recorder, ...words], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: 'pipe',
  });
  const read = (JSON.parse(readFileSync(written, 'utf8')) as string[]).map((file) => path.relative(ROOT, file));
  const own = read.filter((file) => !file.startsWith('..') && !file.startsWith(`node_modules${path.sep}`));
  expect(own).toEqual(expect.arrayContaining(['bin/app.ts', 'lib/index.ts', 'config/local.json', 'package.json']));
  expect(own.filter((file) => !READ_BY_THE_APP.some((name) => file === name || file.startsWith(name + path.sep)))).toEqual([]);
});
