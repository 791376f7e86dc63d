import type { Resource, Synthesized } from './template';

/** One request to a service, as IAM sees it. */
export interface Call {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '999900001111',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': 'arn:aws:cloudformation:eu-central-1:999900001111:stack/FaceMatchProxy-test/1a2b',
};

export const ROOT = 'arn:aws:iam::999900001111:root';

/** An administrator: a role whose own policy allows everything. */
export const ADMINISTRATOR = 'arn:aws:iam::999900001111:role/Administrator';

/** What a template writes for a value that is known only when deployed. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: [string, string];
  readonly 'Fn::Join'?: [string, unknown[]];
  readonly 'Fn::Select'?: [number, unknown];
  readonly 'Fn::Split'?: [string, unknown];
}

/** Types whose `Ref` is an ARN. */
const NAMED_BY_ARN = ['AWS::SecretsManager::Secret', 'AWS::SNS::Topic'];

/** Replaces references by values: an ARN for `Arn`, else the logical id. */
export function concrete(value: unknown, resources: Readonly<Record<string, Resource>>): unknown {
  if (Array.isArray(value)) return value.map((item) => concrete(item, resources));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Select': select, 'Fn::Split': split } = value as Intrinsic;
  if (ref !== undefined) return PSEUDO[ref] ?? (NAMED_BY_ARN.includes(resources[ref]?.Type ?? '') ? arnOf(ref, resources) : ref);
  if (split !== undefined) return String(concrete(split[1], resources)).split(split[0]);
  if (select !== undefined) return (concrete(select[1], resources) as unknown[])[Number(select[0])];
  if (attribute !== undefined) return attribute[1] === 'Arn' ? arnOf(attribute[0], resources) : `${attribute[0]}.${attribute[1]}`;
  if (join !== undefined) return join[1].map((part) => String(concrete(part, resources))).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, concrete(item, resources)]));
}

/**
 * What AWS adds to each call that a function makes with the credentials that Lambda gave it ("Using source function ARN to control function access
 * behavior", Lambda developer guide; `aws:userid` in "AWS global condition context keys").
 */
export function madeBy(functionArn: string, roleArn: string): Readonly<Record<string, string>> {
  const name = functionArn.split(':')[6] ?? '';
  return { 'lambda:SourceFunctionArn': functionArn, 'aws:userId': `${roleArn.split('/').at(-1)}.RoleId:${name}` };
}

function arnOf(id: string, resources: Readonly<Record<string, Resource>>): string {
  const arns: Readonly<Record<string, string>> = {
    'AWS::CloudWatch::Alarm': `arn:aws:cloudwatch:eu-central-1:999900001111:alarm:${id}`,
    'AWS::DynamoDB::Table': `arn:aws:dynamodb:eu-central-1:999900001111:table/${id}`,
    'AWS::S3::Bucket': `arn:aws:s3:::${id}`,
    'AWS::IAM::Role': `arn:aws:iam::999900001111:role/${id}`,
    'AWS::KMS::Key': `arn:aws:kms:eu-central-1:999900001111:key/${id}`,
    'AWS::Lambda::Function': `arn:aws:lambda:eu-central-1:999900001111:function:${id}`,
    'AWS::Logs::LogGroup': `arn:aws:logs:eu-central-1:999900001111:log-group:${id}:*`,
    'AWS::SNS::Topic': `arn:aws:sns:eu-central-1:999900001111:${id}`,
    'AWS::SecretsManager::Secret': `arn:aws:secretsmanager:eu-central-1:999900001111:secret:${id}-AbCdEfGhIjKl-MnOpQr`,
  };
  return arns[resources[id]?.Type ?? ''] ?? `arn:aws:other:eu-central-1:999900001111:${id}`;
}

/** Every statement that a stack's resources of a type carry under a member, such as a key's `KeyPolicy`. */
export function statementsOf(stage: Synthesized, type: string, member: string, id = /./): Statement[] {
  return stage
    .of(type)
    .filter(([logicalId]) => id.test(logicalId))
    .flatMap(([, { Properties }]) => concrete(Properties[member]?.Statement ?? [], stage.resources) as Statement[]);
}

/** An identity's own policy, which holds for `principal`. */
export function identityPolicy(principal: string, statements: readonly Statement[]): Statement[] {
  return statements.map((statement) => ({ ...statement, Principal: { AWS: principal } }));
}

/** What the policy of an administrator says. */
export const ADMINISTRATOR_POLICY = identityPolicy(ADMINISTRATOR, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);

/**
 * Whether S3 lets a call through: no denial, and an allowance by the bucket's policy or the identity's own ("Policy evaluation logic").
 */
export function allowedByEither(call: Call, ...policies: readonly (readonly Statement[])[]): boolean {
  const matching = policies.flat().filter((statement) => matches(statement, call));
  return matching.every(({ Effect }) => Effect === 'Allow') && matching.length > 0;
}

/** Whether KMS does: as above, but an identity's own policy counts only where the key's policy lets the account decide. */
export function allowedByKey(call: Call, keyPolicy: readonly Statement[], identity: readonly Statement[]): boolean {
  const own = identity.filter((statement) => matches(statement, call));
  const direct = keyPolicy.filter((statement) => matches(statement, call));
  const viaAccount = keyPolicy.filter((statement) => statement.Effect === 'Allow' && matches(statement, call, ROOT));
  if ([...own, ...direct].some(({ Effect }) => Effect === 'Deny')) return false;
  return direct.length > 0 || (viaAccount.length > 0 && own.length > 0);
}

function matches(statement: Statement, call: Call, principal = call.principal): boolean {
  const context = { 'aws:PrincipalArn': call.principal, ...call.context };
  return (
    principalsOf(statement).some((each) => each === '*' || each === principal) &&
    [statement.Action].flat().some((action) => like(action, call.action)) &&
    [statement.Resource].flat().some((resource) => like(String(resource), call.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) => holds(operator, keys, context))
  );
}

function principalsOf({ Principal }: Statement): unknown[] {
  return typeof Principal === 'object' && Principal !== null ? Object.values(Principal).flat() : [Principal];
}

function holds(operator: string, keys: Readonly<Record<string, unknown>>, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(keys).every(([key, wanted]) => {
    const value = context[key];
    const values = [wanted].flat().map(String);
    const name = operator.replace(/IfExists$/, '');
    if (name === 'Null') return values.includes(String(value === undefined));
    if (value === undefined) return operator.endsWith('IfExists') || name.includes('Not');
    const test = TESTS[name];
    if (test === undefined) throw new Error(`the condition operator ${operator} is not known here`);
    return test(value, values);
  });
}

const TESTS: Readonly<Record<string, (value: string, wanted: string[]) => boolean>> = {
  StringEquals: (value, wanted) => wanted.includes(value),
  StringNotEquals: (value, wanted) => !wanted.includes(value),
  StringLike: (value, wanted) => wanted.some((pattern) => like(pattern, value)),
  ArnEquals: (value, wanted) => wanted.some((pattern) => like(pattern, value)),
  ArnLike: (value, wanted) => wanted.some((pattern) => like(pattern, value)),
  ArnNotEquals: (value, wanted) => !wanted.some((pattern) => like(pattern, value)),
  ArnNotLike: (value, wanted) => !wanted.some((pattern) => like(pattern, value)),
  StringNotLike: (value, wanted) => !wanted.some((pattern) => like(pattern, value)),
  Bool: (value, wanted) => wanted.includes(value),
  NumericLessThan: (value, wanted) => wanted.some((limit) => Number(value) < Number(limit)),
};

function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(value);
}
