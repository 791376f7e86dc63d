import { type Resource, Synthesized } from './template';

/** One thing in a template that keeps people or photos safe, and what the template is like without it. */
export interface Protection {
  /** What it promises. */
  readonly promise: string;
  /** Controls that ask for it, by the id that their source gives them. */
  readonly controls?: readonly string[];
  /** Whether a template keeps the promise. */
  readonly holds: (stage: Synthesized) => boolean;
  /** Takes the protection, and nothing else, out of a template. */
  readonly remove: (stage: Synthesized) => void;
}

/** A separate template to change. */
export function copyOf(stage: Synthesized): Synthesized {
  const copy = { template: structuredClone(stage.template), warnings: [] };
  return Object.assign(Object.create(Synthesized.prototype) as Synthesized, copy);
}

/** A statement of a policy as the template has it. */
export interface Statement {
  readonly Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/** The member of a resource's properties that holds its policy. */
const POLICY = {
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
} as const;

type PolicyType = keyof typeof POLICY;

/** The statements of the resources of a type whose logical id matches, to be read or changed in place. */
export function statements(stage: Synthesized, type: PolicyType, id = /./): Statement[] {
  return policies(stage, type, id).flatMap((policy) => policy.Statement);
}

/** Takes the statements with an id out of a policy. */
export function dropStatement(stage: Synthesized, type: PolicyType, sid: string, id = /./): void {
  for (const policy of policies(stage, type, id)) policy.Statement = policy.Statement.filter(({ Sid }) => Sid !== sid);
}

/** The statement with an id. */
export function statement(stage: Synthesized, type: PolicyType, sid: string, id = /./): Statement {
  const found = statements(stage, type, id).find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid} in any ${type} that matches ${id}`);
  return found;
}

function policies(stage: Synthesized, type: PolicyType, id: RegExp): { Statement: Statement[] }[] {
  return stage
    .of(type)
    .filter(([logicalId]) => id.test(logicalId))
    .map(([, { Properties }]) => Properties[POLICY[type]]);
}

/** Whether every resource of some types is as it should be; a template without any keeps no promise about them. */
export function every(stage: Synthesized, types: readonly string[], holds: (resource: Resource, id: string) => boolean): boolean {
  const found = types.flatMap((type) => stage.of(type));
  return found.length > 0 && found.every(([id, resource]) => holds(resource, id));
}

/** The first resource of a type whose logical id matches, to be changed in place. */
export function first(stage: Synthesized, type: string, id = /./): { -readonly [Member in keyof Resource]: Resource[Member] } {
  const found = stage.of(type).find(([logicalId]) => id.test(logicalId));
  if (found === undefined) throw new Error(`no ${type} matches ${id}`);
  return found[1];
}
