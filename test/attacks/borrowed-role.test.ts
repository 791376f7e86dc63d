import { VARIABLES } from '../../contract/environment';
import { allowedByEither, allowedByKey, type Call, concrete, identityPolicy, madeBy, statementsOf } from '../support/stack-policies';
import { EXISTING, type Synthesized, synthesizeStage } from '../support/template';

/**
 * An administrator who wants a photo without changing the policy of the bucket or of the key becomes the function's role: by a function of their
 * own, by the role's trust, or by a role that is made again under its name.
 */
type Statements = ReturnType<typeof statementsOf>;

const HERE = 'arn:aws:lambda:eu-central-1:999900001111:function';
const prod = synthesizeStage('prod');
const existing = synthesizeStage('existing', EXISTING);

const ROLE = roleOf(prod);
const LAMBDA = functionOf(prod);
const [BUCKET = '', KEY = ''] = (['AWS::S3::Bucket', 'AWS::KMS::Key'] as const).map((type) =>
  String(concrete({ 'Fn::GetAtt': [prod.of(type).find(([id]) => /Faces/.test(id))?.[0], 'Arn'] }, prod.resources)),
);
const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': BUCKET };
const REMADE = { ...madeBy(LAMBDA, ROLE), 'aws:userId': 'AROAREMADE:session' };

function roleOf(stage: Synthesized): string {
  return String(concrete(stage.one('AWS::Lambda::Function').Role, stage.resources));
}

function functionOf(stage: Synthesized): string {
  return String(concrete({ 'Fn::GetAtt': [stage.of('AWS::Lambda::Function')[0]?.[0], 'Arn'] }, stage.resources));
}

/** All that the role's own policies say, and one more that somebody attached. */
function policiesOf(stage: Synthesized, ...more: Statements): Statements {
  const own = statementsOf(stage, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /^ProxyFunction/);
  return identityPolicy(roleOf(stage), [...own, ...more]);
}

const ANYTHING: Statements = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

function may(stage: Synthesized, action: string, resource: string, context: Call['context'], more: Statements = []): boolean {
  const call = {
    principal: roleOf(stage),
    action,
    resource,
    context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...context },
  };
  const bucket = action.startsWith('s3:') ? statementsOf(stage, 'AWS::S3::BucketPolicy', 'PolicyDocument') : [];
  return allowedByEither(call, bucket, policiesOf(stage, ...more));
}

/** Calls that the function makes, each with what it is about. */
function callsOf(stage: Synthesized): [string, string][] {
  const { Variables } = stage.one('AWS::Lambda::Function').Environment;
  const bucket = String(concrete(Variables[VARIABLES.bucket], stage.resources));
  const secret = String(concrete(Variables[VARIABLES.secretArn], stage.resources));
  const { face } = JSON.parse(String(concrete(Variables[VARIABLES.images], stage.resources))) as { face: { key: string } };
  const table = concrete({ 'Fn::GetAtt': [stage.of('AWS::DynamoDB::Table')[0]?.[0], 'Arn'] }, stage.resources);
  return [
    ['s3:GetObject', `arn:aws:s3:::${bucket}/${face.key.replace('{subject}', 'alice')}`],
    ['secretsmanager:GetSecretValue', secret],
    ['dynamodb:UpdateItem', String(table)],
  ];
}

describe.each([
  ['a bucket of the stack', prod],
  ['a bucket that exists', existing],
])('with %s', (_, stage) => {
  const lambda = functionOf(stage);
  const role = roleOf(stage);

  test.each(callsOf(stage))('the function itself may %s, whether AWS names it, its version or its alias', (action, resource) => {
    for (const named of [lambda, `${lambda}:7`, `${lambda}:live`]) expect(may(stage, action, resource, madeBy(named, role))).toBe(true);
  });

  test.each(callsOf(stage))(
    'a function of somebody’s own with the role may not %s, and neither may one whose name begins the same',
    (action, resource) => {
      for (const foreign of [`${HERE}:foreign`, `${lambda}2`, lambda.replace('eu-central-1', 'us-east-1'), lambda.replace('9999', '1111')])
        expect(may(stage, action, resource, madeBy(foreign, role))).toBe(false);
    },
  );

  test.each(callsOf(stage))('a session of the role outside of any function may not %s', (action, resource) => {
    expect(may(stage, action, resource, { 'aws:userId': madeBy(lambda, role)['aws:userId'] ?? '' })).toBe(false);
  });

  test.each([...callsOf(stage), ['s3:GetObjectVersion', callsOf(stage)[0]?.[1] ?? ''], ['dynamodb:Scan', callsOf(stage)[2]?.[1] ?? '']])(
    'one more policy on the role, which allows everything, gives a foreign function no %s',
    (action, resource) => expect(may(stage, action, resource, madeBy(`${HERE}:foreign`, role), ANYTHING)).toBe(false),
  );
});

describe('a role that was deleted and made again under the name of the function’s, and whose policies allow everything,', () => {
  const remade = identityPolicy(ROLE, ANYTHING);

  test('reads no photo and no old version of one', () => {
    const bucket = statementsOf(prod, 'AWS::S3::BucketPolicy', 'PolicyDocument', /Faces/);
    for (const action of ['s3:GetObject', 's3:GetObjectVersion']) {
      const call = {
        principal: ROLE,
        action,
        resource: `${BUCKET}/faces/alice`,
        context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' },
      };
      expect(allowedByEither({ ...call, context: { ...call.context, ...REMADE } }, bucket, remade)).toBe(false);
      expect(allowedByEither({ ...call, context: { ...call.context, ...madeBy(LAMBDA, ROLE) } }, bucket, remade)).toBe(true);
    }
  });

  test('decrypts no photo', () => {
    const key = statementsOf(prod, 'AWS::KMS::Key', 'KeyPolicy', /Faces/);
    const call = (context: Call['context']): Call => ({
      principal: ROLE,
      action: 'kms:Decrypt',
      resource: KEY,
      context: { ...VIA_S3, ...context },
    });
    expect(allowedByKey(call(REMADE), key, remade)).toBe(false);
    expect(allowedByKey(call(madeBy(LAMBDA, ROLE)), key, remade)).toBe(true);
  });
});

test('the policy that binds the role waits for the function, and only a metric filter waits for this policy, so that a first deployment and a rollout complete', () => {
  const [binding] = prod.of('AWS::IAM::ManagedPolicy').find(([id]) => /FunctionBinding/.test(id)) ?? [''];
  const [lambda] = prod.of('AWS::Lambda::Function')[0] ?? [''];
  expect(JSON.stringify(prod.resources[binding])).toContain(`"Fn::GetAtt":["${lambda}","Arn"]`);
  const waiting = Object.entries(prod.resources).filter(
    ([id, resource]) => id !== binding && JSON.stringify(resource).includes(`"${binding}"`),
  );
  expect(waiting.map(([, { Type }]) => Type)).toEqual(['AWS::Logs::MetricFilter']);
});
