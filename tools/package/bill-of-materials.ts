import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleInto, PROJECT } from '../../lib/function/bundle';
import { FUNCTIONS } from '../../lib/function/functions';
import { packagesOf } from './bundled-packages';

interface Bill {
  readonly components: readonly { readonly 'bom-ref': string; readonly name: string; readonly version: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** npm's own bill of all packages, and of those only the ones whose code is in a function's bundle. */
export function billOfMaterials(): Bill {
  const words = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  const npm = process.env.npm_execpath;
  const [program, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const whole: Bill = JSON.parse(
    execFileSync(program, [...before, ...words], { cwd: PROJECT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }),
  );
  const bundled = new Set(packagesOf(inputsOfFunctions()).map(({ name, version }) => `${name}@${version}`));
  const components = whole.components.filter(({ name, version }) => bundled.has(`${name}@${version}`));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }, at) => at === 0 || refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...whole, components, dependencies };
}

function inputsOfFunctions(): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-bundle-'));
  try {
    return Object.values(FUNCTIONS).flatMap((file) =>
      Object.keys(bundleInto(folder, file).inputs).map((input) => path.join(PROJECT, input)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
