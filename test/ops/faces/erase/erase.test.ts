import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { REMAINS } from '../../../../ops/faces/erase/erasure-remains';
import { S3Refusal } from '../../../../stand-ins/s3/refusal';
import { type FacesStage, startFacesStage } from '../../../support/faces-stage';

let stage: FacesStage;
const [PHOTO, OLD] = [Buffer.from('new'), Buffer.from('old')];
beforeEach(async () => {
  stage = await startFacesStage();
  stage.s3.put('faces/anna', OLD);
  stage.s3.put('faces/anna', undefined);
  stage.s3.put('faces/anna', PHOTO);
  stage.s3.put('faces/anna2', PHOTO);
  stage.s3.put('documents/anna/front.jpg', PHOTO);
});
afterEach(() => stage.stop());

const receipt = () => join(stage.folder, 'receipt.json');
const erase = (...words: string[]) => stage.faces(['erase', 'anna', '--receipt', receipt(), ...words]);
const ids = (key: string) => stage.s3.versions.get(key)?.map(({ id }) => id);
const deletions = () => stage.s3.requests.filter(({ method }) => method === 'DELETE');

test('removes every version and marker of one subject and kind, the newest last, and proves by a second listing that nothing is left', async () => {
  const order: (string | undefined)[] = [];
  stage.s3.before = ({ method }) => {
    if (method === 'DELETE') order.push(ids('faces/anna')?.[0]);
  };
  expect(await erase('--yes')).toMatchObject({ code: 0, stdout: expect.stringContaining('A second listing found nothing left') });
  expect([ids('faces/anna'), ids('faces/anna2'), ids('documents/anna/front.jpg')]).toEqual([[], ['v4'], ['v5']]);
  // While the others go, the newest remains the current one: no older photo is ever used.
  expect(order).toEqual(['v3', 'v3', 'v3']);
});

test('of all kinds reaches them all', async () => {
  expect(await erase('--yes', '--all-kinds')).toMatchObject({ code: 0 });
  expect([ids('faces/anna'), ids('documents/anna/front.jpg'), ids('faces/anna2')]).toEqual([[], [], ['v4']]);
});

test('gives a receipt: who, when, which versions, under which requests, and what remains where', async () => {
  const { stdout } = await erase('--yes', '--json');
  const written = JSON.parse(await readFile(receipt(), 'utf8'));
  expect(JSON.parse(stdout)).toEqual({ ...written, file: receipt() });
  expect((await stat(receipt())).mode & 0o777).toBe(0o600);
  expect(written).toMatchObject({
    ...{
      stage: 'dev',
      region: 'eu-central-1',
      bucket: 'photos-of-dev',
      subject: 'anna',
      isComplete: true,
      failed: [],
      leftInTheBucket: [],
    },
    by: { arn: 'arn:aws:sts::111122223333:assumed-role/privacy/me', account: '111122223333' },
    erased: [
      { kind: 'face', key: 'faces/anna', version: 'v1', isMarker: false, bytes: 3, requestId: expect.stringMatching(/^R\d+$/) },
      { version: 'v2', isMarker: true },
      { version: 'v3', isMarker: false },
    ],
    remainsElsewhere: REMAINS,
  });
  for (const { at } of written.erased) expect(new Date(at).toISOString()).toBe(at);
});

test('says what could not be erased, version by version, goes on with the others, and is exit code 1', async () => {
  stage.s3.before = ({ method }) => {
    if (method !== 'DELETE' || deletions().length !== 2) return;
    throw new S3Refusal(
      403,
      'AccessDenied',
      'User: x is not authorized to perform: s3:DeleteObjectVersion on resource: "y" because of a lock',
    );
  };
  const { code, stdout } = await erase('--yes', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    isComplete: false,
    erased: [{ version: 'v1' }, { version: 'v3' }],
    failed: [{ version: 'v2', error: expect.stringContaining('s3:DeleteObjectVersion') }],
    leftInTheBucket: [{ version: 'v2' }],
  });
  stage.s3.before = undefined;
  expect(await stage.faces(['erase', 'anna', '--yes', '--receipt', join(stage.folder, 'second.json')])).toMatchObject({ code: 0 });
  expect(ids('faces/anna')).toEqual([]);
});

