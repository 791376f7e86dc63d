import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32Of } from '../../../ops/faces/photo-bucket';
import { type FacesStage, startFacesStage } from '../../support/faces-stage';
import { jpegPicture, pngPicture } from '../../support/pictures';

let stage: FacesStage;
let photo: Buffer;
let older: Buffer;
beforeAll(async () => {
  [photo, older] = await Promise.all([jpegPicture(1), pngPicture(2, 220, 220)]);
});
beforeEach(async () => {
  stage = await startFacesStage();
});
afterEach(() => stage.stop());

const whole = (bytes: Buffer) => ({
  'x-amz-checksum-crc32': crc32Of(bytes),
  'x-amz-checksum-type': 'FULL_OBJECT',
  'content-type': 'image/jpeg',
});
const enrol = (key: string, bytes: Buffer, at = new Date('2026-01-01T00:00:00Z')) =>
  stage.s3.put(key, bytes, { headers: whole(bytes), at });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
/** Lists stay possible. */
function refuseReads(status: number, code: string, message: string): void {
  stage.s3.before = ({ method, key }, response) => {
    if (method !== 'GET' || key === '') return false;
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    return true;
  };
}
const MISSING = { code: 4, stderr: expect.stringContaining('There is no photo of nobody') };

describe('get', () => {
  test('writes the photo into a file of the operator alone, and says that the read is in the trail', async () => {
    enrol('faces/anna', photo);
    const out = join(stage.folder, 'out.jpg');
    const { code, stdout, stderr } = await stage.faces(['get', 'anna', '--out', out, '--json']);
    expect({ code, mode: await modeOf(out), same: (await readFile(out)).equals(photo) }).toEqual({ code: 0, mode: 0o600, same: true });
    expect(JSON.parse(stdout)).toMatchObject({ subject: 'anna', version: 'v1', bytes: photo.length, sha256: sha256(photo) });
    expect(stderr).toMatch(/in the audit trail \(request R\d+\).*photo-read-by-others/);
  });

  test('of a version that is a deletion marker says so', async () => {
    enrol('faces/anna', photo);
    refuseReads(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    const { code, stderr } = await stage.faces(['get', 'anna', '--out', join(stage.folder, 'out.jpg'), '--version-id', 'v1']);
    expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining('deletion marker') });
  });

  test('overwrites no file without --force, and then whole or not at all', async () => {
    enrol('faces/anna', photo);
    const out = join(stage.folder, 'out.jpg');
    await writeFile(out, 'mine');
    expect(await stage.faces(['get', 'anna', '--out', out])).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect([await readFile(out, 'utf8'), stage.s3.requests]).toEqual(['mine', []]);
    expect(await stage.faces(['get', 'anna', '--out', out, '--force'])).toMatchObject({ code: 0 });
    expect([(await readFile(out)).equals(photo), await modeOf(out), await readdir(stage.folder)]).toEqual([true, 0o600, ['out.jpg']]);
  });

  test.each(['-', '/dev/stdout', '/dev/tty', '/dev/null'])('never writes to %s', async (out) => {
    enrol('faces/anna', photo);
    const { code, stdout, stderr } = await stage.faces(['get', 'anna', '--out', out, '--force']);
    expect({ code, stdout, requests: stage.s3.requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toContain('never to a terminal');
  });

  test('of a photo that does not match its checksum leaves no file', async () => {
    stage.s3.put('faces/anna', photo, { headers: whole(older) });
    const { code, stderr } = await stage.faces(['get', 'anna', '--out', join(stage.folder, 'out.jpg')]);
    expect({ code, files: await readdir(stage.folder) }).toEqual({ code: 1, files: [] });
    expect(stderr).toContain('does not match its checksum');
  });

  test('into a folder that is not there says so', async () => {
    enrol('faces/anna', photo);
    const { code, stderr } = await stage.faces(['get', 'anna', '--out', join(stage.folder, 'no-such-folder', 'out.jpg')]);
    expect(code).toBe(6);
    expect(stderr).toContain('no-such-folder');
  });

  test('tells a missing photo from a missing permission, as S3 does for a role that may not list', async () => {
    stage.s3.denied.add('s3:ListBucket');
    expect(await stage.faces(['get', 'nobody', '--out', join(stage.folder, 'out')])).toMatchObject(MISSING);
    stage.s3.denied.add('s3:GetObject');
    const { code, stderr } = await stage.faces(['get', 'nobody', '--out', join(stage.folder, 'out')]);
    expect(code).toBe(3);
    expect(stderr).toContain('s3:GetObject');
  });
});

describe('list', () => {
  test('goes through every page, a subject a line, with versions and what a deletion has hidden', async () => {
    stage.s3.pageSize = 2;
    enrol('faces/anna', older);
    enrol('faces/anna', photo, new Date('2026-01-02T00:00:00Z'));
    enrol('faces/bert', photo);
    enrol('faces/carl', photo);
    stage.s3.put('faces/carl', undefined, { at: new Date('2026-01-03T00:00:00Z') });
    stage.s3.put('faces/not a subject', photo);
    enrol('documents/anna/front.jpg', photo);
    const { code, stdout, stderr } = await stage.faces(['list', '--json']);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { kind: 'face', subject: 'anna', state: 'on-record', bytes: photo.length, since: '2026-01-02T00:00:00.000Z', versions: 2 },
      { kind: 'face', subject: 'bert', state: 'on-record', bytes: photo.length, since: '2026-01-01T00:00:00.000Z', versions: 1 },
      { kind: 'face', subject: 'carl', state: 'deleted', bytes: 0, since: '2026-01-03T00:00:00.000Z', versions: 1 },
    ]);
    expect(stderr).toMatch(/3 subjects of the kind "face"[\s\S]*1 objects under faces\/ are at no key/);
    expect(stage.s3.requests.length).toBeGreaterThan(2);
    expect((await stage.faces(['list', '--kind', 'documentFront'])).stdout).toMatch(/^2026-01-01T00:00:00.000Z +\d+ B +1 version +anna\n$/);
  });

  test('without the permission says which one', async () => {
    stage.s3.denied.add('s3:ListBucketVersions');
    expect(await stage.faces(['list'])).toMatchObject({ code: 3, stderr: expect.stringContaining('s3:ListBucketVersions') });
  });
});

