import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FacesStage, startFacesStage, whole } from '../../support/faces-stage';
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

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const MISSING = { code: 4, stderr: expect.stringContaining('There is no photo of nobody') };

describe('get', () => {
  test('writes the photo into a file of the operator alone, and says that the read is in the trail', async () => {
    stage.enrol('faces/anna', photo);
    const out = join(stage.folder, 'out.jpg');
    const { code, stdout, stderr } = await stage.faces(['get', 'anna', '--out', out, '--json']);
    expect({ code, mode: await modeOf(out), same: (await readFile(out)).equals(photo) }).toEqual({ code: 0, mode: 0o600, same: true });
    expect(JSON.parse(stdout)).toMatchObject({ subject: 'anna', version: 'v1', bytes: photo.length, sha256: sha256(photo) });
    expect(stderr).toMatch(/in the audit trail \(request R\d+\).*photo-read-by-others/);
  });

  test('of a version that is a deletion marker says so', async () => {
    stage.enrol('faces/anna', photo);
    stage.refuseReads(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    const { code, stderr } = await stage.faces(['get', 'anna', '--out', join(stage.folder, 'out.jpg'), '--version-id', 'v1']);
    expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining('deletion marker') });
  });

  test('overwrites no file without --force, and then whole or not at all', async () => {
    stage.enrol('faces/anna', photo);
    const out = join(stage.folder, 'out.jpg');
    await writeFile(out, 'mine');
    expect(await stage.faces(['get', 'anna', '--out', out])).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect([await readFile(out, 'utf8'), stage.s3.requests]).toEqual(['mine', []]);
    expect(await stage.faces(['get', 'anna', '--out', out, '--force'])).toMatchObject({ code: 0 });
    expect([(await readFile(out)).equals(photo), await modeOf(out), await readdir(stage.folder)]).toEqual([true, 0o600, ['out.jpg']]);
  });

  test.each(['-', '/dev/stdout', '/dev/tty', '/dev/null'])('never writes to %s', async (out) => {
    stage.enrol('faces/anna', photo);
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
    stage.enrol('faces/anna', photo);
    const { code, stderr } = await stage.faces(['get', 'anna', '--out', join(stage.folder, 'no-such-folder', 'out.jpg')]);
    expect(code).toBe(6);
    expect(stderr).toContain('no-such-folder');
  });

  test('distinguishes a missing photo from a missing permission, as S3 does for a role that may not list', async () => {
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
    stage.enrol('faces/anna', older);
    stage.enrol('faces/anna', photo, new Date('2026-01-02T00:00:00Z'));
    stage.enrol('faces/bert', photo);
    stage.enrol('faces/carl', photo);
    stage.s3.put('faces/carl', undefined, { at: new Date('2026-01-03T00:00:00Z') });
    stage.s3.put('faces/not a subject', photo);
    stage.enrol('documents/anna/front.jpg', photo);
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

describe('export', () => {
  test('writes every photo of every kind, old versions too, with a manifest, for the operator alone', async () => {
    stage.enrol('faces/anna', older);
    stage.enrol('faces/anna', photo);
    stage.enrol('documents/anna/front.jpg', older);
    stage.enrol('faces/anna2', photo);
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
    stage.enrol('faces/anna', older);
    stage.enrol('faces/anna', photo);
    stage.s3.denied.add('s3:ListBucketVersions').add('s3:ListBucket');
    const { code, stdout } = await stage.faces(['export', 'anna', '--out', join(stage.folder, 'x'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      olderVersions: expect.stringContaining('may not list versions'),
      photos: [{ version: 'v2' }],
    });
  });

  test('that fails half way leaves nothing, and one of no one makes no folder', async () => {
    stage.enrol('faces/anna', older);
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