test('finds a photo that came while it erased', async () => {
  stage.s3.before = ({ method }) => {
    if (method === 'DELETE' && deletions().length === 3) stage.s3.put('faces/anna', PHOTO);
  };
  const { code, stdout } = await erase('--yes');
  expect(code).toBe(1);
  expect(stdout).toMatch(/1 are left[\s\S]*came since +v6/);
});

describe('keeps the receipt of what it erased', () => {
  const written = async () => JSON.parse(await readFile(receipt(), 'utf8'));

  test('when the second listing fails, and does not call the erasure complete', async () => {
    stage.s3.before = ({ method }) => {
      if (method === 'DELETE' && deletions().length === 3) stage.s3.denied.add('s3:ListBucketVersions');
    };
    expect(await erase('--yes')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/Erased 2 versions[^;]*; whether anything is left is/),
    });
    expect(await written()).toMatchObject({
      ...{ isComplete: false, leftInTheBucket: 'unknown', notListed: expect.stringContaining('s3:ListBucketVersions') },
      erased: [{ version: 'v1' }, { version: 'v2' }, { version: 'v3' }],
    });
  });

  test('when it is interrupted, erases no further, and leaves the newest', async () => {
    const controller = new AbortController();
    stage.s3.before = ({ method }) => {
      if (method === 'DELETE') controller.abort('SIGINT');
    };
    const run = await stage.faces(['erase', 'anna', '--yes', '--receipt', receipt()], { signal: controller.signal });
    expect(run).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('1 of 3 versions and markers are erased') });
    expect(await written()).toMatchObject({ isComplete: false, leftInTheBucket: 'unknown', erased: [{ version: 'v1' }] });
    expect(ids('faces/anna')).toEqual(['v3', 'v2']);
  });
});

describe('erases nothing', () => {
  afterEach(() => expect([deletions(), ids('faces/anna')]).toEqual([[], ['v3', 'v2', 'v1']]));

  test('in a dry run, and shows what it would', async () => {
    const { code, stdout } = await erase('--dry-run', '--json');
    expect({ code, files: await readdir(stage.folder) }).toEqual({ code: 0, files: [] });
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, versions: [{ version: 'v1' }, { version: 'v2' }, { version: 'v3' }] });
  });

  test('without an answer, where no one can be asked', async () => {
    expect(await erase()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/2 versions and 1 deletion marker of anna \(face\) in stage dev[\s\S]*--yes/),
    });
  });

  test('where no receipt can be written, or one would be overwritten', async () => {
    expect(await stage.faces(['erase', 'anna', '--yes', '--receipt', join(stage.folder, 'none', 'r.json')])).toMatchObject({ code: 6 });
    expect(await stage.faces(['erase', 'anna', '--yes', '--receipt', __filename])).toMatchObject({ code: 6 });
  });

  test('when it is not known who asks', async () => {
    stage.aws.answer('sts.GetCallerIdentity', 'reset');
    expect(await erase('--yes')).toMatchObject({ code: 5, stderr: expect.stringContaining('STS, GetCallerIdentity') });
  });

  test('of a subject that is not there: exit code 4, so that a typing error does not look like an erasure', async () => {
    expect(await stage.faces(['erase', 'ann', '--yes'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no version and no marker of ann '),
    });
  });

  test('without the permission to list', async () => {
    stage.s3.denied.add('s3:ListBucketVersions');
    expect(await erase('--yes')).toMatchObject({ code: 3, stderr: expect.stringContaining('s3:ListBucketVersions') });
  });
});

test('what a receipt says remains is what docs/photos.md says remains', async () => {
  const page = await readFile(join(__dirname, '..', '..', '..', '..', 'docs', 'photos.md'), 'utf8');
  const after = page.slice(page.indexOf('## After an erase'));
  for (const { what } of REMAINS) expect(after).toContain(what);
});
