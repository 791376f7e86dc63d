import { Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { readEnvironment, VARIABLES } from '../../contract/environment';
import { Agent, Callers, FaceImages, FaceMatchProxy, type FaceMatchProxyProps } from '../../lib';
import { concrete } from '../support/stack-policies';
import { checked, EXISTING, Synthesized, synthesize, synthesizeStage, testApp } from '../support/template';

const prod = synthesizeStage('prod');
const existing = synthesizeStage('existing', EXISTING);
const local = synthesizeStage('local');

/** What the deployed function would read from its environment. */
function environmentOf(stage: Synthesized): ReturnType<typeof readEnvironment> {
  return readEnvironment(
    concrete(stage.one('AWS::Lambda::Function', /ProxyFunction/).Environment.Variables, stage.resources) as NodeJS.ProcessEnv,
  );
}

describe('the function', () => {
  test('is small, current, bounded, and logs to its own group', () => {
    expect(prod.one('AWS::Lambda::Function')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 27,
      LoggingConfig: { LogFormat: 'Text', LogGroup: { Ref: expect.stringContaining('FunctionLog') } },
    });
  });

  test('is started with a small young generation, in which the buffers of a photo are freed without a collection of everything', () => {
    expect(prod.one('AWS::Lambda::Function').Environment.Variables.NODE_OPTIONS).toBe('--max-semi-space-size=4');
  });

  test('has time beyond its deadline to end in good order, and none beyond API Gateway’s', () => {
    const timeout = (deadlineSeconds: number) =>
      synthesize(
        checked({ limits: { deadlineSeconds, agentReplyStallSeconds: 5, faceReadStallSeconds: 4, agentWriteStallSeconds: 4 } }),
      ).one('AWS::Lambda::Function').Timeout;
    expect(timeout(10)).toBe(12);
    expect(timeout(28)).toBe(29);
  });

  test('gets every setting that it reads, and nothing else', () => {
    const { NODE_OPTIONS: _forNode, ...own } = prod.one('AWS::Lambda::Function').Environment.Variables;
    // Production asks for no verdicts, so it has no table of starts.
    const { transactions: _off, ...told } = VARIABLES;
    expect(Object.keys(own).sort()).toEqual(Object.values(told).sort());
    expect(environmentOf(prod)).toMatchObject({
      agentUrl: 'https://api.eu.platform.microblink.com/agent/',
      forwardHeaders: [],
      tokens: { use: 'id', clientIds: [expect.stringContaining('App')] },
      callerRules: { subjectClaim: 'sub', maxAuthAgeMinutes: 60, consentUserId: 'must-match', consentGate: 'consent-required' },
      bucketRules: { requireChecksum: true, missingKey: 'message-names-list-bucket' },
      images: { face: { key: 'faces/{subject}', maxBytes: 2097152, minimumAgeHours: 24 } },
      corsOrigins: ['https://app.example.com', 'https://www.example.com'],
      limits: {
        deadlineMs: 25_000,
        faceReadStallMs: 5000,
        agentWriteStallMs: 5000,
        agentReplyStallMs: 20_000,
        callerBodyBytes: 16384,
        agentReplyBytes: 1048576,
      },
    });
  });

  test('gets what exists in the form that it reads', () => {
    expect(environmentOf(existing)).toMatchObject({
      forwardHeaders: ['x-request-id'],
      tokens: { use: 'id', clientIds: ['webclient1', 'mobileclient2'] },
      bucket: 'bank-photos',
      bucketRules: { requireChecksum: false },
      images: { documentFront: { key: 'people/documents/{subject}/front', maxBytes: 4194304 } },
      workflows: {
        inject: { '65f0c0ffee65f0c0ffee65f0': { field: 'faceImage', image: 'face', callerFields: ['reference'] } },
        passThrough: { '65f0c0ffee65f0c0ffee65f2': {}, '65f0c0ffee65f0c0ffee65f3': { callerFields: ['note'] } },
      },
    });
    expect(environmentOf(local)).toMatchObject({
      corsOrigins: '*',
      agentUrl: 'http://127.0.0.1:9/agent/',
      transactions: expect.stringContaining('Transactions'),
    });
  });

  test('is refused at synth with more settings than Lambda takes', () => {
    const passThrough = Array.from({ length: 80 }, (_, at) => `workflow-with-a-long-id-${at}`.padEnd(40, 'x'));
    expect(() => synthesize(checked({ workflows: { passThrough } }))).toThrow(/settings may take \d+ bytes, and Lambda allows 4096/);
  });
});

describe('a new bucket', () => {
  const bucket = prod.one('AWS::S3::Bucket', /Faces/);

  test('encrypts by bucket key, under one layer', () => {
    expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration).toMatchObject([
      { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
    ]);
  });

  test('ends photos after their retention, and old versions after theirs', () => {
    expect(bucket.LifecycleConfiguration.Rules).toMatchObject([
      { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true },
      { ExpirationInDays: 365 },
    ]);
  });
});

