import { Access } from '../support/compliance-access';
import type { ExpectedCall } from '../support/compliance-calls';
import { ROLE_CALLS } from '../support/compliance-role-calls';
import { roleCalls, stageOfEveryRole } from '../support/compliance-role-stage';

const stage = stageOfEveryRole();
const access = new Access(stage);
const roles = stage.of('AWS::IAM::Role').map(([id]) => id);

describe.each([...roleCalls(stage)])('%s', (_, calls) => {
  const surprises = (expected: boolean): ExpectedCall[] =>
    calls.filter(({ who, action, on, allowed }) => allowed === expected && access.may(who, action, on) !== allowed);

  test('may do its work', () => expect(surprises(true)).toEqual([]));

  test('may do nothing else, and touches neither photo nor secret', () => expect(surprises(false)).toEqual([]));
});

test('every role that a stage can make has a list of calls', () => {
  const listed = ROLE_CALLS.map(({ role }) => role);
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
