import { type Finding, fail, pass, skipped, warning } from '../../failures/finding';
import type { Stage } from '../../stage/stage';
import type { Patient } from '../patient';
import { revertDrift } from '../repair';
import { includesRole, readersOf } from './policy-readers';

const NOT_SEEN =
  'Not seen from here: what the organisation denies, policies of endpoints, existing sessions, and who may assume these roles.';

const NAME_OPERATORS = 'Name the roles in "operators" in the file of the stage, and deploy.';
const denial = (action: string, roleArn: string) =>
  `that denies ${action} to everybody ("Principal": "*") whose aws:PrincipalArn is neither ${roleArn} nor a role of yours that has to read (ArnNotEquals).`;

/** Who other than the function may read a photo, by the bucket's policy. */
export async function checkReaders(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no IAM: anyone who reaches its S3 reads everything in it.');
  const [{ roleArn }, policy, isOwn] = [await patient.fn(), await patient.bucketPolicy(), await patient.owns(stage.bucketName)];
  if (policy === undefined && isOwn)
    return fail('The bucket has no policy any more: only the IAM of the account decides.', `${revertDrift(stage)}.`);
  const { alone, allowed } = readersOf(policy ?? '{"Statement":[]}', 's3:GetObject', photosOf(stage));
  const everybody = allowed.filter((name) => name.startsWith('everybody'));
  if (everybody.length > 0)
    return fail(
      `The bucket's policy lets everybody read: ${everybody.join(', ')}.`,
      'Remove the statement from the policy of the bucket, now.',
    );
  if (alone === undefined) {
    return warning(
      `The bucket's policy denies no one: any principal that the IAM of the account allows may read photos${allowed.length > 0 ? `, and ${allowed.join(', ')}` : ''}.`,
      isOwn ? NAME_OPERATORS : `It is your own policy: add a statement ${denial('s3:GetObject*', roleArn)}`,
    );
  }
  if (!includesRole(alone, roleArn))
    return fail(
      `The bucket's policy denies photos to the function (${roleArn}).`,
      isOwn ? `${revertDrift(stage)}.` : 'It is your own policy: allow that role.',
    );
  const others = alone.filter((arn) => arn !== roleArn);
  return pass(
    `Apart from the function ${others.length === 0 ? 'no one may read a photo' : `these may read a photo: ${others.join(', ')}`}. ${NOT_SEEN}`,
  );
}

/** Whether the key opens a photo to others than the bucket does. */
export async function checkKeyReaders(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no keys.');
  const { roleArn } = await patient.fn();
  const keyArn = await patient.photoKey();
  if (keyArn === undefined) return foreignKey(stage, await patient.owns(stage.bucketName));
  const isOwn = await patient.owns(keyArn.replace(/^.*:key\//, ''));
  const { alone, allowed } = readersOf((await patient.keyPolicy()) ?? '', 'kms:Decrypt', [keyArn]);
  if (alone !== undefined && !includesRole(alone, roleArn))
    return fail(
      `The key denies the function its use (${roleArn}).`,
      isOwn ? `${revertDrift(stage)}.` : 'It is your own policy: allow that role.',
    );
  if (alone !== undefined)
    return pass(
      `The key decrypts for the function${alone.length === 1 ? ' alone' : ` and ${alone.filter((arn) => arn !== roleArn).join(', ')}`}.`,
    );
  return warning(
    `The key decrypts for any principal that IAM allows: ${allowed.join(', ') || 'no one by its policy'}.`,
    isOwn ? NAME_OPERATORS : `It is your own policy: add a statement ${denial('kms:Decrypt', roleArn)}`,
  );
}

function foreignKey(stage: Stage, isOwn: boolean): Finding {
  return fail(
    'New photos are not encrypted with a key of yours: anyone who may read the bucket can decrypt them, too.',
    isOwn ? `${revertDrift(stage)}.` : 'Set the default encryption of the bucket to your key (aws s3api put-bucket-encryption).',
  );
}

/** ARNs of the photos of every kind, `*` for the subject. */
export function photosOf({ bucketName, images }: Stage): string[] {
  return Object.values(images).map(({ key }) => `arn:aws:s3:::${bucketName}/${key.replace('{subject}', '*')}`);
}
