import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { SUBJECT } from '../../../contract/subject';
import { type FacesStage, startFacesStage } from '../../support/faces-stage';
import { jpegPicture } from '../../support/pictures';

let stage: FacesStage;
let photo: Buffer;
let other: Buffer;
let file = '';
beforeAll(async () => {
  [photo, other] = await Promise.all([jpegPicture(1), jpegPicture(2)]);
});
beforeEach(async () => {
  stage = await startFacesStage();
  file = join(stage.folder, 'anna.txt');
  await writeFile(file, photo);
});
afterEach(() => stage.stop());

const stored = (key = 'faces/anna') => stage.s3.versions.get(key)?.map(({ bytes }) => bytes);
const put = (...words: string[]) => stage.faces(['put', 'anna', file, ...words]);
const writes = () => stage.s3.requests.filter(({ method }) => method === 'PUT');

describe('an enrolment', () => {
  test('is put in one part, on the condition that there is none, with type and a checksum that streams verify cheaply', async () => {
    stage.s3.refusesUnconditionalWrites = true;
    const { code, stdout } = await put('--json');
    expect({ code, stored: stored() }).toEqual({ code: 0, stored: [photo] });
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(photo));
    expect(writes()).toMatchObject([
      { headers: { 'if-none-match': '*', 'content-type': 'image/jpeg', 'x-amz-checksum-crc32': checksum.toString('base64') } },
    ]);
    const sha256 = createHash('sha256').update(photo).digest('hex');
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'enrolled',
      subject: 'anna',
      key: 'faces/anna',
      version: 'v1',
      sha256,
      changes: [],
    });
  });

  test('asks for no permission but to put: a role of operators.enrol needs no other', async () => {
    for (const permission of [
      's3:GetObject',
      's3:GetObjectVersion',
      's3:ListBucket',
      's3:ListBucketVersions',
      's3:DeleteObjectVersion',
    ] as const) {
      stage.s3.denied.add(permission);
    }
    expect(await put()).toMatchObject({ code: 0 });
    expect(stage.s3.requests).toHaveLength(1);
  });

  test('says when the photo will be used, where the stage waits', async () => {
    const now = () => new Date('2026-02-01T10:00:00Z');
    const { stdout } = await stage.faces(['put', 'anna', file, '--kind', 'slow'], { now });
    expect(stdout).toContain('Used from 2026-02-02T10:00:00.000Z on');
  });

  test('goes to the key of its kind', async () => {
    await put('--kind', 'documentFront');
    expect(stored('documents/anna/front.jpg')).toHaveLength(1);
    expect(stored()).toBeUndefined();
  });

  test('of a dry run is judged and not sent', async () => {
    const { code, stdout } = await put('--dry-run', '--json');
    expect({ code, requests: stage.s3.requests }).toEqual({ code: 0, requests: [] });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'dry-run', type: 'image/jpeg', width: 360, height: 480 });
  });
});

