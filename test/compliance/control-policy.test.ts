import { read } from '../docs/documents';
import { ADMINISTRATOR, allowedByEither, type Call, concrete, identityPolicy } from '../support/stack-policies';
import { type Synthesized, synthesizeStage } from '../support/template';

/** The service control policy as an organisation has it: its open places filled in. */
const prod = synthesizeStage('prod');
const arn = (stage: Synthesized, type: string, id: RegExp): string =>
  String(concrete({ 'Fn::GetAtt': [stage.of(type).find(([each]) => id.test(each))?.[0], 'Arn'] }, stage.resources));
const PHOTOS = arn(prod, 'AWS::KMS::Key', /Faces/);
const SERVICE = arn(prod, 'AWS::KMS::Key', /ServiceKey/);
const ENROLMENT = 'arn:aws:iam::999900001111:role/enrolment';
const PIPELINE = 'arn:aws:iam::999900001111:role/pipeline';
const FILLED: Readonly<Record<string, string>> = {
  account: '999900001111',
  region: 'eu-central-1',
  stage: 'prod',
  'ARN of the key of the photos': PHOTOS,
  'ARN of the key of everything else': SERVICE,
  'ARN of each role in operators': ENROLMENT,
  'ARN of the role that bootstraps': 'arn:aws:iam::999900001111:role/bootstrapper',
  'ARN of each role that takes one of these on': PIPELINE,
  'id of each API': 'abc123',
};
const filled = read('bootstrap/service-control-policy.json').replace(/<([^>]+)>/g, (open, name: string) => FILLED[name] ?? open);
const { Statement: statements } = JSON.parse(filled) as { Statement: Parameters<typeof identityPolicy>[1] };

const DEPLOY = 'arn:aws:iam::999900001111:role/cdk-fmproxy-deploy-role-999900001111-eu-central-1';
const EXECUTION = 'arn:aws:iam::999900001111:role/cdk-fmproxy-cfn-exec-role-999900001111-eu-central-1';
const MOVES_THE_ALIAS = 'arn:aws:iam::999900001111:role/FaceMatchProxy-prod-ProxyRolloutRole1A2B3C4D-AbCdEf';
const NAMED = 'FaceMatchProxy-prod-ProxyFunction5F6A7B8C-AbCdEf';
const may = (principal: string, action: string, resource: string): boolean =>
  allowedByEither(
    { principal, action, resource } satisfies Call,
    identityPolicy('*', statements),
    identityPolicy(principal, [{ Effect: 'Allow', Action: '*', Resource: '*' }]),
  );

const CALLS: readonly (readonly [string, string])[] = [
  ...[PHOTOS, SERVICE].map((key) => ['kms:PutKeyPolicy', key] as const),
  ['s3:PutBucketPolicy', 'arn:aws:s3:::facematchproxy-prod-proxyfacesphotosbucket1a2b-abcdef'],
  ...['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'UpdateAlias', 'AddPermission', 'InvokeFunction', 'CreateFunctionUrlConfig'].map(
    (name) => [`lambda:${name}`, `arn:aws:lambda:eu-central-1:999900001111:function:${NAMED}`] as const,
  ),
  ['lambda:InvokeFunction', `arn:aws:lambda:eu-central-1:999900001111:function:${NAMED}:live`],
  ...['PUT', 'POST', 'PATCH', 'DELETE'].map(
    (verb) => [`apigateway:${verb}`, 'arn:aws:apigateway:eu-central-1::/restapis/abc123/resources/r1/methods/POST'] as const,
  ),
  ['apigateway:UpdateRestApiPolicy', 'arn:aws:apigateway:eu-central-1::/restapis/abc123'],
  ...['PutResourcePolicy', 'DeleteResourcePolicy'].map(
    (name) =>
      [
        `dynamodb:${name}`,
        'arn:aws:dynamodb:eu-central-1:999900001111:table/FaceMatchProxy-prod-ProxyVerdictsTransactionsTable1A2B',
      ] as const,
  ),
  ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:999900001111:function:FaceMatchProxy-prod-ProxyVerdictsFunction1A2B-AbCdEf'],
  ...['PassRole', 'CreateRole', 'DeleteRole', 'UpdateAssumeRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy'].flatMap(
    (name) => [`arn:aws:iam::999900001111:role/${NAMED}`, EXECUTION, ENROLMENT].map((role) => [`iam:${name}`, role] as const),
  ),
  ...['FaceMatchProxy-prod-Binding1A2B', 'face-match-proxy-boundary', 'face-match-proxy-deploy-data'].map(
    (policy) => ['iam:CreatePolicyVersion', `arn:aws:iam::999900001111:policy/${policy}`] as const,
  ),
  ['cloudformation:UpdateStack', 'arn:aws:cloudformation:eu-central-1:999900001111:stack/FaceMatchProxy-prod/1a2b'],
  ['cloudformation:ExecuteChangeSet', 'arn:aws:cloudformation:eu-central-1:999900001111:stack/CDKToolkit-fmproxy/1a2b'],
  ['s3:PutObject', 'arn:aws:s3:::cdk-fmproxy-assets-999900001111-eu-central-1/1a2b.zip'],
  ['sts:AssumeRole', EXECUTION],
  ['sts:AssumeRole', ENROLMENT],
  ['cloudtrail:StopLogging', 'arn:aws:cloudtrail:eu-central-1:999900001111:trail/FaceMatchProxy-prod-ProxyAuditTrail-AbCd'],
];

test.each(CALLS)('the policy of the organisation keeps an administrator from %s on %s', (action, resource) => {
  expect(may(ADMINISTRATOR, action, resource)).toBe(false);
});

test('and does not keep the deployment from its work, nor the rollout from moving the alias, nor a pipeline from becoming the deployment', () => {
  for (const [action, resource] of CALLS.filter(([name]) => name !== 'sts:AssumeRole'))
    for (const role of [DEPLOY, EXECUTION]) expect([action, may(role, action, resource)]).toEqual([action, true]);
  expect(may(MOVES_THE_ALIAS, 'lambda:UpdateAlias', `arn:aws:lambda:eu-central-1:999900001111:function:${NAMED}`)).toBe(true);
  expect(may(MOVES_THE_ALIAS, 'kms:PutKeyPolicy', PHOTOS)).toBe(false);
  expect(may(PIPELINE, 'sts:AssumeRole', DEPLOY)).toBe(true);
});

test('it leaves other stacks alone', () => {
  for (const [action, resource] of [
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:999900001111:function:Other'],
    ['iam:CreateRole', 'arn:aws:iam::999900001111:role/Other'],
    ['cloudformation:UpdateStack', 'arn:aws:cloudformation:eu-central-1:999900001111:stack/Other/1'],
    ['dynamodb:PutResourcePolicy', 'arn:aws:dynamodb:eu-central-1:999900001111:table/Other'],
    ['apigateway:PUT', 'arn:aws:apigateway:eu-central-1::/restapis/abc1234/resources/r1'],
    ['sts:AssumeRole', 'arn:aws:iam::999900001111:role/Other'],
  ] as const)
    expect([resource, may(ADMINISTRATOR, action, resource)]).toEqual([resource, true]);
});

test('with its open places filled it fits into the 5,120 characters that AWS allows', () => {
  expect(filled).not.toContain('<');
  expect(JSON.stringify(JSON.parse(filled)).length).toBeLessThanOrEqual(5120);
});
