import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Patient } from '../patient';
import { optionsOf, revertDrift } from '../repair';
import { type Answer, inFunction, type Question, SOURCE_FUNCTION, simulate } from './simulation';

/** No one's photo: whether it exists does not matter to IAM. */
const ANYBODY = 'asked-by-doctor';

/** What the function's role may do and may not, as deployed. */
export async function checkFunctionRole({ stage, fn, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack has no IAM.');
  const { roleArn, arn } = await fn();
  const answers = await simulate(
    found,
    roleArn,
    questions(found.bucketName, Object.values(found.images), found.credentialsSecretArn, arn),
    signal,
  );
  const wrong = answers.filter(({ isAllowed, expected }) => isAllowed !== (expected === 'allowed'));
  if (wrong.length === 0)
    return pass(
      `Simulated ${answers.length} actions of the function's role: it reads photos of the kinds and its secret; it lists, writes and erases nothing, and in another function it reads nothing.`,
    );
  const isUnbound = wrong.every(({ expected, context }) => expected === 'denied' && context?.[SOURCE_FUNCTION] !== arn);
  return fail(
    `The function's role is not what the stack gives: ${wrong.map(sayAnswer).join('; ')}.`,
    isUnbound
      ? `A stage that was deployed before this version has no binding of the role to its function: npm run deploy -- ${optionsOf(found)} brings it. If it was deployed with this version, find out who changed the policies of ${roleArn}; ${revertDrift(found)}.`
      : `Find out who changed the policies of ${roleArn}. ${revertDrift(found)}.`,
  );
}

function questions(bucket: string, kinds: readonly { key: string }[], secretArn: string, functionArn: string): Question[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const photos = kinds.map(({ key }) => `${arn}/${key.replace('{subject}', ANYBODY)}`);
  const context = inFunction(functionArn);
  const denied = (action: string, resource: string): Question => ({ action, resource, context, expected: 'denied' });
  const readings = [
    ...photos.map((resource) => ({ action: 's3:GetObject', resource })),
    { action: 'secretsmanager:GetSecretValue', resource: secretArn },
  ];
  return [
    ...readings.map((reading): Question => ({ ...reading, context, expected: 'allowed' })),
    // The role's second policy holds it to its function: somebody else's with the same role reads nothing.
    ...readings.map((reading): Question => ({ ...reading, context: inFunction(`${functionArn}-of-somebody`), expected: 'denied' })),
    denied('s3:ListBucket', arn),
    denied('s3:ListBucketVersions', arn),
    denied('s3:GetObject', `${arn}/of-no-kind/${ANYBODY}`),
    ...photos.flatMap((resource) => [denied('s3:PutObject', resource), denied('s3:DeleteObject', resource)]),
    denied('secretsmanager:PutSecretValue', secretArn),
    denied('secretsmanager:GetSecretValue', secretArn.replace(/[^:]+$/, 'another-secret-AbCdEf')),
  ];
}

const sayAnswer = ({ action, resource, isAllowed, context = {} }: Answer) =>
  `${action} on ${resource}, as ${context[SOURCE_FUNCTION]}, is ${isAllowed ? 'allowed' : 'denied'}`;
