import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { asking } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import { type Finding, fail, pass, unknown } from '../../failures/finding';
import type { Stage } from '../../stage/stage';
import type { Patient } from '../patient';
import { inFunction, type Question, simulate } from '../policies/simulation';
import { revertDrift } from '../repair';

/** Whether the function may read a photo that is there, through S3 and its key. The photo itself is not read. */
export async function checkPhoto(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  const key = await keyOfAPhoto(patient, stage);
  if (key === undefined)
    return unknown('No photo is on record yet.', 'Enrol one: npm run ops -- faces put. Or name a subject who has one with --subject.');
  if (stage.isLocal) return headLocally(stage, key, patient.signal);
  const { roleArn, arn } = await patient.fn();
  const photoKey = await patient.photoKey();
  const bucketArn = `arn:aws:s3:::${stage.bucketName}`;
  const context = { 'kms:ViaService': `s3.${stage.region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': bucketArn };
  const questions: Question[] = [
    { action: 's3:GetObject', resource: `${bucketArn}/${key}`, expected: 'allowed', context: inFunction(arn) },
    // A key of AWS's own asks no one's permission.
    ...(photoKey === undefined ? [] : [{ action: 'kms:Decrypt', resource: photoKey, expected: 'allowed', context } as const]),
  ];
  const answers = await simulate(stage, roleArn, questions, patient.signal);
  const refused = answers.filter(({ isAllowed }) => !isAllowed).map(({ action, resource }) => `${action} on ${resource}`);
  // The key of a photo names a person, so it is not printed.
  if (refused.length === 0)
    return pass(
      'Simulated with a photo on record: the function may get it and decrypt it. Only a transaction shows whether it is a usable image.',
    );
  return fail(
    `The function may not read a photo on record: ${refused.map((each) => each.replace(key, '<a photo>')).join('; ')}.`,
    `Find out who changed its policies (CloudTrail). ${revertDrift(stage)}.`,
  );
}

async function headLocally(stage: Stage, key: string, abortSignal: AbortSignal): Promise<Finding> {
  const client = new S3Client(stage.client('s3'));
  await asking(`S3 of the local stack, HeadObject in ${stage.bucketName}`, () =>
    client.send(new HeadObjectCommand({ Bucket: stage.bucketName, Key: key }), { abortSignal }),
  );
  return pass('A photo on record can be read.');
}

/** By the named subject, or the first that a listing gives: a role that may not list, and has no subject, gets that error. */
async function keyOfAPhoto({ subject, signal }: Patient, stage: Stage): Promise<string | undefined> {
  const kind = stage.images.face ?? Object.values(stage.images)[0];
  if (kind === undefined) return undefined;
  if (subject !== undefined) return kind.key.replace('{subject}', subject);
  const Prefix = kind.key.slice(0, kind.key.indexOf('{subject}'));
  const client = new S3Client(stage.client('s3'));
  try {
    const { Contents = [] } = await asking(`S3, ListBucket of ${stage.bucketName}`, () =>
      client.send(new ListObjectsV2Command({ Bucket: stage.bucketName, Prefix, MaxKeys: 1 }), { abortSignal: signal }),
    );
    return Contents[0]?.Key;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'not-permitted') throw error;
    throw new Failure('not-permitted', { ...error.text, toDo: 'Name a subject who has a photo: --subject <subject>.' }, { cause: error });
  }
}
