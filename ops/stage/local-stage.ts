import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../failures/failures';
import { localClientSettings } from './client-settings';
import { imageKinds } from './image-kinds';
import type { Stage, StageVerdicts } from './stage';

/** The members of `.local/stack.json` that commands need; the local stack writes more. */
const stackFile = z.object({
  baseUrl: z.string(),
  transactionUrl: z.string(),
  agentApiUrl: z.string(),
  cognito: z.object({ endpoint: z.string(), userPoolId: z.string(), clientId: z.string(), subjectClaim: z.string().optional() }),
  s3: z.object({ endpoint: z.string(), bucket: z.string(), keyTemplate: z.string(), images: imageKinds.optional() }),
  secretsManager: z.object({ endpoint: z.string(), secretArn: z.string(), readingSecretArn: z.string().optional() }),
  verdicts: z.object({ url: z.string(), region: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }).optional(),
  workflows: z.object({ injecting: z.array(z.string()), passThrough: z.array(z.string()) }),
  users: z.array(z.object({ name: z.string(), email: z.string(), password: z.string(), subject: z.string(), enrolled: z.boolean() })),
});

export type LocalDetails = z.output<typeof stackFile>;

/** The region in the local stack's own ARNs and pool ids. */
const REGION = 'eu-central-1';

/**
 * What the running local stack says of itself.
 * @param directory Folder of `stack.json`.
 * @throws Failure `no-local-stack`
 */
export async function readLocalDetails(directory: string): Promise<LocalDetails> {
  const file = join(directory, 'stack.json');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw unreadable(file, `cannot be read (${cause.code})`, cause);
    throw noLocalStack(file, 'No local stack is running here.', cause);
  });
  try {
    return stackFile.parse(JSON.parse(text));
  } catch (cause) {
    throw noLocalStack(file, 'The file of the local stack is not one that this version reads.', cause);
  }
}

export async function findLocalStage(directory: string): Promise<Stage> {
  const details = await readLocalDetails(directory);
  const { baseUrl, transactionUrl, cognito, s3, secretsManager } = details;
  const verdicts = verdictsOf(details);
  const endpoints = {
    s3: s3.endpoint,
    'secrets-manager': secretsManager.endpoint,
    'cognito-identity-provider': cognito.endpoint,
  };
  return {
    name: 'local',
    isLocal: true,
    region: REGION,
    stackName: undefined,
    where: '',
    proxyBaseUrl: baseUrl,
    transactionUrl,
    bucketName: s3.bucket,
    images: s3.images ?? { face: { key: s3.keyTemplate } },
    credentialsSecretArn: secretsManager.secretArn,
    ...(verdicts && { verdicts }),
    subjectClaim: cognito.subjectClaim,
    userPoolId: cognito.userPoolId,
    userPoolClientIds: [cognito.clientId],
    client: (service) => localClientSettings(service, endpoints, REGION),
  };
}

function verdictsOf({ verdicts, secretsManager: { readingSecretArn } }: LocalDetails): StageVerdicts | undefined {
  if (verdicts === undefined || readingSecretArn === undefined) return undefined;
  const { url, region, ...credentials } = verdicts;
  return { url, region, credentials, secretArn: readingSecretArn };
}

function noLocalStack(where: string, what: string, cause: unknown): Failure {
  return new Failure('no-local-stack', { what, where, toDo: 'Run npm start in another window, and leave it open.' }, { cause });
}

function unreadable(where: string, how: string, cause: unknown): Failure {
  return new Failure(
    'file-not-readable',
    { what: `The file ${how}.`, where, toDo: 'Run the command as the user who ran npm start.' },
    { cause },
  );
}
