import {
  BOUND_DEPLOYMENT_MAY,
  BOUND_DEPLOYMENT_MUST_NOT,
  DEPLOYMENT_MAY,
  DEPLOYMENT_MAY_WITH_A_NEW_KEY,
  DEPLOYMENT_MUST_NOT,
  type DeploymentCall,
  HANDLER_READS,
} from '../support/deployment-calls';
import { bootstrapPolicy, EXECUTION_ROLE, executionPolicy } from '../support/deployment-roles';
import { physical } from '../support/physical-names';
import { allowedByEither, type Call, concrete, identityPolicy } from '../support/stack-policies';
import { checked, synthesize } from '../support/template';

type Statements = Parameters<typeof identityPolicy>[1];

const HERE = 'eu-central-1:999900001111';

/** Whether a deployment may make a call, with the boundary demanded of it or not. */
function deploys([action, resource, context]: DeploymentCall, demanded = false): boolean {
  return allowedByEither(
    { principal: EXECUTION_ROLE, action, resource, context },
    identityPolicy(EXECUTION_ROLE, executionPolicy(demanded)),
  );
}

/** A stage that makes every role there is. */
const stage = synthesize(
  checked({
    alarms: { watchers: { eventBusArn: 'arn:aws:events:eu-central-1:111122223333:event-bus/security' } },
    auditTrail: { trail: 'on', linesTo: { stream: `arn:aws:kinesis:${HERE}:stream/audit` } },
    api: { loggingRole: 'managed-here' },
  }),
);

/** Every call that the roles' own policies allow, each with what its statement demands. */
const calls: (Call & { readonly of: string })[] = stage.of('AWS::IAM::ManagedPolicy').flatMap(([id, { Properties }]) => {
  const statements = physical(concrete(Properties.PolicyDocument.Statement, stage.resources) as Statements, stage);
  const granted = statements.filter(({ Effect }) => Effect === 'Allow');
  return granted.flatMap(({ Action, Resource, Condition = {} }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => ({
        principal: EXECUTION_ROLE,
        action,
        resource: String(resource),
        context: Object.assign({}, ...Object.values(Condition)) as Call['context'],
        of: id,
      })),
    ),
  );
});

describe('the permissions boundary', () => {
  const bounded = (call: Call, file: string): boolean => allowedByEither(call, identityPolicy(EXECUTION_ROLE, bootstrapPolicy(file)));
  const within = (call: Call): boolean => bounded(call, 'permissions-boundary.json');
  const isLogging = ({ of }: { readonly of: string }) => of.includes('LoggingRole');

  test('lets through every call that a role of a stage is allowed by its own policy, for API Gateway’s logs with that role’s boundary', () => {
    expect(new Set(calls.map(({ action }) => action)).size).toBeGreaterThan(15);
    expect(calls.filter((call) => !isLogging(call) && !within(call))).toEqual([]);
    expect(calls.filter((call) => isLogging(call) && !bounded(call, 'permissions-boundary-logging.json'))).toEqual([]);
  });

  test.each([
    ['dynamodb:GetItem', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`],
    ['dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:ProxyVerdictReadKey-x`],
  ])('lets through %s on %s, which verdicts need', (action, resource) => {
    expect(within({ principal: EXECUTION_ROLE, action, resource })).toBe(true);
  });

  test.each([
    ['s3:GetObject', 'arn:aws:s3:::payroll/2026'],
    ['s3:PutObject', 'arn:aws:s3:::facematchproxy-prod-photos-x/faces/alice'],
    ['s3:ListBucket', 'arn:aws:s3:::facematchproxy-prod-photos-x'],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:Payroll-x`],
    ['dynamodb:Scan', `arn:aws:dynamodb:${HERE}:table/FaceMatchProxy-prod-x`],
    ['dynamodb:UpdateItem', `arn:aws:dynamodb:${HERE}:table/Accounts`],
    ['kms:Decrypt', `arn:aws:kms:${HERE}:key/1`],
    ['logs:GetLogEvents', `arn:aws:logs:${HERE}:log-group:payroll`],
    ['logs:FilterLogEvents', `arn:aws:logs:${HERE}:log-group:FaceMatchProxy-prod-x`],
    ['logs:PutLogEvents', `arn:aws:logs:${HERE}:log-group:payroll`],
    ['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-x`],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-prod-x`],
    ['iam:CreateRole', 'arn:aws:iam::999900001111:role/x'],
    ['sts:AssumeRole', 'arn:aws:iam::999900001111:role/x'],
  ])('holds off %s on %s, even against a role’s own policy', (action, resource) => {
    expect(within({ principal: EXECUTION_ROLE, action, resource })).toBe(false);
  });
});

describe('a deployment', () => {
  test.each(DEPLOYMENT_MAY)('may %s on %s', (...call) => expect(deploys(call)).toBe(true));

  test.each(DEPLOYMENT_MUST_NOT)('may not %s on %s', (...call) => expect(deploys(call)).toBe(false));

  test.each(DEPLOYMENT_MAY_WITH_A_NEW_KEY)('may %s right after a key is made, when its tags do not count yet', (...call) => {
    expect(deploys(call)).toBe(true);
  });

  test.each(HANDLER_READS)('may read of each $type what the handler reads', ({ arn, actions }) => {
    expect(actions.filter((action) => !deploys([action, arn, {}]))).toEqual([]);
  });

  test('makes no role without the boundary where it is demanded, takes it off none, and touches no policy of a role that lacks it', () => {
    expect(BOUND_DEPLOYMENT_MAY.filter((call) => !deploys(call, true))).toEqual([]);
    expect(BOUND_DEPLOYMENT_MUST_NOT.filter((call) => deploys(call, true))).toEqual([]);
    expect(deploys(['iam:CreateRole', 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-x', {}])).toBe(true);
  });
});
