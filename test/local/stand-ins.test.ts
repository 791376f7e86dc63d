import { createHash } from 'node:crypto';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import sharp from 'sharp';
import { readPort } from '../../local/process/port';
import { resolveIntrinsics } from '../../local/template/intrinsics';
import { drawPortrait, type Portrait } from '../../local/users/portraits';
import { type SecretsManager, startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';

describe('Secrets Manager', () => {
  const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Credentials-LoCaL0';
  let manager: SecretsManager;
  let client: SecretsManagerClient;

  beforeAll(async () => {
    manager = await startSecretsManager({ [arn]: undefined });
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    client = new SecretsManagerClient({ endpoint: manager.url, region: 'eu-central-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await manager.close();
  });

  test('says of a secret without a value that there is none, as after a first deployment', async () => {
    await expect(client.send(new GetSecretValueCommand({ SecretId: arn }))).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test('gives back the newest value, by ARN and by name', async () => {
    await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: 'one' }));
    await client.send(new PutSecretValueCommand({ SecretId: 'Credentials', SecretString: 'two' }));
    const value = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    expect(value).toMatchObject({ SecretString: 'two', ARN: arn, VersionStages: ['AWSCURRENT'] });
    expect(value.CreatedDate).toBeInstanceOf(Date);
  });

  test('creates and describes a secret, and knows no other', async () => {
    const { ARN } = await client.send(new CreateSecretCommand({ Name: 'another' }));
    expect(await client.send(new DescribeSecretCommand({ SecretId: 'another' }))).toMatchObject({ ARN, VersionIdsToStages: {} });
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'nobody' }))).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test('refuses a request that is not signed', async () => {
    const response = await fetch(manager.url, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'secretsmanager.GetSecretValue' },
      body: '{}',
    });
    expect(response.status).toBe(400);
  });
});

describe('portraits', () => {
  test('are a JPEG and a PNG that decode, of two different people', async () => {
    const read = async (number: number, type: Portrait['type']) => {
      const { data, info } = await sharp((await drawPortrait(number, type)).bytes)
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { data, size: [info.width, info.height] };
    };
    const [alice, bob] = [await read(0, 'image/jpeg'), await read(1, 'image/png')];
    expect([alice.size, bob.size]).toEqual([
      [200, 260],
      [200, 260],
    ]);
    expect(alice.data.equals(bob.data)).toBe(false);
  });

  test('are the same at every start', async () => {
    const hash = async () =>
      createHash('sha256')
        .update((await drawPortrait(1, 'image/png')).bytes)
        .digest('hex');
    expect(await hash()).toBe(await hash());
  });
});

describe('intrinsic functions', () => {
  const physical = { reference: (id: string) => `ref-${id}`, attribute: (id: string, name: string) => `${id}/${name}` };
  test.each([
    [{ Ref: 'A' }, 'ref-A'],
    [{ Ref: 'AWS::Region' }, 'eu-central-1'],
    [{ 'Fn::GetAtt': ['A', 'Arn'] }, 'A/Arn'],
    [{ 'Fn::Join': ['-', ['x', { Ref: 'A' }]] }, 'x-ref-A'],
    [{ 'Fn::Sub': `\${A}:\${A.Arn}:\${!kept}` }, `ref-A:A/Arn:\${kept}`],
    [{ 'Fn::Sub': [`\${own}`, { own: { Ref: 'A' } }] }, 'ref-A'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ keep: 1, drop: { Ref: 'AWS::NoValue' } }, { keep: 1 }],
  ])('%j is %j', (value, expected) => {
    expect(resolveIntrinsics(value, physical)).toEqual(expected);
  });

  test('names a function that it does not know, instead of guessing', () => {
    expect(() => resolveIntrinsics({ 'Fn::ImportValue': 'x' }, physical)).toThrow('Fn::ImportValue');
  });
});

test('takes 4000, any free port or a named one from LOCAL_PORT, and refuses what is no port', () => {
  expect([undefined, '', '0', '8080'].map(readPort)).toEqual([4000, 4000, 0, 8080]);
  for (const text of ['x', '-1', '70000', '1e3']) expect(() => readPort(text)).toThrow('which is not a port');
});
