import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { readFailure } from '../photo/digest';
import type { OpenPhoto } from '../photo-bucket';
import { writePrivately } from './private-file';

/**
 * Writes a photo on record into a file that only its owner can read, as a stream.
 * @param where What is read, for an error on that side.
 * @returns its SHA-256 in hexadecimal
 */
export async function savePhoto(path: string, { body }: OpenPhoto, where: string): Promise<string> {
  const hash = createHash('sha256');
  const counted = new PassThrough({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  body.on('error', (error) => counted.destroy(error)).pipe(counted);
  await writePrivately(path, counted, (error) => readFailure(error, where));
  return hash.digest('hex');
}
