import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import local from '../../config/local.json';
import type { Mode } from '../../stand-ins/agent/behaviours';
import { type Fault, instead } from '../../stand-ins/exchange';
import { hangUp, resetInReply, stall } from '../../stand-ins/faults';
import type { FaultyServer } from '../../stand-ins/faulty';
import { missingKeyDenial, refusalReply, s3Error } from '../../stand-ins/s3/refusal';
import { startS3 } from '../../stand-ins/s3/s3';
import type { S3, StoredPhoto } from '../../stand-ins/s3/store';
import { type SecretsManager, startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';
import { localConfigWith } from '../support/config-file';
import { startTestStack, type TestStack } from '../support/local-stack';
import { jpegOf } from '../support/photos';

/** Each fault against the running local stack; in every case the Agent API stand-in must accept nothing. */
let stack: TestStack;
let s3: S3 & FaultyServer;
let secrets: SecretsManager;
const SECRET = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Credentials-fAuLts';
const GOOD = { bytes: jpegOf(400_000) };

beforeAll(async () => {
  s3 = await startS3();
  s3.denied.add('s3:ListBucket');
  secrets = await startSecretsManager({ [SECRET]: undefined });
  const limits = { deadlineSeconds: 5, faceReadStallSeconds: 1, agentWriteStallSeconds: 1, agentReplyStallSeconds: 2 };
  stack = await startTestStack({
    configFile: await localConfigWith({ limits: { ...local.limits, ...limits } }),
    functionEnvironment: {
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      CREDENTIALS_SECRET_ARN: SECRET,
    },
  });
});
afterAll(async () => {
  await stack?.stop();
  await Promise.all([s3?.close(), secrets?.close()]);
});
beforeEach(() => {
  s3.fault = undefined;
  put(GOOD);
});
afterEach(async () => await stack.behave('ok'));

function put(photo: StoredPhoto | undefined): void {
  s3.versions.clear();
  if (photo !== undefined) s3.putPhoto(stack.details.s3.keyTemplate.replace('{subject}', stack.user('alice').subject), photo);
}

async function expectNothingAccepted(code: string, status: number): Promise<void> {
  const before = (await stack.accepted()).length;
  const response = await stack.startTransaction('alice');
  expect(await response.json()).toMatchObject({ code, status });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await stack.accepted()).toHaveLength(before);
}

/** The credentials that the stand-in of the Agent API takes, from the stand-in of Secrets Manager. */
async function rightCredentials(): Promise<string> {
  const { endpoint, secretArn } = stack.details.secretsManager;
  const client = new SecretsManagerClient({ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  return SecretString ?? '';
}

// These come first: the function keeps credentials that it has once read.
describe('without credentials nothing is started', () => {
  test.each<[string, Fault | undefined, string | undefined, string]>([
    ['Secrets Manager is down', hangUp, undefined, 'credentials-unavailable'],
    ['the secret is empty', undefined, undefined, 'credentials-not-set'],
    ['the secret is not of the expected form', undefined, '{"user":"a"}', 'credentials-not-set'],
    ['the client id is of the old kind', undefined, '{"clientId":"old","clientSecret":"s"}', 'credentials-not-set'],
  ])('%s', async (_what, fault, value, code) => {
    secrets.fault = fault;
    secrets.set(value);
    await expectNothingAccepted(code, 503);
    expect(s3.requests).toEqual([]);
  });

  test('the credentials are of another company: the agent refuses, and the caller is not blamed', async () => {
    secrets.set('{"clientId":"sa_other","clientSecret":"s"}');
    await expectNothingAccepted('agent-refused-credentials', 502);
  });

  test('a corrected secret is used at the next refusal, without a deployment', async () => {
    secrets.set(await rightCredentials());
    expect((await stack.startTransaction('alice')).status).toBe(200);
    expect(await stack.accepted()).toHaveLength(1);
  });
});

describe('no photo, no transaction', () => {
  test.each<[string, StoredPhoto | undefined, string, number]>([
    ['no photo', undefined, 'no-face-on-record', 409],
    ['a text file as photo', { bytes: Buffer.from('this is a letter, not a photo') }, 'face-unusable', 500],
    ['zero bytes', { bytes: Buffer.alloc(0) }, 'face-unusable', 500],
    ['a photo that is too large', { bytes: jpegOf(2 * 1024 * 1024 + 1) }, 'face-unusable', 500],
    ['a checksum that does not match', { bytes: jpegOf(400_000), checksum: 'wrong' }, 'face-unusable', 500],
    ['no checksum that can be verified', { bytes: jpegOf(400_000), checksum: 'none' }, 'face-unusable', 500],
  ])('%s', async (_what, object, code, status) => {
    put(object);
    await expectNothingAccepted(code, status);
  });

  test('an object that is cut half way', async () => {
    s3.fault = resetInReply;
    await expectNothingAccepted('face-store-unavailable', 503);
  });

  test('an object that stalls', async () => {
    s3.fault = stall;
    await expectNothingAccepted('face-store-unavailable', 503);
  });

  test('S3 answers 403 for a missing key', async () => {
    s3.fault = instead(refusalReply(missingKeyDenial()));
    await expectNothingAccepted('no-face-on-record', 409);
  });

  test('S3 answers 403 for a permission fault', async () => {
    s3.fault = instead(s3Error(403, 'AccessDenied', 'not authorized to perform: kms:Decrypt'));
    await expectNothingAccepted('face-store-unavailable', 503);
  });
});

describe('an agent that fails has accepted nothing', () => {
  test.each<[Mode, string, number]>([
    ['stall', 'agent-timeout', 504],
    ['cut', 'agent-bad-response', 502],
    ['redirect', 'agent-bad-response', 502],
    ['unauthorized', 'agent-refused-credentials', 502],
    ['garbage', 'agent-bad-response', 502],
    ['huge', 'agent-bad-response', 502],
  ])('%s', async (mode, code, status) => {
    await stack.behave(mode);
    await expectNothingAccepted(code, status);
  });

  test('reset: the caller learns that the connection broke', async () => {
    await stack.behave('reset');
    const before = await stack.accepted();
    expect((await stack.startTransaction('alice')).status).toBe(502);
    expect(await stack.accepted()).toEqual(before);
  });

  test.each<[Mode, number]>([
    ['error500', 500],
    ['throttled', 429],
  ])('%s: its own answer reaches the caller', async (mode, status) => {
    await stack.behave(mode);
    const before = await stack.accepted();
    const response = await stack.startTransaction('alice');
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after') !== null).toBe(mode === 'throttled');
    expect(await stack.accepted()).toEqual(before);
  });

  test('and when all is well again, so is the next request', async () => {
    expect((await stack.startTransaction('alice')).status).toBe(200);
    expect(await stack.accepted()).toHaveLength(2);
  });
});
