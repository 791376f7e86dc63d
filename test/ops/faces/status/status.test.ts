import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FacesStage, startFacesStage, whole } from '../../../support/faces-stage';
import { jpegPicture, pngPicture } from '../../../support/pictures';

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

describe('status', () => {
  const status = async (...words: string[]) => {
    const { code, stdout, stderr } = await stage.faces(['status', 'anna', '--json', ...words], {
      now: () => new Date('2026-01-01T12:00:00Z'),
    });
    return { code, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) };
  };

  test('of a photo that the function uses', async () => {
    stage.enrol('faces/anna', photo);
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
    'of a photo under a checksum that no one here can compute (%s)',
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
  ])('of a photo that is %s is that the function does not use it, not that S3 is away', async (_, code, name, message, says) => {
    stage.enrol('faces/anna', photo);
    stage.refuseReads(code, name, message);
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
    stage.enrol('faces/anna', photo);
    stage.refuseReads(answer, name, 'x');
    const found = await status();
    expect(found.code).toBe(code);
    expect(found.error.toDo).toMatch(toDo);
    expect(found.error.toDo).not.toMatch(/Wait a moment/);
  });

  test('without a photo, and with one that was deleted and not erased', async () => {
    expect(await status()).toMatchObject({ code: 1, isEnrolled: false, versions: [] });
    stage.enrol('faces/anna', photo);
    stage.s3.put('faces/anna', undefined);
    expect(await status()).toMatchObject({ code: 1, isEnrolled: false, versions: [{ isMarker: true }, { version: 'v1' }] });
  });

  test('does not take the versions of a subject that begins the same', async () => {
    stage.enrol('faces/anna2', photo);
    expect(await status()).toMatchObject({ isEnrolled: false, versions: [] });
  });

  test('says what a role cannot know, and reads nothing with --no-read', async () => {
    stage.enrol('faces/anna', photo);
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
