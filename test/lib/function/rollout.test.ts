import { allowedByEither, concrete, identityPolicy, statementsOf } from '../../support/stack-policies';
import { checked, type Resource, type Synthesized, synthesize, synthesizeStage } from '../../support/template';

const prod = synthesizeStage('prod');
const dev = synthesizeStage('dev');

const idOf = (stage: Synthesized, type: string): string => stage.of(type)[0]?.[0] ?? '';
const ALIAS = idOf(prod, 'AWS::Lambda::Alias');

/** Logical ids that a resource must wait for: by reference, in its properties and in its update policy, and by its own word. */
function waitsFor(resource: Resource, resources: Readonly<Record<string, Resource>>): string[] {
  const text = JSON.stringify(resource);
  const references = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"/g)].map(([, id = '']) => id);
  return [...references, ...(resource.DependsOn ?? [])].filter((id) => id in resources);
}

function reaches(stage: Synthesized, from: string, target: string, seen = new Set<string>()): boolean {
  const resource = stage.resources[from];
  if (resource === undefined || seen.has(from)) return false;
  seen.add(from);
  return waitsFor(resource, stage.resources).some((next) => next === target || reaches(stage, next, target, seen));
}

describe('callers get a published version', () => {
  test('the alias points to it, and the API calls and may call nothing but the alias', () => {
    expect(prod.resources[ALIAS]?.Properties).toMatchObject({
      Name: 'live',
      FunctionName: { Ref: idOf(prod, 'AWS::Lambda::Function') },
      FunctionVersion: { 'Fn::GetAtt': [idOf(prod, 'AWS::Lambda::Version'), 'Version'] },
    });
    const called = prod
      .of('AWS::ApiGateway::Method')
      .filter(([, { Properties }]) => Properties.HttpMethod !== 'OPTIONS')
      .map(([, { Properties }]) => String(concrete(Properties.Integration.Uri, prod.resources)));
    expect(called).toHaveLength(7);
    for (const uri of called) expect(uri).toMatch(new RegExp(`/functions/${ALIAS}/invocations$`));
    for (const [, { Properties }] of prod.of('AWS::Lambda::Permission')) expect(Properties.FunctionName).toEqual({ Ref: ALIAS });
  });

  test('a new one is published when a setting of the function changes, and none when another does', () => {
    const version = (changes: Record<string, unknown>) => idOf(synthesize(checked(changes)), 'AWS::Lambda::Version');
    const before = version({});
    expect(version({ cors: { origins: 'https://other.test' } })).not.toBe(before);
    expect(version({ function: { memoryMB: 1024 } })).not.toBe(before);
    expect(version({ alarms: { email: 'a@b.test' }, rollout: 'canary-10-percent-for-5-minutes' })).toBe(before);
  });

  test('the one before is kept, to go back to', () => {
    for (const [, version] of prod.of('AWS::Lambda::Version')) {
      expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });
});

describe('a rollout', () => {
  test.each([
    ['all-at-once', 'LambdaAllAtOnce'],
    ['linear-10-percent-every-minute', 'LambdaLinear10PercentEvery1Minute'],
    ['linear-10-percent-every-2-minutes', 'LambdaLinear10PercentEvery2Minutes'],
    ['linear-10-percent-every-3-minutes', 'LambdaLinear10PercentEvery3Minutes'],
    ['linear-10-percent-every-10-minutes', 'LambdaLinear10PercentEvery10Minutes'],
    ['canary-10-percent-for-5-minutes', 'LambdaCanary10Percent5Minutes'],
    ['canary-10-percent-for-10-minutes', 'LambdaCanary10Percent10Minutes'],
    ['canary-10-percent-for-15-minutes', 'LambdaCanary10Percent15Minutes'],
    ['canary-10-percent-for-30-minutes', 'LambdaCanary10Percent30Minutes'],
  ])('that is %s is CodeDeploy’s %s', (rollout, name) => {
    expect(synthesize(checked({ rollout })).one('AWS::CodeDeploy::DeploymentGroup').DeploymentConfigName).toBe(`CodeDeployDefault.${name}`);
  });

  test('is all at once unless the settings say otherwise, as the ones of production do', () => {
    expect(dev.one('AWS::CodeDeploy::DeploymentGroup').DeploymentConfigName).toBe('CodeDeployDefault.LambdaAllAtOnce');
    expect(prod.one('AWS::CodeDeploy::DeploymentGroup').DeploymentConfigName).toMatch(/Linear/);
  });

  test('at a pace that CodeDeploy has not is refused', () => {
    expect(() => checked({ rollout: 'canary' })).toThrow(
      'rollout: is "canary"; accepted: "all-at-once" or "linear-10-percent-every-minute"',
    );
  });

  test('moves the alias through CodeDeploy, and back when the alarm of the new version fires', () => {
    expect(prod.template.Resources[ALIAS].UpdatePolicy.CodeDeployLambdaAliasUpdate).toEqual({
      ApplicationName: { Ref: idOf(prod, 'AWS::CodeDeploy::Application') },
      DeploymentGroupName: { Ref: idOf(prod, 'AWS::CodeDeploy::DeploymentGroup') },
    });
    const { AlarmConfiguration, AutoRollbackConfiguration } = prod.one('AWS::CodeDeploy::DeploymentGroup');
    expect(AutoRollbackConfiguration).toEqual({
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
    });
    expect(AlarmConfiguration.Enabled).toBe(true);
    const articles = AlarmConfiguration.Alarms.map(({ Name }: { Name: { Ref: string } }) =>
      prod.resources[Name.Ref]?.Properties.AlarmDescription.split('#').at(-1),
    );
    expect(articles).toEqual(['new-version-errors']);
  });

  test('waits for nothing that waits for it: no resource of the template waits for itself', () => {
    for (const stage of [prod, dev]) {
      expect(Object.keys(stage.resources).filter((id) => reaches(stage, id, id))).toEqual([]);
    }
    expect(reaches(prod, ALIAS, idOf(prod, 'AWS::CodeDeploy::DeploymentGroup'))).toBe(true);
  });
});

describe('the role of the rollout', () => {
  const [roleId, role] = prod.of('AWS::IAM::Role').find(([id]) => id.includes('Rollout')) ?? [];
  const principal = `arn:aws:iam::999900001111:role/${roleId}`;
  const statements = identityPolicy(principal, statementsOf(prod, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Rollout/));
  const live = concrete(
    { 'Fn::Join': ['', [{ 'Fn::GetAtt': [idOf(prod, 'AWS::Lambda::Function'), 'Arn'] }, ':live']] },
    prod.resources,
  ) as string;
  const can = (action: string, resource: string): boolean => allowedByEither({ principal, action, resource }, statements);

  test('moves the alias: IAM asks for the function’s ARN without the alias, and the alias’s is allowed, too', () => {
    const unqualified = live.replace(/:live$/, '');
    for (const action of ['lambda:GetAlias', 'lambda:UpdateAlias']) {
      expect([action, can(action, unqualified)]).toEqual([action, true]);
      expect([action, can(action, live)]).toEqual([action, true]);
      expect([action, can(action, `${unqualified}2`)]).toEqual([action, false]);
      expect([action, can(action, live.replace(/:live$/, ':other'))]).toEqual([action, false]);
    }
    expect(can('lambda:GetProvisionedConcurrencyConfig', live)).toBe(true);
    expect(can('lambda:GetProvisionedConcurrencyConfig', unqualified)).toBe(false);
  });

  test('neither calls nor changes the function', () => {
    for (const action of ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 's3:GetObject', 'sns:Publish']) {
      for (const arn of [live, live.replace(/:live$/, '')]) expect([action, can(action, arn)]).toEqual([action, false]);
    }
  });

  test('has its own policy and none of AWS’s, before anything is rolled out', () => {
    expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
    const [policyId] = prod.of('AWS::IAM::ManagedPolicy').find(([id]) => id.includes('Rollout')) ?? [''];
    expect(reaches(prod, idOf(prod, 'AWS::CodeDeploy::DeploymentGroup'), policyId)).toBe(true);
  });

  test('sees every alarm, as CodeDeploy asks for them in one call, and changes none', () => {
    expect(can('cloudwatch:DescribeAlarms', '*')).toBe(true);
    for (const action of ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:SetAlarmState']) {
      expect([action, can(action, '*')]).toEqual([action, false]);
    }
  });

  test('is taken by CodeDeploy alone, for this application in this account', () => {
    const [statement] = concrete(role?.Properties.AssumeRolePolicyDocument.Statement, prod.resources) as Record<string, unknown>[];
    expect(statement).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'codedeploy.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '999900001111' },
        ArnLike: {
          'aws:SourceArn': `arn:aws:codedeploy:eu-central-1:999900001111:deploymentgroup:${idOf(prod, 'AWS::CodeDeploy::Application')}/*`,
        },
      },
    });
  });
});

test('concurrency is reserved only where the settings say so: a new account has none to spare', () => {
  expect(prod.one('AWS::Lambda::Function').ReservedConcurrentExecutions).toBeUndefined();
  const reserved = synthesize(checked({ function: { reservedConcurrency: 20 } }));
  expect(reserved.one('AWS::Lambda::Function').ReservedConcurrentExecutions).toBe(20);
  expect(() => checked({ function: { reservedConcurrency: 0 } })).toThrow('function.reservedConcurrency: is 0; accepted: a whole number');
});
