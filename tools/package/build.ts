import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleInto, PROJECT } from '../../lib/function/bundle';
import { CODE_FILE, FUNCTIONS } from '../../lib/function/functions';
import { version } from '../../package.json';
import { apiPage } from './api-page';
import { everyPackageOf, noticesOf } from './bundled-packages';
import { bundleCommandLine } from './command-line';
import { keepPublicTypes } from './public-types';

const DIST = path.join(PROJECT, 'dist');

/** Makes what `npm pack` packs besides files of the repository. */
export function buildPackage(): void {
  // What was packed before stays.
  for (const name of existsSync(DIST) ? readdirSync(DIST) : [])
    if (!name.endsWith('.tgz')) rmSync(path.join(DIST, name), { recursive: true });
  compile();
  const inputs = [...bundleFunctions(), ...bundleCommandLine(path.join(DIST, 'bin', 'face-match-proxy.js'))];
  writeFileSync(path.join(DIST, 'THIRD-PARTY-NOTICES.txt'), noticesOf(everyPackageOf(inputs)));
  writeFileSync(path.join(DIST, 'API.md'), apiPage(path.join(DIST, 'lib')));
}

/** The construct and the types for apps: CommonJS, which both `require` and `import` take, with its declarations. */
function compile(): void {
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', path.join(__dirname, 'tsconfig.json')], { stdio: 'inherit' });
  // What bundles the sources is loaded in the repository alone.
  rmSync(path.join(DIST, 'lib', 'function', 'bundle.js'));
  keepPublicTypes(DIST, ['lib/index.d.ts', 'client/index.d.ts']);
  // All that the compiled code reads of it.
  writeFileSync(path.join(DIST, 'package.json'), `${JSON.stringify({ version })}\n`);
}

/** The functions' code with its digests, which lib/function/code.ts compares. @returns the files that went in */
function bundleFunctions(): string[] {
  const folder = path.join(DIST, 'functions');
  const digests: Record<string, string> = {};
  const inputs = Object.entries(FUNCTIONS).flatMap(([name, file]) => {
    const into = path.join(folder, name);
    mkdirSync(into, { recursive: true });
    const { inputs: files } = bundleInto(into, file);
    digests[name] = createHash('sha256')
      .update(readFileSync(path.join(into, CODE_FILE)))
      .digest('hex');
    return Object.keys(files);
  });
  writeFileSync(path.join(folder, 'digests.json'), `${JSON.stringify(digests, null, 2)}\n`);
  return inputs.map((input) => path.join(PROJECT, input));
}
