import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { awsFailure } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import type { OpenPhoto } from '../photo-bucket';
import type { Photo } from './photo';

/**
 * SHA-256 of a photo on record, in hexadecimal, read to its end. The bytes are held nowhere.
 * @throws Failure `photo-damaged` when they do not match the checksum that S3 has of them
 */
export async function digestOf(body: Readable, where: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of body) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw readFailure(error, where);
  }
  return hash.digest('hex');
}

/** By content, read to its end; another size is another photo. */
export async function isSame(found: OpenPhoto, photo: Pick<Photo, 'bytes' | 'sha256'>, where: string): Promise<boolean> {
  if (found.bytes === photo.bytes.length) return (await digestOf(found.body, where)) === photo.sha256;
  found.body.destroy();
  return false;
}

/** What went wrong while a photo was read. The SDK has no class for a wrong checksum; its message is the only mark. */
export function readFailure(error: unknown, where: string): Failure {
  if (!(error instanceof Error && error.message.startsWith('Checksum mismatch'))) return awsFailure(error, where);
  return new Failure(
    'photo-damaged',
    {
      what: 'The photo on record does not match its checksum; the function refuses it.',
      where,
      toDo: 'Enrol it again (faces put --replace) from its source.',
    },
    { cause: error },
  );
}