describe('status', () => {
  const status = async (...words: string[]) => {
    const { code, stdout, stderr } = await stage.faces(['status', 'anna', '--json', ...words], {
      now: () => new Date('2026-01-01T12:00:00Z'),
    });
    return { code, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) };
  };

  test('of a photo that the function uses', async () => {
    enrol('faces/anna', photo);
    expect(await status()).toMatchObject({
      code: 0,
      isEnrolled: true,
      isUsed: true,
      reasons: [],
      bytes: photo.length,
      versions: [{ version: 'v1', isNewest: true }],
    });
  });

  test.each([
    ['too new', 'slow/anna', () => [photo, whole(photo)], ['--kind', 'slow'], 'face-too-new', /used from 2026-01-02T00:00:00.000Z/],
    [
      'too large',
      'documents/anna/front.jpg',
      () => [Buffer.concat([photo, Buffer.alloc(100_000)]), {}],
      ['--kind', 'documentFront'],
      'face-unusable',
      /at most 100000/,
    ],
    ['without a checksum', 'faces/anna', () => [photo, {}], [], 'face-unusable', /no checksum over the whole/],
    [
      'uploaded in parts',
      'faces/anna',
      () => [photo, { 'x-amz-checksum-crc32': 'AAAAAA==-2' }],
      [],
      'face-unusable',
      /no checksum over the whole/,
    ],
    ['damaged', 'faces/anna', () => [photo, whole(older)], [], 'face-unusable', /do not match its checksum/],
    [
      'no picture',
      'faces/anna',
      () => [Buffer.from('hello'), whole(Buffer.from('hello'))],
      [],
      'face-unusable',
      /does not begin as a JPEG/,
    ],
  ] as const)('of a photo that is %s says why the function does not use it', async (_, key, make, words, code, says) => {
    const [bytes, headers] = make();
    stage.s3.put(key, bytes as Buffer, { headers: headers as Record<string, string>, at: new Date('2026-01-01T00:00:00Z') });
    const found = await status(...words);
    expect(found).toMatchObject({ code: 1, isEnrolled: true, isUsed: false });
    expect(found.reasons).toContainEqual({ code, says: expect.stringMatching(says) });
  });

  test.each(['sha512', 'xxhash3', 'xxhash64', 'xxhash128', 'md5'])(
    'of a photo under a checksum that nobody here can compute (%s)',
    async (name) => {
      stage.s3.put('faces/anna', photo, { headers: { [`x-amz-checksum-${name}`]: 'AAAA', 'x-amz-checksum-type': 'FULL_OBJECT' } });
      const { code, reasons } = await status();
      expect({ code, codes: reasons.map((reason: { code: string }) => reason.code) }).toEqual({ code: 1, codes: ['face-unusable'] });
      expect(reasons[0].says).toMatch(/no checksum over the whole object/);
      const out = join(stage.folder, `${name}.jpg`);
      expect(await stage.faces(['get', 'anna', '--out', out])).toMatchObject({ code: 0 });
      expect(await readFile(out)).toEqual(photo);
    },
  );

  test.each([
    ['in an archive', 403, 'InvalidObjectState', 'x', /archive .* Restore it/],
    ['under a key of its owner (SSE-C)', 400, 'InvalidRequest', 'stored using a form of Server Side Encryption', /SSE-C/],
  ])('of a photo that lies %s is that the function does not use it, not that S3 is away', async (_, code, name, message, says) => {
    enrol('faces/anna', photo);
    refuseReads(code, name, message);
    const found = await status();
    expect(found).toMatchObject({ code: 1, isEnrolled: true, isUsed: false, reasons: [{ code: 'face-unusable' }] });
    expect(found.reasons[0].says).toMatch(says);
  });

  test.each([
    ['KMS.DisabledException', 400, 3, /enable-key/],
    ['KMS.KMSInvalidStateException', 400, 3, /cancel-key-deletion/],
    ['KMS.NotFoundException', 400, 3, /deleted key/],
    ['NoSuchBucket', 404, 4, /DeleteBucket/],
    ['PermanentRedirect', 301, 4, /--region/],
    ['RequestTimeTooSkewed', 403, 3, /clock/],
  ])('where S3 answers %s, the advice is not to wait', async (name, answer, code, toDo) => {
    enrol('faces/anna', photo);
    refuseReads(answer, name, 'x');
    const found = await status();
    expect(found.code).toBe(code);
    expect(found.error.toDo).toMatch(toDo);
    expect(found.error.toDo).not.toMatch(/Wait a moment/);
  });

  test('of nobody, and of somebody whose photo was deleted and not erased', async () => {
    expect(await status()).toMatchObject({ code: 1, isEnrolled: false, versions: [] });
    enrol('faces/anna', photo);
    stage.s3.put('faces/anna', undefined);
    expect(await status()).toMatchObject({ code: 1, isEnrolled: false, versions: [{ isMarker: true }, { version: 'v1' }] });
  });

  test('does not take the versions of a subject that begins alike', async () => {
    enrol('faces/anna2', photo);
    expect(await status()).toMatchObject({ isEnrolled: false, versions: [] });
  });

  test('says what a role cannot know, and reads nothing with --no-read', async () => {
    enrol('faces/anna', photo);
    expect(await status('--no-read')).toMatchObject({ code: 0, isEnrolled: true, read: 'not-asked' });
    expect(stage.s3.requests.filter(({ key }) => key !== '')).toEqual([]);
    stage.s3.denied.add('s3:ListBucketVersions');
    expect(await status()).toMatchObject({ code: 0, isUsed: true, versions: 'not-permitted' });
    stage.s3.denied.add('s3:GetObject');
    expect(await status()).toMatchObject({ code: 3, stderr: expect.stringMatching(/neither list the versions of a photo nor read it/) });
    stage.s3.denied.delete('s3:ListBucketVersions');
    expect(await status()).toMatchObject({ code: 0, isEnrolled: true, read: 'not-permitted' });
  });
});