describe('a new user pool', () => {
  test('can be deleted with a throw-away stack', () => {
    expect(local.one('AWS::Cognito::UserPool').DeletionProtection).toBe('INACTIVE');
  });

  test('takes Anna@ and anna@ for one user, unless the pool is older than the setting, which Cognito refuses to change', () => {
    for (const stage of [prod, local]) expect(stage.one('AWS::Cognito::UserPool').UsernameConfiguration).toEqual({ CaseSensitive: false });
    const older = synthesize(checked({ callers: { pool: { new: { emailCase: 'exact-as-this-pool-was-made' } } } }));
    expect(older.one('AWS::Cognito::UserPool')).not.toHaveProperty('UsernameConfiguration');
  });

  test('has one public client, with SRP, and tokens of the configured life', () => {
    const client = prod.one('AWS::Cognito::UserPoolClient');
    expect(client).toMatchObject({
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      IdTokenValidity: 15,
      AccessTokenValidity: 15,
      RefreshTokenValidity: 720,
    });
    expect(client.CallbackURLs).toBeUndefined();
  });

  test('takes a password itself in the throw-away stage alone', () => {
    expect(local.one('AWS::Cognito::UserPoolClient').ExplicitAuthFlows).toContain('ALLOW_USER_PASSWORD_AUTH');
  });

  test('makes a custom subject immutable and readable, and writable by no client', () => {
    const stage = synthesize(checked({ callers: { pool: { new: {} }, subjectClaim: 'custom:customerId' } }));
    expect(stage.one('AWS::Cognito::UserPool').Schema).toEqual([expect.objectContaining({ Name: 'customerId', Mutable: false })]);
    const { ReadAttributes, WriteAttributes } = stage.one('AWS::Cognito::UserPoolClient');
    expect(ReadAttributes).toContain('custom:customerId');
    expect(WriteAttributes).toEqual(['locale']);
  });
});

describe('the construct in another app', () => {
  const props = {
    purpose: 'development',
    agent: Agent.region('us-east', { forwardHeaders: ['X-Request-Id'] }),
    callers: Callers.newPool({ tokenMinutes: 10, maxAuthAgeMinutes: 5, emailCase: 'exact-as-this-pool-was-made' }),
    images: FaceImages.newBucket({ face: { key: 'faces/{subject}' } }, { oldVersionDays: 3 }),
    workflows: { inject: { 'wf-1': { field: 'faceImage', image: 'face' } } },
    corsOrigins: '*',
  } as const satisfies FaceMatchProxyProps;

  test('is built from factories alone', () => {
    const stack = new Stack(testApp(), 'Bank');
    new FaceMatchProxy(stack, 'Proxy', props);
    const stage = new Synthesized(stack);
    expect(environmentOf(stage)).toMatchObject({
      agentUrl: 'https://api.us-east.platform.microblink.com/agent/',
      callerRules: { maxAuthAgeMinutes: 5 },
    });
    expect(stage.one('AWS::Cognito::UserPool')).not.toHaveProperty('UsernameConfiguration');
    expect(stage.one('AWS::S3::Bucket', /Faces/).LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration).toEqual({
      NoncurrentDays: 3,
    });
  });

  test('takes a pool of that app, whose ARN is not known at synth', () => {
    const stack = new Stack(testApp(), 'Bank');
    const pool = new UserPool(stack, 'Pool');
    const client = pool.addClient('App');
    new FaceMatchProxy(stack, 'Proxy', {
      ...props,
      callers: Callers.existingPool({ userPoolArn: pool.userPoolArn, clientIds: [client.userPoolClientId] }),
    });
    const stage = new Synthesized(stack);
    expect(environmentOf(stage).tokens.clientIds).toEqual([stage.of('AWS::Cognito::UserPoolClient')[0]?.[0]]);
    expect(stage.one('AWS::ApiGateway::Authorizer').ProviderARNs).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'Arn'] }]);
  });

  test('is held to the same rules as a stage’s file', () => {
    const build = (changes: Partial<FaceMatchProxyProps>) => () =>
      new FaceMatchProxy(new Stack(testApp(), 'Bank'), 'Proxy', { ...props, ...changes });
    expect(build({ purpose: 'production' })).toThrow(/The settings of Bank\/Proxy: 2 faults\n.*retentionDays.*\n.*operators/);
    expect(build({ agent: Agent.url('https://evil.test/agent/') })).toThrow(/agent\.url/);
    expect(build({ callers: Callers.newPool({ subjectClaim: 'email' }) })).toThrow(/callers\.subjectClaim/);
    expect(build({ images: FaceImages.newBucket({ face: { key: '{subject}' } }) })).toThrow(/images\.face\.key/);
  });

  test('warns when the key of an existing bucket belongs to an account that was not stated', () => {
    const stack = new Stack(testApp(), 'Bank', { env: { account: '999900001111', region: 'eu-central-1' } });
    const images = FaceImages.existingBucket(
      { face: { key: 'f/{subject}' } },
      { bucketName: 'photos', keyArn: 'arn:aws:kms:eu-central-1:222233334444:key/1', requireChecksum: true },
    );
    new FaceMatchProxy(stack, 'Proxy', { ...props, images });
    expect(new Synthesized(stack).warnings.join()).toContain('The photo key belongs to account 222233334444');
  });
});
