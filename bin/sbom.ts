import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

interface Component {
  readonly 'bom-ref': string;
  readonly scope: string;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Writes sbom.json, a bill of materials (CycloneDX) of what the function is made from. `npm sbom --omit=dev` leaves out what a tool of
 * development needs, too (npm 11), so what is only for development is taken out of the whole list here, by npm's own mark.
 */
const [, , file = 'sbom.json'] = process.argv;
const words = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
const npm = process.env.npm_execpath;
const text =
  npm === undefined
    ? execFileSync('npm', words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    : execFileSync(process.execPath, [npm, ...words], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const whole = JSON.parse(text) as { components: Component[]; dependencies: { readonly ref: string; dependsOn: string[] }[] };
const isDeployed = ({ scope, properties }: Component) =>
  scope === 'required' && !properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
const components = whole.components.filter(isDeployed);
const refs = new Set(components.map((component) => component['bom-ref']));
const dependencies = whole.dependencies
  .filter(({ ref }, at) => at === 0 || refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
writeFileSync(file, `${JSON.stringify({ ...whole, components, dependencies }, undefined, 2)}\n`);
