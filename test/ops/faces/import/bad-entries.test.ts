import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { prefixRows } from '../../../../ops/faces/import/source/prefix-rows';
import { instead } from '../../../../stand-ins/exchange';
import { s3Error } from '../../../../stand-ins/s3/refusal';
import { type FacesStage, startFacesStage } from '../../../support/faces-stage';
import { type ImportInput, SUBJECTS, startImportInput } from '../../../support/import-input';

describe('an import of nothing is an error that names the path and what was looked for', () => {
  let stage: FacesStage;
  beforeEach(async () => {
    stage = await startFacesStage();
    await mkdir(join(stage.folder, 'in'));
  });
  afterEach(() => stage.stop());
  const file =
    (name: string, content: string | Buffer = '') =>
    () =>
      writeFile(join(stage.folder, name), content);

  test.each<[string, () => Promise<unknown>, string, RegExp]>([
    ['an empty folder', async () => undefined, 'in', /files named <subject>\.jpg, \.jpeg or \.png/],
    ['a folder of hidden files alone', file('in/.DS_Store'), 'in', /files named <subject>\.jpg/],
    ['a folder with no photo', file('in/notes.txt', 'x'), 'in', /1 entry is there, and none[\s\S]*files named <subject>\.jpg/],
    ['a folder of folders alone', () => mkdir(join(stage.folder, 'in', '2024.jpg')), 'in', /1 entry is there[\s\S]*files named/],
    ['an empty CSV', file('people.csv'), 'people.csv', /rows of a subject and a file/],
    ['a CSV with a BOM alone', file('people.csv', '\ufeff'), 'people.csv', /rows of a subject and a file/],
    ['a CSV with a header alone', file('people.csv', 'subject;file\r\n'), 'people.csv', /rows of a subject and a file/],
    ['a CSV with a header and separators', file('people.csv', 'sep=;\nsubject;file\r\n;\r\n;\r\n'), 'people.csv', /rows of a subject/],
    ['a CSV of blank lines', file('people.csv', '\r\n\r\n , \r\n'), 'people.csv', /rows of a subject and a file/],
  ])('%s', async (_, make, input, said) => {
    await make();
    for (const words of [[], ['--dry-run'], ['--leave-out-invalid'], ['--json']]) {
      const { code, stdout, stderr } = await stage.faces(['import', join(stage.folder, input), ...words]);
      expect([code, stderr]).toEqual([4, expect.stringMatching(said)]);
      expect(stderr).toContain(`${input}"`);
      expect(stderr).toContain('nothing to import');
      expect(stdout === '' || 'error' in JSON.parse(stdout)).toBe(true);
    }
    expect(stage.s3.requests).toEqual([]);
  });
});

describe('one bad entry of a folder is a bad row, and the others go on', () => {
  let stage: ImportInput;
  beforeEach(async () => {
    stage = await startImportInput();
  });
  afterEach(() => stage.stop());
  const at = (name: string) => join(stage.folder, 'in', name);

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a name that is no UTF-8',
      () => writeFile(Buffer.concat([Buffer.from(at('m')), Buffer.from([0xfc]), Buffer.from('.jpg')]), 'x'),
      /"m\\ufffd\.jpg".*not written in UTF-8/,
    ],
    ['a link to nowhere', () => symlink('/nowhere/x.jpg', at('zoe.jpg')), /zoe\.jpg.*no such file/],
    ['a link to itself', () => symlink(at('zoe.jpg'), at('zoe.jpg')), /zoe\.jpg.*ELOOP/],
    ['a link to a folder', () => symlink('/tmp', at('zoe.jpg')), /zoe\.jpg.*a folder or a device/],
    ['a folder named as a photo', () => mkdir(at('zoe.jpg')), /zoe\.jpg.*It is a folder/],
    ['a pipe', async () => execFileSync('mkfifo', [at('zoe.jpg')]), /zoe\.jpg.*a folder or a device/],
    ['a device', () => symlink('/dev/zero', at('zoe.jpg')), /zoe\.jpg.*a folder or a device/],
    ['an empty file', () => writeFile(at('zoe.jpg'), ''), /zoe\.jpg.*empty/],
    ['a control character in a name', () => writeFile(at('zo\u0007e.jpg'), 'x'), /"zo\\u0007e\.jpg".*no subject/],
    ['a blank at the end of a name', () => writeFile(at('zoe .jpg'), 'x'), /zoe \.jpg.*no subject/],
  ])('%s', async (_, make, said) => {
    await make();
    const { code, stdout } = await stage.run(['--leave-out-invalid']);
    const { outcomes, reasons } = JSON.parse(stdout) as { outcomes: object; reasons: { at: string; says: string }[] };
    expect({ code, outcomes, puts: stage.puts().sort() }).toEqual({ code: 1, outcomes: { stored: 8, invalid: 1 }, puts: SUBJECTS });
    expect(reasons.map(({ at: place, says }) => `${place} ${says}`).join()).toMatch(said);
  });

  test('a socket', async () => {
    const server = createServer().listen(at('zoe.jpg'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      expect(await stage.run(['--leave-out-invalid'])).toMatchObject({ code: 1 });
      expect(stage.puts().sort()).toEqual(SUBJECTS);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a file that is gone when its turn comes', async () => {
    stage.s3.before = ({ method }) => {
      if (method === 'PUT' && stage.puts().length === 1)
        void rm(at('hugo.jpg'), { force: true }).then(() => rm(at('anna.jpg'), { force: true }));
    };
    const { code, stdout } = await stage.run(['--concurrency', '1']);
    const { outcomes, reasons } = JSON.parse(stdout) as { outcomes: Record<string, number>; reasons: { says: string }[] };
    expect(code).toBe(1);
    expect((outcomes.stored ?? 0) + (outcomes.failed ?? 0)).toBe(8);
    expect(reasons[0]?.says).toMatch(/no such file.*(hugo|anna)\.jpg"/);
  });

  test('the first five reasons are on the screen, and how many more there are', async () => {
    for (let number = 1; number <= 7; number += 1) await writeFile(at(`bad-${number}.jpg`), 'x');
    const { code, stdout } = await stage.faces(['import', join(stage.folder, 'in'), '--dry-run']);
    const text = stdout.replace(/\s+/g, ' ');
    expect([code, text.match(/bad-\d\.jpg bad-\d not-a-photo: /g)?.length]).toEqual([1, 5]);
    expect(text).toContain('and 2 more');
  });

  test.each([
    ['encrypted with a key of its owner', 'InvalidRequest', 'The object was stored using a form of Server Side Encryption.', /SSE-C.*copy/],
    ['in an archive', 'InvalidObjectState', 'The operation is not valid for the object&apos;s storage class', /archive.*Restore/],
  ])('an object of a prefix that is %s, and no one is advised to enrol it again', async (_, code, message, said) => {
    stage.s3.fault = instead(s3Error(code === 'InvalidRequest' ? 400 : 403, code, message));
    const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
    const client = new S3Client({ endpoint: stage.s3.url, region: 'eu-central-1', forcePathStyle: true, credentials });
    const source = prefixRows(client, { bucket: 'attic', prefix: 'old/', subjects: { claim: undefined, isAnyKindTaken: false } });
    await expect(source.read('old/bert.jpg')).rejects.toMatchObject({ name: 'PhotoFault', message: expect.stringMatching(said) });
    client.destroy();
  });
});
