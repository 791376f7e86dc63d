import { templateText } from '../../../lib/foundation/template-text';
import type { Resource, Synthesized } from '../../../test/support/template';

/** One right, or one denial of it. */
export interface AccessRow {
  /** Who: a role of the stage, a role of the settings, a service of AWS, the account, or everybody. */
  readonly principal: string;
  readonly effect: 'may' | 'must not';
  readonly actions: readonly string[];
  /** What the statement is about: resources by their names in the template. */
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** The policy that says so. */
  readonly from: string;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: string | Readonly<Record<string, unknown>>;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Members that hold a policy, by the kind of policy that they hold. */
const POLICIES: Readonly<Record<string, string>> = {
  PolicyDocument: 'policy',
  KeyPolicy: 'key policy',
  AssumeRolePolicyDocument: 'trust policy',
  Policy: 'resource policy',
  ResourcePolicy: 'resource policy',
  ResourcePolicyDocument: 'group policy',
};

/** Members in which a policy names its own resource by a wildcard. */
const OF_ITSELF = ['AssumeRolePolicyDocument', 'KeyPolicy', 'Policy', 'ResourcePolicy'];

/** Every statement of every policy in a template, of identities and resources. */
export function accessRows(stage: Synthesized): AccessRow[] {
  return Object.entries(stage.resources).flatMap(([id, resource]) => [...policyRows(id, resource), ...permissionRow(id, resource)]);
}

function policyRows(id: string, { Type, Properties }: Resource): AccessRow[] {
  return Object.entries(POLICIES).flatMap(([member, kind]) => {
    const document = Properties?.[member]?.PolicyDocument ?? Properties?.[member];
    const statements: Statement[] = document?.Statement ?? [];
    const from = `${kind} of ${holderOf(id, Type, Properties)}`;
    return statements.flatMap((statement) =>
      principalsOf(statement, Properties).map((principal) => ({
        principal,
        effect: statement.Effect === 'Allow' ? ('may' as const) : ('must not' as const),
        actions: [statement.Action].flat(),
        resources: OF_ITSELF.includes(member) ? [named(id)] : [statement.Resource].flat().map(shown),
        conditions: conditionsOf(statement),
        from,
      })),
    );
  });
}

/** What a policy is attached to: that is its name for a reader, not the resource in which CloudFormation keeps it. */
function holderOf(id: string, type: string, { Bucket, Roles, Topics }: Resource['Properties']): string {
  if (type === 'AWS::S3::BucketPolicy') return shown(Bucket);
  if (type === 'AWS::IAM::ManagedPolicy') return (Roles as unknown[]).map(shown).join(', ');
  return Topics === undefined ? named(id) : (Topics as unknown[]).map(shown).join(', ');
}

/** The policy of a function has no document in a template: each permission is a resource. */
function permissionRow(id: string, { Type, Properties }: Resource): AccessRow[] {
  if (Type !== 'AWS::Lambda::Permission') return [];
  const { Principal, Action, FunctionName, SourceArn } = Properties;
  const name = shown(FunctionName);
  const conditions = SourceArn === undefined ? [] : [`by \`${shown(SourceArn).replace(/^.*\/(?=(?:GET|POST)\/)/, '')}\``];
  return [
    {
      principal: shown(Principal),
      effect: 'may',
      actions: [Action],
      resources: [name],
      conditions,
      from: `resource policy of ${name || id}`,
    },
  ];
}

function principalsOf({ Principal }: Statement, { Roles }: Resource['Properties']): string[] {
  if (Principal === undefined) return ((Roles as unknown[] | undefined) ?? []).map(shown);
  const values = typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat();
  return values.map(shown).map((name) => (name === '*' ? 'everybody' : name.endsWith(':root') ? 'the account’s IAM' : name));
}

const OPERATORS: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringNotEquals: 'is not',
  StringLike: 'is like',
  ArnEquals: 'is',
  ArnLike: 'is like',
  ArnNotEquals: 'is none of',
  ArnNotLike: 'is none of',
  StringNotLike: 'is not like',
  Bool: 'is',
  BoolIfExists: 'is, if stated,',
  NumericLessThan: 'is less than',
};

function conditionsOf({ Condition = {} }: Statement): string[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => {
      const values = [wanted].flat().map((value) => `\`${shown(value)}\``);
      if (operator === 'Null') return `\`${key}\` is ${shown(wanted) === 'true' ? 'absent' : 'present'}`;
      return `\`${key}\` ${OPERATORS[operator] ?? operator} ${values.join(', ') || 'anything'}`;
    }),
  );
}

/** A value for a reader: references by the names of their resources, in angle brackets. */
export function shown(value: unknown): string {
  const name = (id: string) => (id.startsWith('AWS::') ? id.slice(5).toLowerCase().replace('accountid', 'account') : named(id));
  return templateText(value, (id) => `<${name(id)}>`).replace(/arn:<partition>/g, 'arn:aws');
}

/** A logical id without the eight digits that CDK puts at its end. */
function named(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '').replace(/^Proxy/, '');
}
