import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * Ends with a fault where an assembly of a stage differs from the first in a resource's id or type, in a policy of any sort, or in the code of a function.
 * The rest may differ with the version of CDK.
 */
const [first = '', ...others] = process.argv.slice(2);
const ours = read(first);
if (others.length === 0 || Object.keys(ours.resources ?? {}).length < 100) throw new Error('There is too little to compare.');
for (const folder of others) {
  const theirs = read(folder);
  const faults = Object.keys(ours).filter((part) => !isDeepStrictEqual(theirs[part], ours[part]));
  if (faults.length === 0) continue;
  process.stderr.write(`${folder} differs in: ${faults.join(', ')}\n`);
  process.exitCode = 1;
}

function read(folder: string): Record<string, object> {
  const { Resources, Outputs } = JSON.parse(readFileSync(path.join(folder, 'FaceMatchProxy-prod.template.json'), 'utf8'));
  const resources = Object.entries<Resource>(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  const policies = resources.flatMap(([id, { Properties = {} }]) =>
    Object.entries(Properties)
      .filter(([name]) => /Policy|Statement/.test(name))
      .map(([name, value]) => [`${id}.${name}`, value] as const),
  );
  const code = readdirSync(folder)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => readFileSync(path.join(folder, name, 'index.mjs'), 'utf8'));
  // Of a version and a deployment, the id follows the content.
  const idOf = (id: string) => id.replace(/(?<=CurrentVersion|ApiDeployment)[0-9a-fA-F]{32,}$/, '');
  return {
    resources: Object.fromEntries(resources.map(([id, { Type }]) => [idOf(id), Type])),
    policies: Object.fromEntries(policies),
    outputs: Object.keys(Outputs),
    code,
  };
}
