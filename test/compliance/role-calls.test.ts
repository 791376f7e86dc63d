import { Access } from '../support/compliance-access';
import { ROLE_CALLS, type RoleCall } from '../support/compliance-role-calls';
import { concrete } from '../support/stack-policies';
import { checked, synthesize } from '../support/template';

/** A stage that makes every role there is. */
const stage = synthesize(
  checked({
    auditTrail: { trail: 'on', linesTo: { stream: 'arn:aws:kinesis:eu-central-1:999900001111:stream/audit' } },
    api: { loggingRole: 'managed-here' },
  }),
);
const access = new Access(stage);
const roles = stage.of('AWS::IAM::Role').map(([id]) => id);

/** The ARN of the resource that a list names by a part of its logical id, or, of a log group within an ARN, its name. */
function named(on: string): string {
  return on.replace(/<(\w+)>/g, (_, part: string) => {
    const found = Object.entries(stage.resources).filter(
      ([id, { Type }]) => new RegExp(`${part}[0-9A-F]{8}$`).test(id) && /Bucket$|Secret$|Table$|Function$|Alarm$|LogGroup$/.test(Type),
    );
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources are called ${part}`);
    const [id, { Type }] = found[0];
    const reference = Type === 'AWS::SecretsManager::Secret' || on.startsWith('arn:') ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] };
    return String(concrete(reference, stage.resources));
  });
}

describe.each(ROLE_CALLS)('$role', ({ role, may, mustNot }) => {
  const arn = String(concrete({ 'Fn::GetAtt': [roles.find((id) => id.includes(role)) ?? '', 'Arn'] }, stage.resources));
  const goesThrough = ({ action, on }: RoleCall): boolean => access.may(arn, action, named(on));

  test('may do its work', () => expect(may.filter((call) => !goesThrough(call))).toEqual([]));

  test('may do nothing beside it, and touches neither photo nor secret', () => expect(mustNot.filter(goesThrough)).toEqual([]));
});

test('every role that a stage can make has a list of calls', () => {
  const listed = [...ROLE_CALLS.map(({ role }) => role), 'FunctionRole'];
  expect(roles.filter((id) => !listed.some((role) => id.includes(role)))).toEqual([]);
  expect(roles).toHaveLength(listed.length);
});

test('a role carries a condition in its trust only where AWS documents one for that service', () => {
  const documented = new Map([
    ['codedeploy.amazonaws.com', true],
    ['logs.amazonaws.com', true],
    ['cloudtrail.amazonaws.com', false],
    ['apigateway.amazonaws.com', false],
    ['lambda.amazonaws.com', false],
  ]);
  const trusts = stage
    .of('AWS::IAM::Role')
    .flatMap(
      ([, { Properties }]) => Properties.AssumeRolePolicyDocument.Statement as { Principal: { Service: string }; Condition?: unknown }[],
    )
    .map(({ Principal, Condition }) => [Principal.Service, Condition !== undefined] as const);
  expect(new Map(trusts)).toEqual(documented);
});
