import { resourcesOf } from '../../support/compliance-apps';

interface ApiProperties {
  readonly Policy?: { readonly Statement: readonly { readonly Effect: string; readonly Condition: object }[] };
}

test('examples/step-up deploys a verdict that the backend’s role may ask for, and no one else', () => {
  const resources = Object.entries(resourcesOf('step-up'));
  const [backend] = resources.find(([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith('Backend')) ?? [];
  const policies = resources.flatMap(([, { Type, Properties }]) =>
    Type === 'AWS::ApiGateway::RestApi' ? ((Properties as ApiProperties).Policy?.Statement ?? []) : [],
  );
  const role = { 'aws:PrincipalArn': [{ 'Fn::GetAtt': [backend, 'Arn'] }] };
  expect(policies.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
    ['Allow', { ArnEquals: role }],
    ['Deny', { ArnNotEquals: role }],
  ]);
});

test('examples/step-up lets tasks of its own account take the backend’s role, and none of another', () => {
  const [, role] =
    Object.entries(resourcesOf('step-up')).find(([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith('Backend')) ?? [];
  expect(role?.Properties).toMatchObject({
    AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }] },
  });
});
