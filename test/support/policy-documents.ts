import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DOCUMENTS, read } from '../docs/documents';
import { concrete } from './stack-policies';
import type { Resource } from './template';

/** A statement of any policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a policy is attached to: an identity, a role as its trust, a resource that it names by ARN, or one that it names by `*`. */
export type PolicyKind = 'identity' | 'trust' | 'resource' | 'itself';

/** A policy, in any place. */
export interface PolicyDocument {
  /** The file, or the stage and the resource in it. */
  readonly name: string;
  readonly kind: PolicyKind;
  readonly statements: readonly Statement[];
}

const BY_STAR = ['AWS::KMS::Key', 'AWS::SecretsManager::ResourcePolicy'];
const OF_IDENTITIES = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy'];
const ROLES = ['AWS::IAM::Role'];

/** Every policy in a template, under any member. */
export function policiesOf(name: string, resources: Readonly<Record<string, Resource>>): PolicyDocument[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
    statementsWithin(concrete(Properties, resources)).map(({ member, statements }) => ({
      name: `${name}: ${id}`,
      kind: kindOf(Type, member),
      statements,
    })),
  );
}

/** Every policy of a folder of JSON files. */
export function policiesIn(folder: string): PolicyDocument[] {
  return readdirSync(path.join(__dirname, '..', '..', folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => documentOf(`${folder}/${file}`, JSON.parse(read(`${folder}/${file}`))));
}

/** Every policy or statement that a document shows as JSON, for somebody to copy. */
export function policiesShown(): PolicyDocument[] {
  return DOCUMENTS.flatMap(({ file, text }) =>
    [...text.matchAll(/^```json\n([\s\S]*?)^```/gm)]
      .map(([, block = '']) => block)
      .filter((block) => /"Effect"/.test(block))
      .map((block) => documentOf(file, JSON.parse(block))),
  );
}

function documentOf(name: string, value: { Statement?: Statement[] } & Statement): PolicyDocument {
  const statements = value.Statement ?? [value];
  const [{ Principal, Action, Resource } = {} as Statement] = statements;
  if (Principal === undefined) return { name, kind: 'identity', statements };
  if (String(Action).startsWith('sts:')) return { name, kind: 'trust', statements };
  return { name, kind: Resource === '*' ? 'itself' : 'resource', statements };
}

function kindOf(type: string, member: string): PolicyKind {
  if (member === 'AssumeRolePolicyDocument') return 'trust';
  if (OF_IDENTITIES.includes(type) || ROLES.includes(type)) return 'identity';
  return BY_STAR.includes(type) ? 'itself' : 'resource';
}

function statementsWithin(value: unknown, member = ''): { member: string; statements: Statement[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Statement: statements } = value as { Statement?: Statement[] };
  if (Array.isArray(statements)) return [{ member, statements }];
  return Object.entries(value).flatMap(([name, item]) => statementsWithin(item, name));
}