describe('a photo on record', () => {
  beforeEach(() => stage.s3.put('faces/anna', other));

  test('is not overwritten without --replace', async () => {
    const { code, stderr } = await put();
    expect({ code, stored: stored() }).toEqual({ code: 1, stored: [other] });
    expect(stderr).toMatch(
      /on record already; nothing was changed[\s\S]*faces\/anna in photos-of-dev[\s\S]*--replace, with a role of operators.replace/,
    );
  });

  test('may be this very one when the request had to be sent twice, and that is said', async () => {
    stage.s3.versions.clear();
    let tries = 0;
    stage.s3.before = ({ method, key }) => {
      tries += method === 'PUT' ? 1 : 0;
      if (tries !== 1) return;
      stage.s3.put(key, photo);
      throw new Error('the connection breaks');
    };
    const { code, stderr } = await put();
    expect({ code, versions: stored()?.length }).toEqual({ code: 1, versions: 1 });
    expect(stderr).toContain('may be this same one');
  });

  test('is replaced on the condition that it is the one that was seen', async () => {
    const { code, stdout } = await put('--replace', '--json');
    expect({ code, stored: stored() }).toEqual({ code: 0, stored: [photo, other] });
    expect(writes()).toMatchObject([{ headers: { 'if-match': expect.stringMatching(/^"[0-9a-f]{32}"$/) } }]);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'replaced', version: 'v2' });
  });

  test('is not replaced when it is the same', async () => {
    stage.s3.versions.clear();
    stage.s3.put('faces/anna', photo);
    expect(JSON.parse((await put('--replace', '--json')).stdout)).toMatchObject({ outcome: 'identical' });
    expect(writes()).toEqual([]);
  });

  test.each([
    ['another operator replaces it', () => void stage.s3.put('faces/anna', Buffer.from('third')), ['third', 'other']],
    ['another operator erases it', () => void stage.s3.versions.delete('faces/anna'), []],
  ])('is not overwritten when meanwhile %s', async (_, meanwhile, left) => {
    stage.s3.before = ({ method }) => {
      if (method === 'PUT') meanwhile();
    };
    const { code, stderr } = await put('--replace');
    expect({ code, left: stored()?.map((bytes) => (bytes === other ? 'other' : String(bytes))) ?? [] }).toEqual({ code: 1, left });
    expect(stderr).toContain('Somebody else enrolled, replaced or erased');
  });

  test('that comes between the look and the write is not overwritten either', async () => {
    stage.s3.versions.clear();
    stage.s3.before = ({ method }) => {
      if (method === 'PUT') stage.s3.put('faces/anna', other);
    };
    expect(await put('--replace')).toMatchObject({ code: 1 });
    expect(stored()).toEqual([other]);
  });

  test('that two operators replace at once ends as one of the two, and the other gets an error', async () => {
    const second = join(stage.folder, 'second.jpg');
    await writeFile(second, await jpegPicture(3));
    let looks = 0;
    let bothHaveLooked = () => {};
    const looked = new Promise<void>((resolve) => {
      bothHaveLooked = resolve;
    });
    stage.s3.before = async ({ method }) => {
      if (method === 'GET' && ++looks === 2) bothHaveLooked();
      if (method === 'PUT') await looked;
    };
    // One process has one set of variables, so both runs are begun in one.
    const codes = await Promise.all([put('--replace'), stage.faces(['put', 'anna', second, '--replace'])]);
    expect(codes.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(stored()).toHaveLength(2);
  });

  test('is not replaced blindly by a role that may not read, unless that is said', async () => {
    stage.s3.denied.add('s3:GetObject');
    const refused = await put('--replace');
    expect({ code: refused.code, stored: stored() }).toEqual({ code: 3, stored: [other] });
    expect(refused.stderr).toMatch(/may not see which photo it would replace[\s\S]*--replace --unseen/);
    expect(await put('--replace', '--unseen')).toMatchObject({ code: 0 });
    expect(stored()).toEqual([photo, other]);
  });
});

describe('what is wrong is said before anything is sent', () => {
  test.each([
    [['put', '../anna', 'anna.txt'], 2, /That is no subject[\s\S]*a letter or digit/],
    [['put', 'anna', 'nobody.jpg'], 6, /no such file/],
    [['put', 'anna', '.'], 6, /a folder or a device/],
    [['put', 'anna', 'anna.txt', '--kind', 'iris'], 2, /keeps no photos of the kind "iris"[\s\S]*face, slow, documentFront/],
    [['put', 'anna', 'anna.txt', '--min-side', '400'], 2, /360x480 pixels; the shorter side needs 400/],
    [['put', 'anna', 'anna.txt', '--max-side', 'many'], 2, /no number of pixels/],
  ])('%j', async (words, code, said) => {
    const run = await stage.faces(words.map((word) => (/^(anna\.txt|no one\.jpg|\.)$/.test(word) ? join(stage.folder, word) : word)));
    expect(run).toMatchObject({ code, stderr: expect.stringMatching(said) });
    expect(stage.s3.requests).toEqual([]);
  });

  test('a file that is no photo, by its path', async () => {
    await writeFile(file, 'hello');
    const { code, stderr } = await put();
    expect(code).toBe(2);
    expect(stderr).toContain(file);
    expect(stderr).toContain('Accepted: JPEG and PNG');
  });
});

describe('what AWS refuses is said with what to do', () => {
  test('no permission', async () => {
    stage.s3.denied.add('s3:PutObject');
    const { code, stderr } = await put();
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /s3:PutObject on arn:aws:s3:::photos\/faces\/anna[\s\S]*PutObject of faces\/anna in photos-of-dev[\s\S]*Use a role/,
    );
  });

  test('no credentials', async () => {
    const nothing = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const { code, stderr } = await stage.faces(['put', 'anna', file], { environment: nothing });
    expect(code).toBe(3);
    expect(stderr).toMatch(/There are no AWS credentials[\s\S]*aws sso login/);
  });

  test('another stage', async () => {
    const { code, stderr } = await stage.faces(['put', 'anna', file, '--local'], { localDirectory: stage.folder });
    expect(code).toBe(4);
    expect(stderr).toMatch(/No local stack is running here[\s\S]*npm start/);
  });
});

test('a subject is what the function takes for one', async () => {
  expect(await readFile(join(__dirname, '..', '..', '..', 'contract', 'subject.ts'), 'utf8')).toContain(`SUBJECT = /${SUBJECT.source}/;`);
});
