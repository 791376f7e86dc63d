import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { openReceipt } from '../../../ops/faces/erase/erase';
import { writePrivately } from '../../../ops/faces/export/private-file';
import { Failure } from '../../../ops/failures/failures';
import { AwsRefusal } from '../../support/aws-server';
import { type FacesStage, startFacesStage } from '../../support/faces-stage';
import { jpegPicture } from '../../support/pictures';

let stage: FacesStage;
let photo: Buffer;
beforeAll(async () => {
  photo = await jpegPicture(1, 200, 200);
});
beforeEach(async () => {
  stage = await startFacesStage();
  await mkdir(join(stage.folder, 'in'));
  await writeFile(join(stage.folder, 'in', 'anna.jpg'), photo);
  stage.s3.put('faces/anna', photo);
});
afterEach(() => stage.stop());

/** Every command, with what it needs to come as far as AWS. */
const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['put', ['bert', 'in/anna.jpg']],
  ['get', ['anna', '--out', 'out.jpg']],
  ['list', []],
  ['status', ['anna']],
  ['erase', ['anna', '--yes', '--receipt', 'receipt.json']],
  ['export', ['anna', '--out', 'out']],
  ['import', ['in', '--journal', 'work', '--existing', 'skip']],
];
const inFolder = (words: readonly string[]) =>
  words.map((word) => (/^(in|out|work|receipt)\b/.test(word) ? join(stage.folder, word) : word));
const writes = () => stage.s3.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE').length;

describe.each(COMMANDS)('faces %s says what is wrong, where, and what to do', (command, operands) => {
  const run = (options = {}) => stage.faces([command, ...inFolder(operands)], options);

  test('without credentials', async () => {
    const { code, stderr } = await run({ environment: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } });
    expect(code).toBe(3);
    expect(stderr).toMatch(/There are no AWS credentials[\s\S]*where[\s\S]*to do[\s\S]*aws sso login/);
  });

  test('with another stage than there is', async () => {
    stage.aws.answer('cloudformation.DescribeStacks', new AwsRefusal('ValidationError', 'Stack with id FaceMatchProxy-dve does not exist'));
    const { code, stderr } = await stage.faces([command, ...inFolder(operands), '--stage', 'dve']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/There is no stack FaceMatchProxy-dve[\s\S]*where[\s\S]*to do[\s\S]*--stage/);
  });

  test('without the permission', async () => {
    for (const permission of [
      's3:PutObject',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:ListBucketVersions',
      's3:DeleteObjectVersion',
    ] as const) {
      stage.s3.denied.add(permission);
    }
    const { code, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toMatch(/where[\s\S]*to do[\s\S]*role/);
  });

  test('when S3 cannot be reached', async () => {
    const { code, stderr } = await run({ environment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' } });
    expect([5, 1]).toContain(code);
    expect(stderr).toMatch(command === 'import' ? /0 of 1|1 of 1/ : /cannot be reached[\s\S]*where[\s\S]*to do/);
  });

  test('when it is interrupted, and has changed nothing', async () => {
    const controller = new AbortController();
    controller.abort('SIGINT');
    const { code, stderr } = await run({ signal: controller.signal });
    expect({ code, writes: writes(), left: (await readdir(stage.folder)).sort() }).toEqual({ code: 130, writes: 0, left: ['in'] });
    expect(stderr).toMatch(/interrupted[\s\S]*to do/);
  });

  test('and shows no photo and no credential', async () => {
    const { stdout, stderr } = await run();
    const output = stdout + stderr;
    for (const secret of [
      photo.toString('latin1').slice(100, 140),
      photo.toString('base64').slice(40, 80),
      stage.aws.environment.AWS_SECRET_ACCESS_KEY ?? '-',
    ]) {
      expect(output.includes(secret) && secret !== 'example').toBe(false);
    }
  });
});

describe('a disk that is full', () => {
  const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'full-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('leaves no part of a photo behind, and is named', async () => {
    const path = join(folder, 'out.jpg');
    const full = () => new Writable({ write: (_chunk, _encoding, done) => done(noSpace()) });
    const failing = writePrivately(path, Readable.from([photo]), (error) => new Failure('defect', { what: String(error), toDo: '' }), full);
    await expect(failing).rejects.toMatchObject({
      code: 'disk-full',
      text: { where: `"${path}"`, toDo: expect.stringContaining('Make room') },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('loses no receipt: what no file takes is shown, and the command fails', async () => {
    let shown = 0;
    const file = { writeFile: async () => Promise.reject(noSpace()), sync: async () => undefined, close: async () => undefined };
    const keep = await openReceipt('receipt.json', async () => file);
    await expect(keep({}, () => (shown += 1))).rejects.toMatchObject({ code: 'disk-full' });
    expect(shown).toBe(1);
  });
});
