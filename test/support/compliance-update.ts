import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Resource, Synthesized } from './template';

/** What an update of a stage does to its resources. */
export interface Update {
  /** Types of the resources that hold no data and are replaced. */
  readonly replaced: readonly string[];
  /** Types of the resources with data that CloudFormation would replace: what must never be. */
  readonly dataReplaced: readonly string[];
  /** Types of the resources with data that leave the stack and stay in the account. */
  readonly dataLeftBehind: readonly string[];
  /** Types of the resources with data that are destroyed. */
  readonly dataDestroyed: readonly string[];
  /** Why the service would refuse the update and CloudFormation roll it back. */
  readonly refused: readonly string[];
  /** Types of the resources that are changed, added or removed otherwise. */
  readonly touched: readonly string[];
}

/** Types that hold what no one could make again, and the logs. */
const DATA: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::Cognito::UserPool',
  'AWS::Logs::LogGroup',
  'AWS::DynamoDB::Table',
]);

/** Snapshots of another resource. That a change makes a new one, under a new logical id, is what they are for. */
const SNAPSHOTS: ReadonlySet<string> = new Set(['AWS::ApiGateway::Deployment', 'AWS::Lambda::Version']);

/** Members of a pool that Cognito does not change once it is there; the update fails ("Updating user pool configuration" in its developer guide). */
const POOL_FOR_EVER = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'];

interface Specification {
  readonly schema: {
    readonly resource: {
      readonly entities: readonly {
        readonly cloudFormationType: string;
        readonly properties: Readonly<Record<string, { readonly causesReplacement?: string }>>;
      }[];
    };
  };
}

/** CloudFormation's own word on what replaces a resource, from the database that `cdk diff` reads. */
const SPECIFICATION = new Map(
  (
    JSON.parse(
      gunzipSync(readFileSync(path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'db.json.gz'))).toString(),
    ) as Specification
  ).schema.resource.entities.map(({ cloudFormationType, properties }) => [cloudFormationType, properties]),
);

/** What happens to the resources of a stage when one template takes the place of another. */
export function updateOf(before: Synthesized, after: Synthesized): Update {
  const kept = Object.entries(before.resources).filter(([id, { Type }]) => after.resources[id]?.Type === Type);
  const changed = kept.filter(([id, resource]) => JSON.stringify(resource) !== JSON.stringify(after.resources[id]));
  const made = changed.filter(([id, resource]) => isReplaced(resource, after.resources[id] as Resource));
  const gone = missingFrom(after, before);
  const come = missingFrom(before, after);
  const swapped = gone.filter(({ Type }) => come.some((other) => other.Type === Type));
  const data = gone.filter(({ Type }) => DATA.has(Type));
  return {
    replaced: types([...made.map(([, resource]) => resource), ...swapped]).filter((type) => !DATA.has(type) && !SNAPSHOTS.has(type)),
    dataReplaced: types([...made.map(([, resource]) => resource), ...swapped]).filter((type) => DATA.has(type)),
    dataLeftBehind: types(data.filter(stays)),
    dataDestroyed: types(data.filter((resource) => !stays(resource))),
    refused: changed.flatMap(([id, resource]) => refusals(resource, after.resources[id] as Resource)),
    touched: types([...changed.map(([, resource]) => resource), ...gone, ...come]),
  };
}

/** Once it is there, and with or without the stack ("DeletionPolicy attribute"). */
function stays({ DeletionPolicy }: Resource): boolean {
  return DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate';
}

/** Whether CloudFormation knows a type, so that its silence on a property means something. */
export function isSpecified(type: string): boolean {
  return SPECIFICATION.has(type);
}

function isReplaced({ Type, Properties }: Resource, { Properties: next }: Resource): boolean {
  const properties = SPECIFICATION.get(Type) ?? {};
  const names = [...new Set([...Object.keys(Properties ?? {}), ...Object.keys(next ?? {})])];
  return names
    .filter((name) => JSON.stringify(Properties?.[name]) !== JSON.stringify(next?.[name]))
    .some((name) => (properties[name]?.causesReplacement ?? 'no') !== 'no');
}

function refusals({ Type, Properties }: Resource, { Properties: next }: Resource): string[] {
  if (Type !== 'AWS::Cognito::UserPool') return [];
  const fixed = POOL_FOR_EVER.filter((member) => JSON.stringify(Properties[member]) !== JSON.stringify(next[member]));
  const attributes = (of: Resource['Properties']): string[] => (of.Schema ?? []).map((attribute: unknown) => JSON.stringify(attribute));
  const lost = attributes(Properties).filter((attribute) => !attributes(next).includes(attribute));
  return [...fixed, ...(lost.length > 0 ? ['Schema'] : [])].map((member) => `${Type}.${member}`);
}

function missingFrom(one: Synthesized, other: Synthesized): Resource[] {
  return Object.entries(other.resources)
    .filter(([id, { Type }]) => one.resources[id]?.Type !== Type)
    .map(([, resource]) => resource);
}

function types(resources: readonly Resource[]): string[] {
  return [...new Set(resources.map(({ Type }) => Type))].sort();
}
