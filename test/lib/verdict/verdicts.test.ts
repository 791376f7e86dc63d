import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { readEnvironment } from '../../../contract/environment';
import { READING } from '../../../contract/reading';
import { VERDICT_VARIABLES } from '../../../contract/verdict-environment';
import { FaceMatchProxy } from '../../../lib';
import { concrete } from '../../support/stack-policies';
import { checked, EXISTING, Synthesized, synthesize, synthesizeStage, testApp, VERDICTS } from '../../support/template';

const stage = synthesizeStage('verdicts', VERDICTS);
const CALLER = 'arn:aws:iam::999900001111:role/Backend';

/** A stage of the construct, with what is done to it before the synthesis. */
function made(verdicts: Record<string, unknown>, change: (proxy: FaceMatchProxy, stack: Stack) => void = () => undefined): Synthesized {
  const stack = new Stack(testApp(), 'Bank');
  change(new FaceMatchProxy(stack, 'Proxy', checked({ verdicts })), stack);
  return new Synthesized(stack);
}

// biome-ignore lint/suspicious/noExplicitAny: as the template has it.
const policyOf = (of: Synthesized): any => of.one('AWS::ApiGateway::RestApi', /Verdicts/).Policy.Statement;
const deploymentOf = (of: Synthesized): unknown => of.one('AWS::ApiGateway::Stage', /Verdicts/).DeploymentId;

describe('grantAsk', () => {
  const imported = (proxy: FaceMatchProxy, stack: Stack) =>
    proxy.verdicts?.grantAsk(Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::222233334444:role/Telephony'));

  test('lets an imported role in as well, in what is allowed and in what is not denied', () => {
    const [allowance, denial] = policyOf(made({ callers: [CALLER] }, imported));
    const roles = [CALLER, 'arn:aws:iam::222233334444:role/Telephony'];
    expect([allowance.Effect, allowance.Condition]).toEqual(['Allow', { ArnEquals: { 'aws:PrincipalArn': roles } }]);
    expect([denial.Effect, denial.Condition]).toEqual(['Deny', { ArnNotEquals: { 'aws:PrincipalArn': roles } }]);
  });

  test('lets in a role of the app itself, and the same role once', () => {
    const twice = made({ callers: [CALLER] }, (proxy, stack) => {
      const role = Role.fromRoleName(stack, 'Backend', 'Payments');
      for (const each of [role, role, Role.fromRoleArn(stack, 'Same', CALLER)]) proxy.verdicts?.grantAsk(each);
    });
    const roles = concrete(policyOf(twice)[0].Condition.ArnEquals['aws:PrincipalArn'], twice.resources);
    expect(roles).toEqual([CALLER, 'arn:aws:iam::999900001111:role/Payments']);
  });

  test('is enough where the settings name no one', () => {
    expect(policyOf(made({}, imported))[0].Condition.ArnEquals['aws:PrincipalArn']).toHaveLength(1);
  });

  test('and a changed list of callers make a new deployment of the API, without which API Gateway keeps the old policy', () => {
    const before = deploymentOf(made({ callers: [CALLER] }));
    expect(deploymentOf(made({ callers: [CALLER] }))).toEqual(before);
    expect(deploymentOf(made({ callers: [CALLER] }, imported))).not.toEqual(before);
    expect(deploymentOf(made({ callers: [`${CALLER}2`] }))).not.toEqual(before);
  });
});

test('a stage in which no role may ask does not synthesize, and is told what to do', () => {
  expect(() => made({})).toThrow('No role may ask for a verdict: name one in verdicts.callers, call grantAsk of the construct, or leave');
});

describe('a stage with verdicts', () => {
  test('makes the secret of the key that reads empty, under the service key, and keeps it', () => {
    const [[, secret] = []] = stage.of('AWS::SecretsManager::Secret').filter(([id]) => /Verdicts/.test(id));
    expect(Object.keys(secret?.Properties).sort()).toEqual(['Description', 'KmsKeyId', 'Tags']);
    expect(JSON.stringify(secret?.Properties.KmsKeyId)).toContain('ServiceKey');
    expect(secret).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('tells where to ask, and which secret to fill', () => {
    const { VerdictsUrl, ReadingSecretArn } = stage.template.Outputs;
    const [api] = stage.of('AWS::ApiGateway::RestApi').find(([id]) => /Verdicts/.test(id)) ?? [];
    const url = String(concrete(VerdictsUrl.Value, stage.resources)).replace(/ProxyVerdictsApiDeploymentStage\w+/, 'live');
    expect(url).toBe(`https://${api}.execute-api.eu-central-1.amazonaws.com/live/verdicts`);
    expect(ReadingSecretArn.Value).toEqual({ Ref: expect.stringContaining('VerdictsReadingCredentialsSecret') });
  });

  test('gives the second function what it reads at its start, with the defaults of what the settings leave out', () => {
    const { Variables } = stage.one('AWS::Lambda::Function', /Verdicts/).Environment;
    expect(Object.keys(Variables).sort()).toEqual([...Object.values(VERDICT_VARIABLES), 'NODE_OPTIONS'].sort());
    expect(JSON.parse(Variables[VERDICT_VARIABLES.reading])).toEqual({
      ...READING,
      accepted: { ...READING.accepted, processingStatus: 'Completed' },
    });
    expect(Variables[VERDICT_VARIABLES.maxAgeMinutes]).toBe('10');
  });

  test('lets the second function run no longer than a question may take and a little more', () => {
    expect(stage.one('AWS::Lambda::Function', /Verdicts/)).toMatchObject({ Timeout: 12, Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  test('gives the second function as much memory as the first by default, and a share of the account’s executions', () => {
    const second = stage.one('AWS::Lambda::Function', /Verdicts/);
    expect(second.MemorySize).toBe(512);
    expect(second).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('tells the first function where to record starts', () => {
    const first = stage.one('AWS::Lambda::Function', /ProxyFunction/).Environment.Variables;
    const { transactions } = readEnvironment(concrete(first, stage.resources) as NodeJS.ProcessEnv) as { transactions?: unknown };
    expect(JSON.stringify(transactions)).toContain('ProxyVerdictsTransactionsTable');
  });
});

test.each([
  ['prod', synthesizeStage('prod')],
  ['dev', synthesizeStage('dev')],
  ['existing', synthesizeStage('existing', EXISTING)],
  ['settings without verdicts', synthesize(checked())],
])('%s asks for no verdicts, and holds nothing of them', (_, without) => {
  expect(JSON.stringify(without.template)).not.toMatch(/verdict|TRANSACTIONS_TABLE|AWS_IAM/i);
  expect(without.of('AWS::ApiGateway::RestApi')).toHaveLength(1);
  expect(without.of('AWS::Lambda::Function')).toHaveLength(1);
});