describe('export', () => {
  test('writes every photo of every kind, old versions too, with a manifest, for the operator alone', async () => {
    enrol('faces/anna', older);
    enrol('faces/anna', photo);
    enrol('documents/anna/front.jpg', older);
    enrol('faces/anna2', photo);
    const out = join(stage.folder, 'anna');
    const { code } = await stage.faces(['export', 'anna', '--out', out]);
    expect({ code, files: (await readdir(out)).sort(), mode: await modeOf(out) }).toEqual({
      ...{ code: 0, mode: 0o700 },
      files: ['documentFront-1.jpg', 'face-1.jpg', 'face-2.jpg', 'manifest.json'],
    });
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      subject: 'anna',
      by: { arn: 'arn:aws:sts::111122223333:assumed-role/privacy/me' },
      olderVersions: 'among them',
    });
    for (const { file, sha256: digest, bytes } of manifest.photos) {
      const content = await readFile(join(out, file));
      expect([sha256(content), content.length, await modeOf(join(out, file))]).toEqual([digest, bytes, 0o600]);
    }
    expect(manifest.photos.map(({ version, isNewest }: { version: string; isNewest: boolean }) => [version, isNewest])).toEqual([
      ['v2', true],
      ['v1', false],
      ['v3', true],
    ]);
  });

  test('by a role that may not list has the newest, and says what is missing', async () => {
    enrol('faces/anna', older);
    enrol('faces/anna', photo);
    stage.s3.denied.add('s3:ListBucketVersions').add('s3:ListBucket');
    const { code, stdout } = await stage.faces(['export', 'anna', '--out', join(stage.folder, 'x'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      olderVersions: expect.stringContaining('may not list versions'),
      photos: [{ version: 'v2' }],
    });
  });

  test('that fails half way leaves nothing, and one of nobody makes no folder', async () => {
    enrol('faces/anna', older);
    stage.s3.put('faces/anna', photo, { headers: whole(older) });
    expect(await stage.faces(['export', 'anna', '--out', join(stage.folder, 'x')])).toMatchObject({ code: 1 });
    expect(await stage.faces(['export', 'nobody', '--out', join(stage.folder, 'x')])).toMatchObject(MISSING);
    expect(await readdir(stage.folder)).toEqual([]);
  });

  test('never into a folder that exists', async () => {
    expect(await stage.faces(['export', 'anna', '--out', stage.folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a folder that does not exist'),
    });
    expect(stage.s3.requests).toEqual([]);
  });
});
