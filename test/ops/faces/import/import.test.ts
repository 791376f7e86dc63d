import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkedRows } from '../../../../ops/faces/import/check';
import { type PlanHead, writePlan } from '../../../../ops/faces/import/plan';
import { folderRows } from '../../../../ops/faces/import/source/folder-rows';
import { S3Refusal } from '../../../../stand-ins/s3/refusal';
import { type ImportInput, SUBJECTS, startImportInput } from '../../../support/import-input';
import { picture } from '../../../support/pictures';

let stage: ImportInput;
beforeEach(async () => {
  stage = await startImportInput();
});
afterEach(() => stage.stop());

const photoOf = (subject: string) => stage.photos.get(subject) ?? Buffer.alloc(0);

describe('an import', () => {
  test('puts every photo of a folder on the condition that there is none, and writes the result of each', async () => {
    stage.s3.refusesUnconditionalWrites = true;
    for (const permission of ['s3:GetObject', 's3:ListBucket', 's3:ListBucketVersions'] as const) stage.s3.denied.add(permission);
    const { code, stdout, stderr } = await stage.run();
    expect({ code, in: stage.isEveryoneIn(), puts: stage.puts().sort() }).toEqual({ code: 0, in: true, puts: SUBJECTS });
    expect(JSON.parse(stdout)).toMatchObject({ isComplete: true, rows: 8, outcomes: { stored: 8 } });
    expect(stderr).toMatch(/Checking: 8 of 8 rows.*\n.*Storing: 8 of 8 rows, \d+\/s, done, 0 failed/);
    const rows = await stage.results();
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(rows[0]).toMatchObject({
      outcome: 'stored',
      version: expect.stringMatching(/^v\d$/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      changes: [],
    });
  });

  test('of a CSV file, with results as CSV', async () => {
    await writeFile(join(stage.folder, 'people.csv'), 'subject,file\r\nanna,in/anna.jpg\r\nbert,in/bert.jpg\r\n');
    const out = join(stage.folder, 'results.csv');
    const { code } = await stage.faces(['import', join(stage.folder, 'people.csv'), '--journal', stage.work, '--results', out]);
    expect({ code, puts: stage.puts().sort() }).toEqual({ code: 0, puts: ['anna', 'bert'] });
    expect((await readFile(out, 'utf8')).split('\n')).toEqual([
      'row,at,subject,outcome,says,changes,notices,bytes,sha256,version,requestId',
      expect.stringMatching(/^1,line 2,anna,stored,,,Only 200x200 pixels/),
      expect.stringMatching(/^2,line 3,bert,stored,/),
      '',
    ]);
  });

  test('amends what has to be, and says so in the results', async () => {
    await writeFile(join(stage.folder, 'in', 'anna.jpg'), await picture(1, 200, 220).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await stage.run()).toMatchObject({ code: 0 });
    const anna = (await stage.results()).find(({ subject }) => subject === 'anna');
    expect(anna?.changes.join()).toContain('turned upright');
    expect(stage.s3.versions.get('faces/anna')?.[0]?.bytes?.length).toBe(anna?.bytes);
  });

  test('of which one row is not fit stores nothing, and names it; the others go in when that is asked', async () => {
    await writeFile(join(stage.folder, 'in', 'bert.jpg'), 'hello');
    await writeFile(join(stage.folder, 'in', 'anna.png'), photoOf('anna'));
    const { code, stdout } = await stage.run();
    expect({ code, puts: stage.puts() }).toEqual({ code: 1, puts: [] });
    expect(JSON.parse(stdout)).toMatchObject({ isComplete: false, outcomes: { invalid: 3, 'not-run': 6 } });
    const invalid = (await stage.results()).filter(({ outcome }) => outcome === 'invalid');
    expect(invalid.map(({ says }) => says).sort()).toEqual([
      ...Array<unknown>(2).fill(expect.stringMatching(/^The subject is there several times: anna\.(jpg|png), anna\.(jpg|png)\./)),
      expect.stringMatching(/^not-a-photo: .*Accepted: JPEG and PNG/),
    ]);
    expect(await stage.run(['--leave-out-invalid'])).toMatchObject({ code: 1 });
    expect(stage.puts().sort()).toEqual(SUBJECTS.filter((name) => name !== 'bert' && name !== 'anna'));
    // Once it is whole, the import begins again by itself.
    await writeFile(join(stage.folder, 'in', 'bert.jpg'), photoOf('bert'));
    await rm(join(stage.folder, 'in', 'anna.png'));
    expect(await stage.run(['--existing', 'skip'])).toMatchObject({ code: 0 });
    expect(stage.isEveryoneIn()).toBe(true);
  });

  test('of a dry run checks everything and stores nothing', async () => {
    const { code, stdout } = await stage.run(['--dry-run']);
    expect({ code, requests: stage.s3.requests, outcomes: JSON.parse(stdout).outcomes }).toEqual({
      code: 0,
      requests: [],
      outcomes: { 'not-run': 8 },
    });
  });
});

describe('an import that ends early goes on without loss or repetition', () => {
  test('after Ctrl-C, twice: what is under way ends first', async () => {
    for (const at of [2, 5]) {
      const { code, stderr } = await stage.run(['--concurrency', '2'], stage.interruptAt(at));
      expect(code).toBe(130);
      expect(stderr).toMatch(/interrupted: \d of 8 rows are done[\s\S]*Run the same command again/);
      expect((await readFile(join(stage.work, 'journal.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(stage.puts().length);
    }
    stage.s3.before = undefined;
    const { code, stderr } = await stage.run();
    expect({ code, in: stage.isEveryoneIn(), puts: stage.puts().sort() }).toEqual({ code: 0, in: true, puts: SUBJECTS });
    expect(stderr).toContain('rows were done before');
    expect((await stage.results()).map(({ outcome }) => outcome)).toEqual(Array(8).fill('stored'));
  });

  test('after Ctrl-C while rows are checked: nothing was stored, and no plan is half made', async () => {
    const controller = new AbortController();
    const [folder, plan] = [
      folderRows(join(stage.folder, 'in'), { claim: undefined, isAnyKindTaken: false }),
      join(stage.folder, 'plan.jsonl'),
    ];
    const source = {
      ...folder,
      read: (from: string) => {
        controller.abort();
        return folder.read(from);
      },
    };
    const head = { rows: 8 } as PlanHead;
    const checking = writePlan(
      plan,
      head,
      checkedRows(source, { maxBytes: 1e6, minSide: 1, maxSide: 8000 }, controller.signal),
      () => undefined,
    );
    await expect(checking).rejects.toMatchObject({ code: 'interrupted', text: { what: expect.stringContaining('nothing was stored') } });
    expect(await readdir(stage.folder)).toEqual(['in']);
  });

  test('after a crash that left a photo stored and not written down', async () => {
    await stage.run(['--concurrency', '1'], stage.interruptAt(3));
    stage.s3.before = undefined;
    const path = join(stage.work, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const last = JSON.parse(lines.pop() ?? '');
    await writeFile(path, `${lines.join('\n')}\n${JSON.stringify(last).slice(0, 20)}`);
    expect(await stage.run()).toMatchObject({ code: 0 });
    expect(stage.isEveryoneIn()).toBe(true);
    expect((await stage.results()).filter(({ outcome }) => outcome === 'identical').map(({ row }) => row)).toEqual([last.row]);
  });

  test('after credentials have expired: it stops at once and says so', async () => {
    stage.s3.before = ({ method }) => {
      if (method !== 'PUT' || stage.puts().length < 3) return;
      throw new S3Refusal(400, 'ExpiredToken', 'The provided token has expired.');
    };
    const { code, stderr } = await stage.run(['--concurrency', '1']);
    expect({ code, puts: stage.puts().length }).toEqual({ code: 3, puts: 3 });
    expect(stderr).toMatch(/credentials have expired[\s\S]*Sign in again/);
    stage.s3.before = undefined;
    expect(await stage.run()).toMatchObject({ code: 0 });
    expect(stage.isEveryoneIn()).toBe(true);
  });

  test('but not with another input, kind or stage than it began with', async () => {
    await stage.run(['--concurrency', '1'], stage.interruptAt(2));
    stage.s3.before = undefined;
    const before = stage.puts().length;
    expect(await stage.run(['--kind', 'slow'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/another kind, key[\s\S]*--start-over/),
    });
    await writeFile(join(stage.folder, 'in', 'zoe.jpg'), photoOf('anna'));
    expect(await stage.run()).toMatchObject({ code: 2, stderr: expect.stringContaining('another rows, content of the input') });
    expect(stage.puts()).toHaveLength(before);
    expect(await stage.run(['--start-over'])).toMatchObject({ code: 0 });
    expect((await stage.results()).filter(({ outcome }) => outcome === 'identical').length).toBe(before);
  });

  test('and a file that is not the one that was checked does not go in', async () => {
    await writeFile(join(stage.folder, 'people.csv'), SUBJECTS.map((name) => `${name},in/${name}.jpg`).join('\n'));
    const words = ['import', join(stage.folder, 'people.csv'), '--journal', stage.work, '--concurrency', '1'];
    await stage.faces(words, stage.interruptAt(2));
    stage.s3.before = undefined;
    const other = Buffer.from(photoOf('hugo'));
    other[other.length - 9] = (other[other.length - 9] ?? 0) ^ 1;
    await writeFile(join(stage.folder, 'in', 'hugo.jpg'), other);
    expect(await stage.faces(words)).toMatchObject({ code: 1 });
    expect((await stage.results()).at(-1)).toMatchObject({
      subject: 'hugo',
      outcome: 'failed',
      says: expect.stringContaining('not the one that was checked'),
    });
    expect([stage.s3.versions.has('faces/hugo'), stage.puts().length]).toEqual([false, 7]);
  });

  test('that is at its end is in the way of no other', async () => {
    await stage.run();
    await writeFile(join(stage.folder, 'in', 'zoe.jpg'), photoOf('anna'));
    expect(await stage.run()).toMatchObject({ code: 0 });
    expect(stage.s3.versions.get('faces/zoe')).toHaveLength(1);
  });
});
