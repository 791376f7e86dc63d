import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Mode } from '../../../stand-ins/agent/behaviours';
import type { TestStack } from '../../support/local-stack';
import type { Before } from './attack';

/** Starts that a subject has in the stack of the record: more than alice needs. */
export const STARTS = 80;

type Restore = () => unknown;

const MODE: Partial<Record<Before, Mode>> = {
  'the Agent API redirects': 'redirect',
  'the Agent API answers garbage': 'garbage',
  'the Agent API answers without end': 'huge',
  'the Agent API refuses the credentials': 'unauthorized',
};

/** Brings a state about. @returns what ends it. */
export async function prepare(stack: TestStack, before: Before | undefined): Promise<Restore> {
  if (before === undefined) return () => undefined;
  const mode = MODE[before];
  if (mode !== undefined) {
    await stack.behave(mode);
    return () => stack.behave('ok');
  }
  if (before === 'the secret is empty') return await emptySecret(stack);
  if (before === 'the photo of carol is a text') return await storeTextFor(stack);
  await useUp(stack);
  return () => undefined;
}

/** Some at a time, until one is refused for it: others may be turned away by the throttle, and do not count. */
async function useUp(stack: TestStack): Promise<void> {
  for (let rounds = 0; rounds < STARTS; rounds++) {
    const answers = await Promise.all(Array.from({ length: 5 }, () => stack.startTransaction('bob')));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    if (texts.some((text) => text.includes('too-many-attempts'))) return;
  }
  throw new Error('bob could start without end');
}

/** Until a request has been served: the function keeps what it has read. */
async function emptySecret(stack: TestStack): Promise<Restore> {
  const { endpoint, secretArn: SecretId } = stack.details.secretsManager;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'stand-in' };
  const client = new SecretsManagerClient({ endpoint, region: 'eu-central-1', credentials });
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: '{}' }));
  return async () => {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
    client.destroy();
  };
}

async function storeTextFor(stack: TestStack): Promise<Restore> {
  const { endpoint, bucket, keyTemplate } = stack.details.s3;
  const url = `${endpoint}/${bucket}/${keyTemplate.replace('{subject}', stack.user('carol').subject)}`;
  const headers = { 'x-amz-checksum-crc32': 'jvfrgw==', 'x-amz-sdk-checksum-algorithm': 'CRC32' };
  const stored = await fetch(url, { method: 'PUT', body: 'this is no picture at all', headers });
  if (!stored.ok) throw new Error(await stored.text());
  return async () => await fetch(url, { method: 'DELETE' });
}
