import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalS3, startS3 } from '../../../local/s3';
import { prefixRows } from '../../../ops/faces/import/source/prefix-rows';
import { runOps } from '../../support/ops';
import { jpegPicture } from '../../support/pictures';

/** The commands against the S3 that `npm start` runs. */
let s3: LocalS3;
let folder: string;
let photo: Buffer;
let other: Buffer;
let client: S3Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-bucket-'));
  s3 = await startS3();
  for (const name of ['photos', 'attic']) s3.createBucket(name);
  const { endpoint } = s3;
  client = new S3Client({
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  await writeFile(
    join(folder, 'stack.json'),
    JSON.stringify({ ...NOTHING, s3: { endpoint, bucket: 'photos', keyTemplate: 'faces/{subject}', images: KINDS } }),
  );
  [photo, other] = await Promise.all([jpegPicture(1, 200, 220), jpegPicture(2, 200, 220)]);
  await writeFile(join(folder, 'anna.jpg'), photo);
  await writeFile(join(folder, 'other.jpg'), other);
});
afterAll(async () => {
  client.destroy();
  await s3.stop();
  await rm(folder, { recursive: true });
});

const KINDS = {
  empty: { key: 'empty/{subject}', maxBytes: 2_097_152 },
  face: { key: 'faces/{subject}', maxBytes: 2_097_152, requireChecksum: true },
};
const NOTHING = {
  ...{ baseUrl: 'http://127.0.0.1:9', transactionUrl: 'http://127.0.0.1:9/t', agentApiUrl: 'http://127.0.0.1:9/a/' },
  cognito: { endpoint: 'http://127.0.0.1:9', userPoolId: 'p', clientId: 'c' },
  ...{ secretsManager: { endpoint: 'http://127.0.0.1:9', secretArn: 's' }, workflows: { injecting: [], passThrough: [] }, users: [] },
};
const faces = (...words: string[]) =>
  runOps(['faces', ...words, '--local'], { localDirectory: folder, environment: { XDG_STATE_HOME: join(folder, 'state') } });

test('a photo goes its whole way: enrolled, seen, replaced, read, exported, erased', async () => {
  const [file, out] = [join(folder, 'anna.jpg'), join(folder, 'got.jpg')];
  expect(await faces('put', 'anna', file)).toMatchObject({ code: 0 });
  expect(await faces('put', 'anna', join(folder, 'other.jpg'))).toMatchObject({ code: 1 });
  expect(await faces('status', 'anna')).toMatchObject({ code: 0, stdout: expect.stringContaining('the function uses it') });
  expect(await faces('put', 'anna', join(folder, 'other.jpg'), '--replace')).toMatchObject({ code: 0 });
  expect(await faces('get', 'anna', '--out', out)).toMatchObject({ code: 0 });
  expect((await readFile(out)).equals(other)).toBe(true);
  expect(await faces('list')).toMatchObject({ code: 0, stdout: expect.stringMatching(/anna\n$/) });
  expect(await faces('export', 'anna', '--out', join(folder, 'export'))).toMatchObject({ code: 0 });
  expect(await faces('erase', 'anna', '--yes', '--receipt', join(folder, 'receipt.json'))).toMatchObject({ code: 0 });
  expect(JSON.parse(await readFile(join(folder, 'receipt.json'), 'utf8'))).toMatchObject({
    isComplete: true,
    by: { arn: 'local stack: no identity' },
  });
  expect(await faces('status', 'anna')).toMatchObject({ code: 1, stdout: expect.stringContaining('No photo is on record') });
});

test('photos of another bucket are imported by their prefix, and what is deeper is a bad row', async () => {
  for (const key of ['old/bert.jpg', 'old/carl.jpg']) await client.send(new PutObjectCommand({ Bucket: 'attic', Key: key, Body: photo }));
  const words = ['import', 's3://attic/old/', '--journal', join(folder, 'work')];
  expect(await faces(...words)).toMatchObject({ code: 0, stdout: expect.stringContaining('Every row is in') });
  expect((await faces('list')).stdout).toMatch(/bert\n.*carl\n/);
  await client.send(new PutObjectCommand({ Bucket: 'attic', Key: 'old/more/dora.jpg', Body: photo }));
  const { code, stdout } = await faces(...words, '--dry-run', '--json');
  expect({ code, outcomes: JSON.parse(stdout).outcomes }).toEqual({ code: 1, outcomes: { 'not-run': 2, invalid: 1 } });
});

test('a prefix that is mistyped, or has no photo directly below it, is an error that names it and what was looked for', async () => {
  await client.send(new PutObjectCommand({ Bucket: 'attic', Key: 'deep/er/anna.jpg', Body: photo }));
  for (const input of ['s3://attic/olt/', 's3://attic/deep/', 's3://attic/old']) {
    for (const words of [[], ['--dry-run']]) {
      const { code, stderr } = await faces('import', input, ...words);
      expect([code, stderr]).toEqual([4, expect.stringMatching(/nothing to import[\s\S]*<subject>\.jpg, \.jpeg or \.png/)]);
      expect(stderr).toContain(`"${input}"`);
    }
  }
});

test('a bucket that is mistyped is named as such, and not as the stage’s own, which would be gone', async () => {
  const { code, stderr } = await faces('import', 's3://cellar/old/', '--dry-run');
  expect([code, stderr]).toEqual([4, expect.stringMatching(/There is no bucket "cellar"[\s\S]*Check the name/)]);
  expect(stderr).not.toMatch(/DeleteBucket|deploy/);
});

test('an object that is gone when its turn comes is a bad row, and no end of the import', async () => {
  const subjects = { claim: undefined, isAnyKindTaken: false };
  const source = prefixRows(client, { bucket: 'attic', prefix: 'old/', subjects });
  await expect(source.read('old/gone.jpg')).rejects.toMatchObject({ name: 'PhotoFault', message: expect.stringContaining('gone') });
  const nowhere = prefixRows(client, { bucket: 'cellar', prefix: '', subjects });
  await expect(nowhere.read('anna.jpg')).rejects.toMatchObject({ name: 'Failure', code: 'not-found' });
});

test('a list of nothing says so', async () => {
  const { code, stdout, stderr } = await faces('list', '--kind', 'empty');
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('0 subjects of the kind "empty" in photos: there is nothing under empty/.'),
  });
  for (const words of [
    ['export', 'nobody'],
    ['erase', 'nobody', '--yes'],
    ['get', 'nobody', '--out', join(folder, 'no.jpg')],
  ])
    expect(await faces(...words)).toMatchObject({ code: 4, stdout: '' });
  expect(await faces('status', 'nobody')).toMatchObject({ code: 1 });
});
