import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { hangUp } from '../../../stand-ins/faults';
import { startS3 } from '../../../stand-ins/s3/s3';

/** Asked by the AWS SDK, which no one here has written. */
let s3: Awaited<ReturnType<typeof startS3>>;
let client: S3Client;
beforeEach(async () => {
  s3 = await startS3();
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  client = new S3Client({ endpoint: s3.url, region: 'eu-central-1', forcePathStyle: true, credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await s3.close();
});

const BODY = Buffer.from('a photo, as far as a bucket knows');
const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket: 'photos', Key, Body: BODY, ...more }));
const get = (Key: string, VersionId?: string) => client.send(new GetObjectCommand({ Bucket: 'photos', Key, VersionId }));
const outcome = (sent: Promise<unknown>) =>
  sent.then(
    () => 'done',
    ({ name }: Error) => name,
  );

test('of many who put a first photo at once, one succeeds', async () => {
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => outcome(put('race/one', { IfNoneMatch: '*' }))));
  expect(outcomes.sort()).toEqual([...Array(11).fill('PreconditionFailed'), 'done']);
});

test('a replacement needs the ETag of what is there', async () => {
  const { ETag } = await put('race/two');
  expect(await outcome(put('race/two', { IfMatch: '"0"' }))).toBe('PreconditionFailed');
  expect(await outcome(put('race/none', { IfMatch: ETag }))).toBe('NoSuchKey');
  expect(await outcome(put('race/two', { IfMatch: ETag }))).toBe('done');
});

test('what was written comes back, byte for byte, with its checksum, which the SDK compares', async () => {
  await put('faces/anna', { ContentType: 'image/jpeg' });
  const { Body, ChecksumCRC32, ContentType } = await get('faces/anna');
  expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(BODY);
  expect([ChecksumCRC32, ContentType]).toEqual([expect.stringMatching(/^[\w+/]{6}==$/), 'image/jpeg']);
});

test('a body in chunks with its checksum at the end is read as S3 reads it', async () => {
  const bytes = Buffer.alloc(200_000, 'abc');
  await put('faces/bert', { Body: Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]), ContentLength: bytes.length });
  expect(s3.versions.get('faces/bert')?.[0]?.bytes?.equals(bytes)).toBe(true);
});

test.each([
  ['ChecksumCRC32', 'AAAAAA=='],
  ['ChecksumSHA256', createHash('sha256').update('another').digest('base64')],
])('a body that does not match its %s is refused', async (name, value) => {
  expect(await outcome(put('faces/carl', { [name]: value }))).toBe('BadDigest');
  expect(s3.versions.size).toBe(0);
});

test('a checksum that cannot be computed here is kept as it was sent', async () => {
  const response = await fetch(`${s3.url}/photos/faces/dora`, {
    method: 'PUT',
    body: BODY,
    headers: { 'x-amz-checksum-crc64nvme': 'abc=' },
  });
  expect(response.status).toBe(200);
  expect((await get('faces/dora')).ChecksumCRC64NVME).toBe('abc=');
});

test('an erasure without a version leaves a marker, under which everything is; with it, the version is gone', async () => {
  const { VersionId } = await put('faces/emil');
  const { DeleteMarker } = await client.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'faces/emil' }));
  expect([DeleteMarker, await outcome(get('faces/emil')), await outcome(get('faces/emil', VersionId))]).toEqual([
    true,
    'NoSuchKey',
    'done',
  ]);
  await client.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'faces/emil', VersionId }));
  expect(await outcome(get('faces/emil', VersionId))).toBe('NoSuchKey');
});

test('versions are listed a page at a time, the newest first, with any keys', async () => {
  for (const name of ['a', 'b&b', 'b&b', 'c']) await put(`pages/${name}`);
  s3.pageSize = 2;
  const seen: unknown[] = [];
  let [KeyMarker, VersionIdMarker]: (string | undefined)[] = [];
  do {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: 'photos', Prefix: 'pages/', KeyMarker, VersionIdMarker }),
    );
    seen.push(...(page.Versions ?? []).map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest]));
    [KeyMarker, VersionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker];
  } while (KeyMarker !== undefined);
  expect(seen).toEqual([
    ['pages/a', 'v1', true],
    ['pages/b&b', 'v3', true],
    ['pages/b&b', 'v2', false],
    ['pages/c', 'v4', true],
  ]);
  const rest = await client.send(new ListObjectVersionsCommand({ Bucket: 'photos', Prefix: 'pages/', KeyMarker: 'pages/a' }));
  expect(rest.Versions?.map(({ VersionId }) => VersionId)).toEqual(['v3', 'v2']);
});

test('what is there now is listed without what a marker covers', async () => {
  for (const name of ['a', 'b', 'c']) await put(`now/${name}`);
  await client.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'now/b' }));
  const { Contents, KeyCount } = await client.send(new ListObjectsV2Command({ Bucket: 'photos', Prefix: 'now/' }));
  expect([Contents?.map(({ Key }) => Key), KeyCount]).toEqual([['now/a', 'now/c'], 2]);
});

test('a role without s3:ListBucket hears of a missing key in the words of S3, and one with it that there is none', async () => {
  expect(await outcome(client.send(new HeadObjectCommand({ Bucket: 'photos', Key: 'none' })))).toBe('NotFound');
  s3.denied.add('s3:ListBucket');
  await expect(get('none')).rejects.toThrow(/is not authorized to perform: s3:ListBucket/);
});

test('a fault stands in for any answer', async () => {
  s3.fault = hangUp;
  expect(await outcome(get('faces/anna'))).not.toBe('done');
});
