import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Refusal } from '../../../../stand-ins/s3/refusal';
import { type ImportInput, startImportInput } from '../../../support/import-input';

let stage: ImportInput;
beforeEach(async () => {
  stage = await startImportInput();
});
afterEach(() => stage.stop());

const photoOf = (subject: string) => stage.photos.get(subject) ?? Buffer.alloc(0);

describe('where a photo is on record', () => {
  beforeEach(() => {
    stage.s3.put('faces/anna', photoOf('anna'));
    stage.s3.put('faces/bert', photoOf('anna'));
  });
  const outcomes = async () => Object.fromEntries((await stage.results()).map(({ subject, outcome }) => [subject, outcome]));

  test('the same counts as done, another is refused', async () => {
    expect(await stage.run()).toMatchObject({ code: 1 });
    expect(await outcomes()).toMatchObject({ anna: 'identical', bert: 'refused', carl: 'stored' });
    expect(stage.s3.versions.get('faces/bert')).toHaveLength(1);
    expect((await stage.results()).find(({ subject }) => subject === 'bert')?.says).toContain('Another photo is on record');
  });

  test('--existing skip leaves it, and reads nothing', async () => {
    expect(await stage.run(['--existing', 'skip'])).toMatchObject({ code: 0 });
    expect(await outcomes()).toMatchObject({ anna: 'skipped', bert: 'skipped', carl: 'stored' });
    expect(stage.s3.requests.filter(({ method }) => method === 'GET')).toEqual([]);
  });

  test('--existing replace puts another in its place, on the condition that it is the one that was seen', async () => {
    expect(await stage.run(['--existing', 'replace'])).toMatchObject({ code: 0 });
    expect(await outcomes()).toMatchObject({ anna: 'identical', bert: 'replaced' });
    expect(stage.s3.requests.filter(({ headers }) => headers['if-match'])).toHaveLength(1);
    expect(stage.s3.versions.get('faces/bert')?.map(({ bytes }) => bytes?.equals(photoOf('bert')))).toEqual([true, false]);
  });

  test('a role that may not read hears after one try that it cannot compare', async () => {
    stage.s3.denied.add('s3:GetObject');
    expect(await stage.run(['--existing', 'replace', '--concurrency', '1'])).toMatchObject({ code: 1 });
    expect(await outcomes()).toMatchObject({ anna: 'refused', bert: 'refused' });
    expect(stage.s3.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
    expect(await stage.run(['--existing', 'replace', '--unseen', '--no-read'])).toMatchObject({ code: 0 });
    expect(await outcomes()).toMatchObject({ anna: 'replaced', bert: 'replaced' });
  });
});

describe('what goes wrong on the way', () => {
  test('a row whose upload fails is tried again by the SDK, and then named; the others go in', async () => {
    const tries = new Map<string, number>();
    stage.s3.before = ({ method, key }) => {
      if (method !== 'PUT') return;
      tries.set(key, (tries.get(key) ?? 0) + 1);
      if (key === 'faces/bert' && (tries.get(key) ?? 0) < 3) throw new S3Refusal(503, 'SlowDown', 'Please reduce your request rate.');
    };
    expect(await stage.run()).toMatchObject({ code: 0 });
    expect([tries.get('faces/bert'), stage.isEveryoneIn()]).toEqual([3, true]);
  });

  test('no permission ends it at once, with what to do', async () => {
    stage.s3.denied.add('s3:PutObject');
    const { code, stderr } = await stage.run(['--concurrency', '1']);
    expect({ code, puts: stage.puts().length }).toEqual({ code: 3, puts: 1 });
    expect(stderr).toMatch(/s3:PutObject[\s\S]*Use a role/);
  });

  test.each([
    [['nowhere'], 6, /no such file or folder/],
    [['s3://'], 2, /not a bucket and a prefix/],
    [['in', '--concurrency', '0'], 2, /whole number from 1 to 64/],
    [['in', '--existing', 'keep'], 2, /refuse, skip, replace/],
    [['in', '--stage', 'prod', '--local'], 4, /No local stack/],
  ])('%j says what is wrong', async ([input = '', ...words], code, said) => {
    const path = input.startsWith('s3:') ? input : join(stage.folder, input);
    expect(await stage.faces(['import', path, '--journal', stage.work, ...words])).toMatchObject({
      code,
      stderr: expect.stringMatching(said),
    });
  });

  test('a journal folder that cannot be written', async () => {
    await writeFile(stage.work, '');
    expect(await stage.run()).toMatchObject({ code: 6, stderr: expect.stringContaining(stage.work) });
  });

  test('a damaged plan is not guessed at', async () => {
    await stage.run(['--concurrency', '1'], stage.interruptAt(2));
    stage.s3.before = undefined;
    await appendFile(join(stage.work, 'plan.jsonl'), 'x');
    expect(await stage.run()).toMatchObject({ code: 2, stderr: expect.stringContaining('--start-over') });
  });
});
