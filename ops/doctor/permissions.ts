import { type Finding, fail, pass, skipped } from '../finding';
import type { Patient } from './patient';
import { revertDrift } from './repair';
import { type Answer, type Question, simulate } from './simulation';

/** Nobody's photo: whether it exists does not matter to IAM. */
const ANYBODY = 'asked-by-doctor';

/** What the function's role may do and may not, as deployed. */
export async function checkFunctionRole({ stage, fn, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack has no IAM.');
  const { roleArn } = await fn();
  const answers = await simulate(
    found,
    roleArn,
    questions(found.bucketName, Object.values(found.images), found.credentialsSecretArn),
    signal,
  );
  const wrong = answers.filter(({ isAllowed, expected }) => isAllowed !== (expected === 'allowed'));
  if (wrong.length === 0)
    return pass(
      `Simulated ${answers.length} actions of the function's role: it reads photos of the kinds and its secret; it lists, writes and erases nothing.`,
    );
  return fail(
    `The function's role is not what the stack gives: ${wrong.map(sayAnswer).join('; ')}.`,
    `Look who changed the policies of ${roleArn}. ${revertDrift(found)}.`,
  );
}

function questions(bucket: string, kinds: readonly { key: string }[], secretArn: string): Question[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const photos = kinds.map(({ key }) => `${arn}/${key.replace('{subject}', ANYBODY)}`);
  const denied = (action: string, resource: string): Question => ({ action, resource, expected: 'denied' });
  return [
    ...photos.map((resource): Question => ({ action: 's3:GetObject', resource, expected: 'allowed' })),
    { action: 'secretsmanager:GetSecretValue', resource: secretArn, expected: 'allowed' },
    denied('s3:ListBucket', arn),
    denied('s3:ListBucketVersions', arn),
    denied('s3:GetObject', `${arn}/of-no-kind/${ANYBODY}`),
    ...photos.flatMap((resource) => [denied('s3:PutObject', resource), denied('s3:DeleteObject', resource)]),
    denied('secretsmanager:PutSecretValue', secretArn),
    denied('secretsmanager:GetSecretValue', secretArn.replace(/[^:]+$/, 'another-secret-AbCdEf')),
  ];
}

const sayAnswer = ({ action, resource, isAllowed }: Answer) => `${action} on ${resource} is ${isAllowed ? 'allowed' : 'denied'}`;
