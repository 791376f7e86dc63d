import { concrete } from '../support/stack-policies';
import { EXISTING, type Synthesized, synthesizeStage } from '../support/template';

const STAGES: readonly (readonly [string, Synthesized])[] = [
  ['dev', synthesizeStage('dev')],
  ['prod', synthesizeStage('prod')],
  ['local', synthesizeStage('local')],
  ['existing', synthesizeStage('existing', EXISTING)],
];

const stage = (name: string): Synthesized => STAGES.find(([each]) => each === name)?.[1] as Synthesized;

/** Statements of identities on every resource: X-Ray has none, and the other two are AWS's own (docs/decisions.md). */
const EVERYWHERE = ['SendTrace', 'SeeAlarms', 'WriteLogs'];

/** Every statement of every policy of a stage: identities', resources', trust. */
function statements(of: Synthesized): { Effect: string; Action: string | string[]; Resource?: unknown }[] {
  return Object.values(of.resources).flatMap(({ Properties }) =>
    ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument'].flatMap((member) => Properties?.[member]?.Statement ?? []),
  );
}

// Of one stage: no one reads four, and what differs between them is in the tests below by name.
test('the production stage synthesizes what it did before', () => {
  expect(stage('prod').readable).toMatchSnapshot();
});

describe.each(STAGES)('stage %s', (name, synthesized) => {
  const asksForVerdicts = name === 'local';

  test('authorizes every method of the SDKs but OPTIONS with the user pool, and OPTIONS calls nothing', () => {
    const [methods, questions] = [false, true].map((isQuestion) =>
      synthesized
        .of('AWS::ApiGateway::Method')
        .filter(([id]) => id.includes('Verdicts') === isQuestion)
        .map(([, { Properties }]) => Properties),
    );
    expect(methods).toHaveLength(14);
    expect(questions?.map(({ HttpMethod, AuthorizationType }) => [HttpMethod, AuthorizationType])).toEqual(
      asksForVerdicts ? [['POST', 'AWS_IAM']] : [],
    );
    for (const { HttpMethod, AuthorizationType, AuthorizerId, Integration } of methods ?? []) {
      if (HttpMethod === 'OPTIONS') {
        expect(AuthorizationType).toBe('NONE');
        expect(Integration.Type).toBe('MOCK');
      } else {
        expect(AuthorizationType).toBe('COGNITO_USER_POOLS');
        expect(AuthorizerId).toEqual({ Ref: expect.any(String) });
      }
    }
  });

  test('has no greedy route and no method on the root', () => {
    const parts = synthesized.of('AWS::ApiGateway::Resource').map(([, { Properties }]) => Properties.PathPart);
    expect(parts.filter((part: string) => part.includes('+'))).toEqual([]);
    const onRoot = synthesized.of('AWS::ApiGateway::Method').filter(([, { Properties }]) => 'Fn::GetAtt' in Properties.ResourceId);
    expect(onRoot).toEqual([]);
  });

  test('allows no action by wildcard, and no resource by a bare wildcard outside a key’s own policy', () => {
    for (const { Effect, Action } of statements(synthesized)) {
      if (Effect === 'Allow') expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
    }
    for (const [, { Properties }] of synthesized.of('AWS::IAM::ManagedPolicy')) {
      for (const { Effect, Sid, Resource } of Properties.PolicyDocument.Statement) {
        // What is denied may be denied everywhere.
        if (Effect === 'Allow' && !EVERYWHERE.includes(Sid)) expect([Resource].flat()).not.toContain('*');
      }
    }
  });

  test('gives roles no inline policy and no policy of AWS, and each function one policy that allows and one that only denies', () => {
    expect(synthesized.of('AWS::IAM::Policy')).toEqual([]);
    for (const [, { Properties }] of synthesized.of('AWS::IAM::Role')) {
      expect(Properties.Policies).toBeUndefined();
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
    for (const [, { Properties: lambda }] of synthesized.of('AWS::Lambda::Function')) {
      const policies = synthesized
        .of('AWS::IAM::ManagedPolicy')
        .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(lambda.Role['Fn::GetAtt'][0]));
      const effects = policies.map(([, { Properties }]) =>
        Properties.PolicyDocument.Statement.map(({ Effect }: { Effect: string }) => Effect),
      );
      expect(effects.map((all) => [...new Set(all)])).toEqual([['Allow'], ['Deny']]);
    }
  });

  test('holds no value of a secret, and one client without a secret at most', () => {
    const secrets = synthesized.of('AWS::SecretsManager::Secret').map(([, { Properties }]) => Object.keys(Properties).sort());
    expect(secrets).toEqual(Array(asksForVerdicts ? 2 : 1).fill(['Description', 'KmsKeyId', 'Tags']));
    for (const [, { Properties }] of synthesized.of('AWS::Cognito::UserPoolClient')) expect(Properties.GenerateSecret).toBe(false);
    expect(JSON.stringify(synthesized.normalised)).not.toMatch(/resolve:(?:secretsmanager|ssm)|GenerateSecretString|SecretString/);
  });

  test('has no public bucket and no ACL', () => {
    for (const [, { Properties }] of synthesized.of('AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
      expect(Properties.AccessControl).toBeUndefined();
    }
  });

  test('encrypts every log group with the service key and lets every one end', () => {
    const groups = synthesized.of('AWS::Logs::LogGroup').map(([, { Properties }]) => Properties);
    const [ofTrail, ofVerdicts] = [synthesized.of('AWS::CloudTrail::Trail').length, asksForVerdicts ? 3 : 0];
    expect(groups).toHaveLength(4 + ofTrail + ofVerdicts);
    for (const { KmsKeyId, RetentionInDays } of groups) {
      expect(KmsKeyId['Fn::GetAtt'][0]).toContain('ServiceKey');
      expect(RetentionInDays).toEqual(expect.any(Number));
    }
  });

  test('rotates every key', () => {
    const keys = synthesized.of('AWS::KMS::Key').map(([, { Properties }]) => Properties);
    expect(keys).toHaveLength(name === 'existing' ? 1 : 2);
    for (const key of keys) expect(key).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
  });

  test('gives no resource a physical name, but for the alias and the log groups of firewall and executions, whose names AWS forces', () => {
    const names = [
      'BucketName',
      'FunctionName',
      'RoleName',
      'ManagedPolicyName',
      'UserPoolName',
      'LogGroupName',
      'ClientName',
      'AlarmName',
      'DashboardName',
      'TopicName',
      'ApplicationName',
      'DeploymentGroupName',
      'TableName',
    ];
    for (const { Type, Properties } of Object.values(synthesized.resources).filter(({ Type }) => Type !== 'AWS::Lambda::Permission')) {
      const named = Object.keys(Properties ?? {}).filter(
        (member) =>
          (names.includes(member) && Properties[member].Ref === undefined) || (Type === 'AWS::SecretsManager::Secret' && member === 'Name'),
      );
      expect(named).toEqual(Type === 'AWS::Logs::LogGroup' ? named : []);
    }
    const groups = synthesized.of('AWS::Logs::LogGroup').map(([, { Properties }]) => concrete(Properties.LogGroupName, {}));
    const forced = groups.filter((group) => group !== undefined).map((group) => String(group).replace(/[_-][^_]*$/, ''));
    const apis = synthesized.of('AWS::ApiGateway::RestApi').map(() => 'API-Gateway-Execution-Logs');
    expect(forced.sort()).toEqual([...apis, 'aws']);
  });

  test(name === 'local' ? 'destroys what holds data with the stack' : 'retains what holds data, once it is there', () => {
    const types = [
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'AWS::KMS::Key',
      'AWS::SecretsManager::Secret',
      'AWS::Cognito::UserPool',
      'AWS::Logs::LogGroup',
    ];
    for (const [id, { Type, DeletionPolicy, UpdateReplacePolicy }] of types.flatMap((type) => synthesized.of(type))) {
      // A pool and a table are protected, and a bucket of the trail filled at once: rolling back would fail at either.
      const retained =
        Type === 'AWS::Cognito::UserPool' || Type === 'AWS::DynamoDB::Table' || /Audit\w+Bucket/.test(id)
          ? 'Retain'
          : 'RetainExceptOnCreate';
      expect([Type, DeletionPolicy, UpdateReplacePolicy]).toEqual(
        name === 'local' ? [Type, 'Delete', 'Delete'] : [Type, retained, 'Retain'],
      );
    }
  });

  test('makes no custom resource: nothing runs in the account but the function, and the one that answers for verdicts', () => {
    expect(synthesized.of('AWS::Lambda::Function')).toHaveLength(asksForVerdicts ? 2 : 1);
    expect(
      Object.values(synthesized.resources).filter(({ Type }) => Type.startsWith('Custom::') || Type.endsWith('CustomResource')),
    ).toEqual([]);
  });

  test('puts out what developers and operators need', () => {
    expect(Object.keys(synthesized.template.Outputs).sort()).toEqual(
      [
        'CredentialsSecretArn',
        'FaceBucketName',
        'FaceKeyTemplate',
        'ImageKinds',
        'ProxyBaseUrl',
        'SubjectClaim',
        'TransactionUrl',
        'UserPoolClientId',
        'UserPoolId',
        ...(asksForVerdicts ? ['ReadingSecretArn', 'VerdictsUrl'] : []),
      ].sort(),
    );
    const url: unknown[] = synthesized.template.Outputs.ProxyBaseUrl.Value['Fn::Join'][1];
    expect(String(url.at(-1))).not.toMatch(/\/$/);
  });
});

test('warns of every example value that is left in place', () => {
  expect(stage('prod').warnings.join()).toMatch(
    /EXAMPLE VALUES.*operators\.enrol\.0.*operators\.erase\.0.*workflows\.inject.*cors\.origins\.0/,
  );
  expect(stage('dev').warnings.join()).toMatch(/EXAMPLE VALUES.*workflows\.inject\.replace-with-your-workflow-id/);
  expect(stage('existing').warnings.join()).not.toContain('EXAMPLE');
});

test('warns when no one is named who may read photos, and when others decide it', () => {
  expect(stage('dev').warnings.join()).toContain('No operators are named');
  expect(stage('existing').warnings.join()).toContain('decided by the existing bucket and key');
  expect(stage('local').warnings).toEqual([]);
});

test('makes neither pool nor bucket where both exist, and puts out the given ones', () => {
  const existing = stage('existing');
  for (const type of ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient']) {
    expect(existing.of(type).filter(([id]) => !id.includes('Audit'))).toEqual([]);
  }
  const { Outputs } = existing.template;
  expect(Outputs.FaceBucketName.Value).toBe('bank-photos');
  expect(Outputs.FaceKeyTemplate.Value).toBe('people/faces/{subject}/portrait.jpg');
  expect(JSON.parse(Outputs.ImageKinds.Value)).toMatchObject({
    face: { key: 'people/faces/{subject}/portrait.jpg', requireChecksum: false },
  });
  expect(Outputs.UserPoolId.Value).toBe('eu-central-1_Customers');
  expect(Outputs.UserPoolClientId.Value).toBe('webclient1,mobileclient2');
});
