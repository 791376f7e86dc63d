import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { asking } from '../../../failures/aws-failures';
import { Failure } from '../../../failures/failures';
import { quoted, shown } from '../../../terminal/quoted';
import { PhotoFault } from '../../photo/fault';
import { MAX_FILE_BYTES } from '../../photo/limits';
import type { SubjectRule } from '../../subject';
import { isClutter, isPhotoName, subjectOfName } from './file-subject';
import type { BadRow, Row, RowSource } from './row-source';
import { SumOfDigests } from './sum-of-digests';

interface Listed {
  readonly key: string;
  readonly name: string;
  readonly etag: string;
  readonly bytes: number;
}

interface Prefix {
  readonly bucket: string;
  readonly prefix: string;
  readonly subjects: SubjectRule;
}

/** Rows of a prefix in a bucket: each object directly below it is one, the last part of its key without the ending the subject. */
export function prefixRows(client: S3Client, { bucket, prefix, subjects }: Prefix): RowSource {
  return {
    async *rows(): AsyncGenerator<Row | BadRow> {
      let number = 0;
      for await (const { key, name } of objects(client, bucket, prefix)) {
        number += 1;
        const found = name.includes('/')
          ? { fault: 'It is deeper than the prefix; end the prefix with its folder.' }
          : subjectOfName(name, subjects);
        yield { number, at: shown(key), ...found, ...('fault' in found ? {} : { from: key }) } as Row | BadRow;
      }
    },
    survey: async () => {
      const sum = new SumOfDigests();
      let found = 0;
      for await (const { key, name, etag, bytes } of objects(client, bucket, prefix)) {
        sum.add(key, etag, bytes);
        if (!name.includes('/') && isPhotoName(name)) found += 1;
      }
      return { digest: sum.toString(), rows: sum.count, found };
    },
    lookedFor: 'objects named <subject>.jpg, .jpeg or .png, directly below that prefix (a prefix of a folder ends in a slash)',
    read: (key) => readObject(client, bucket, key),
  };
}

async function* objects(client: S3Client, bucket: string, prefix: string): AsyncGenerator<Listed> {
  let token: string | undefined;
  do {
    const command: ListObjectsV2Command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
    const page: ListObjectsV2CommandOutput = await asking(`S3, ListObjectsV2 of s3://${bucket}/${prefix}`, () =>
      client.send(command),
    ).catch((error: Failure) => {
      throw isNoBucket(error) ? noBucket(bucket, prefix, error) : error;
    });
    for (const { Key = '', ETag = '', Size = 0 } of page.Contents ?? []) {
      const name = Key.slice(prefix.length);
      // A key that ends in a slash is what consoles make for a folder.
      if (!Key.endsWith('/') && !isClutter(name)) yield { key: Key, name, etag: ETag, bytes: Size };
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

async function readObject(client: S3Client, bucket: string, key: string): Promise<Buffer> {
  const during = `S3, GetObject of s3://${bucket}/${key}`;
  const { Body, ContentLength = 0 } = await asking(during, () => client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).catch(
    (error: Failure) => {
      throw ofThisObject(error) ?? error;
    },
  );
  if (Body === undefined)
    throw new Failure('service-failed', { what: 'S3 sent no content.', where: during, toDo: 'Run the command again.' });
  if (ContentLength > MAX_FILE_BYTES) {
    (Body as NodeJS.ReadableStream & { destroy(): void }).destroy();
    throw new PhotoFault('file-too-large', `The object has ${ContentLength} bytes; more than ${MAX_FILE_BYTES} are not read.`);
  }
  return asking(during, async () => Buffer.from(await Body.transformToByteArray()));
}

/** What is wrong with one object alone is a bad row, and does not end the import. */
function ofThisObject({ cause }: Failure): PhotoFault | undefined {
  const { name = '', message = '' } = (cause ?? {}) as { name?: string; message?: string };
  if (name === 'NoSuchKey') return new PhotoFault('file-unreadable', 'The object is gone. Run the import again without it.');
  if (name === 'InvalidRequest' && message.includes('Server Side Encryption'))
    return new PhotoFault(
      'file-unreadable',
      'The object is encrypted with a key that its owner keeps (SSE-C). Make a copy without that key, and import it.',
    );
  if (name !== 'InvalidObjectState') return undefined;
  return new PhotoFault('file-unreadable', 'The object is in an archive of S3. Restore it first (RestoreObject).');
}

function isNoBucket({ cause }: Failure): boolean {
  return (cause as { name?: string } | undefined)?.name === 'NoSuchBucket';
}

/** A typed name; the bucket of the stage is another. */
function noBucket(bucket: string, prefix: string, cause: Failure): Failure {
  const text = {
    what: `There is no bucket ${quoted(bucket)}.`,
    where: quoted(`s3://${bucket}/${prefix}`),
    toDo: 'Check the name: s3://bucket/prefix/.',
  };
  return new Failure('not-found', text, { cause });
}
