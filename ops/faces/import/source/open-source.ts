import { stat } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { withKnownChecksums } from '../../../../contract/checksum';
import { Failure } from '../../../failures/failures';
import { fileFailure } from '../../../failures/file-failures';
import type { Stage } from '../../../stage/stage';
import { quoted } from '../../../terminal/quoted';
import type { SubjectRule } from '../../subject';
import { csvRows } from './csv-rows';
import { folderRows } from './folder-rows';
import { prefixRows } from './prefix-rows';
import type { RowSource } from './row-source';

/** A folder, a CSV file, or `s3://bucket/prefix/`. @throws Failure when it is none of them */
export async function rowSource(input: string, stage: Stage, subjects: SubjectRule): Promise<RowSource> {
  if (input.startsWith('s3://')) {
    const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(input) ?? [];
    if (bucket === undefined) throw noInput(input, 'That is not a bucket and a prefix.');
    const client = withKnownChecksums(new S3Client({ ...stage.client('s3'), followRegionRedirects: true }));
    return prefixRows(client, { bucket, prefix, subjects });
  }
  const found = await stat(input).catch((error: unknown) => {
    throw fileFailure(error, input);
  });
  if (found.isDirectory()) return folderRows(input, subjects);
  if (!found.isFile()) throw noInput(input, 'That is neither a file nor a folder.');
  return csvRows(input, subjects);
}

function noInput(where: string, what: string): Failure {
  return new Failure('usage', {
    what,
    where: quoted(where),
    toDo: 'Name a folder of photos, a CSV file with subject and file, or s3://bucket/prefix/.',
  });
}
