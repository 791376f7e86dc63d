import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveIntrinsics } from './intrinsics';
import { physicalNames, type RawResource } from './physical-names';

interface RawTemplate {
  readonly Resources: Readonly<Record<string, RawResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

interface RawAssets {
  readonly files: Readonly<Record<string, RawAsset>>;
}

interface RawAsset {
  readonly source: { readonly path: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/** A resource with its properties resolved. */
export interface Resource<Properties = Record<string, unknown>> {
  readonly id: string;
  readonly properties: Properties;
}

/** A synthesized template as the stand-ins read it: resources and outputs with every reference resolved, and where assets lie. */
export interface Template {
  /** Resources of a type, in the template's order. */
  all<Properties>(type: string): Resource<Properties>[];
  /** The resource that `Ref` or `Fn::GetAtt … Arn` resolved to `value`. */
  find<Properties>(type: string, value: string): Resource<Properties> | undefined;
  /** What `Ref` of a resource resolves to. */
  reference(logicalId: string): string;
  /** An output by its name. @throws Error when there is none. */
  output(name: string): string;
  /** Whether it has an output. */
  hasOutput(name: string): boolean;
  /** Folder of the asset that is uploaded under this key. @throws Error when no manifest knows it. */
  assetDirectory(objectKey: string): string;
}

/**
 * Reads the one template with a REST API out of a cloud assembly.
 * @throws Error when there is none.
 */
export async function readTemplate(assembly: string): Promise<Template> {
  for (const name of await readdir(assembly)) {
    if (!name.endsWith('.template.json')) continue;
    const raw = await readJson<RawTemplate>(join(assembly, name));
    if (!Object.values(raw.Resources).some((resource) => resource.Type === 'AWS::ApiGateway::RestApi')) continue;
    const assets = await readJson<RawAssets>(join(assembly, name.replace('.template.json', '.assets.json')));
    return resolvedTemplate(raw, assets, assembly);
  }
  throw new Error(`No template in ${assembly} holds an AWS::ApiGateway::RestApi.`);
}

function resolvedTemplate(raw: RawTemplate, assets: RawAssets, assembly: string): Template {
  const physical = physicalNames(raw.Resources);
  const all = <Properties>(type: string): Resource<Properties>[] =>
    Object.entries(raw.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, properties: resolveIntrinsics(resource.Properties ?? {}, physical) as Properties }));
  return {
    all,
    find: <Properties>(type: string, value: string) =>
      all<Properties>(type).find(({ id }) => value === physical.reference(id) || value === physical.attribute(id, 'Arn')),
    reference: (logicalId) => physical.reference(logicalId),
    hasOutput: (name) => raw.Outputs?.[name] !== undefined,
    output: (name) => outputOf(raw, name, (value) => resolveIntrinsics(value, physical)),
    assetDirectory: (objectKey) => join(assembly, assetPath(assets, objectKey)),
  };
}

function outputOf(raw: RawTemplate, name: string, resolve: (value: unknown) => unknown): string {
  const output = raw.Outputs?.[name];
  if (output === undefined) throw new Error(`The template has no output ${name}.`);
  return String(resolve(output.Value));
}

function assetPath(assets: RawAssets, objectKey: string): string {
  const found = Object.values(assets.files).find((file) =>
    Object.values(file.destinations).some((destination) => destination.objectKey === objectKey),
  );
  if (found === undefined) throw new Error(`No asset is uploaded as ${objectKey}.`);
  return found.source.path;
}

async function readJson<Shape>(path: string): Promise<Shape> {
  return JSON.parse(await readFile(path, 'utf8')) as Shape;
}
