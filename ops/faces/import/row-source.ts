import { stat } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { withKnownChecksums } from '../../../contract/known-checksums';
import type { SubjectRule } from '../../../contract/subject';
import { Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import type { Stage } from '../../stage/stage';
import { quoted } from '../../terminal/quoted';
import { csvRows } from './csv-rows';
import { folderRows } from './folder-rows';
import { prefixRows } from './prefix-rows';

/** One photo that an import is to put. */
export interface Row {
  /** From 1, in the order of the input. */
  readonly number: number;
  /** Where it stands, for a person: `line 3`, a file's name, a key. */
  readonly at: string;
  readonly subject: string;
  /** What `read` takes: a path, or a key. */
  readonly from: string;
}

/** A row that cannot be one. */
export interface BadRow {
  readonly number: number;
  readonly at: string;
  readonly subject?: string;
  readonly fault: string;
}

/** Where an import has its rows from. Nothing of it is held in memory but the row in hand. */
export interface RowSource {
  rows(): AsyncIterable<Row | BadRow>;
  /** A digest that changes with the input, and how many rows there are. Photos are not read for it; each has a digest of its own. */
  survey(): Promise<Survey>;
  /** In words, for an input that has none of it. */
  readonly lookedFor: string;
  /** @throws PhotoFault when the content cannot be read */
  read(from: string): Promise<Buffer>;
}

export interface Survey {
  readonly digest: string;
  readonly rows: number;
  /** Rows that are what was looked for, whether or not they are fit. */
  readonly found: number;
  /** What the operator should know of the input as a whole. */
  readonly notice?: string;
}

/** A folder, a CSV file, or `s3://bucket/prefix/`. @throws Failure when it is none of them */
export async function rowSource(input: string, stage: Stage, subjects: SubjectRule): Promise<RowSource> {
  if (input.startsWith('s3://')) {
    const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(input) ?? [];
    if (bucket === undefined) throw noInput(input, 'That is no bucket and prefix.');
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
