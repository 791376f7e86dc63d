import { appendFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImportJournal, type JournalFile } from '../../../../ops/faces/import/journal';
import type { Outcome, RowResult } from '../../../../ops/faces/import/row';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'journal-')), 'journal.jsonl');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const result = (row: number, outcome: Outcome = 'stored'): RowResult => ({ row, at: `line ${row}`, subject: `user-${row}ä`, outcome });
const again = () => ImportJournal.open(path);
const filled = async (...rows: RowResult[]) => {
  const journal = await again();
  for (const row of rows) await journal.append(row);
  await journal.close();
};
const done = (journal: ImportJournal) => Array.from({ length: 101 }, (_, row) => row).filter((row) => journal.isDone(row));

test('knows after a restart which rows are done, and which are to be tried again', async () => {
  await filled(result(1), result(2, 'failed'), result(3, 'identical'), result(4, 'refused'), result(5, 'skipped'), result(6, 'replaced'));
  const journal = await again();
  expect([done(journal), journal.done]).toEqual([[1, 3, 5, 6], 4]);
  expect(journal.resultOf(2)).toEqual(result(2, 'failed'));
  expect(journal.resultOf(7)).toBeUndefined();
  await journal.append(result(2));
  expect([journal.resultOf(2), journal.isDone(2)]).toEqual([result(2), true]);
  await journal.close();
});

test('writes many that come at once in few writes, and none counts before it is on the disk', async () => {
  const calls = { write: 0, datasync: 0 };
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const journal = await ImportJournal.open(path, async () => counting(await open(path, 'w+'), calls, gate));
  let counted = 0;
  const appended = Promise.all(Array.from({ length: 100 }, (_, at) => journal.append(result(at + 1)).then(() => (counted += 1))));
  while (calls.datasync === 0) await new Promise(setImmediate);
  expect([counted, journal.done]).toEqual([0, 0]);
  release();
  await appended;
  expect([counted, journal.done, calls]).toEqual([100, 100, { write: 1, datasync: 1 }]);
  await journal.close();
});

test.each([
  ['in the middle', (bytes: number) => bytes - 9],
  ['before the line break alone', (bytes: number) => bytes - 1],
  ['after the first byte', () => JSON.stringify(result(1)).length + 3],
])('that a crash has cut off %s goes on with the lines that are whole', async (_, at) => {
  await filled(result(1), result(2));
  await truncate(path, at((await stat(path)).size));
  const journal = await again();
  await journal.append(result(3));
  await journal.close();
  const last = await again();
  expect(done(last)).toEqual(expect.arrayContaining([1, 3]));
  await last.close();
  for (const line of (await readFile(path, 'utf8')).trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('row');
});

test('that a crash has cut off within a long line keeps nothing of it behind the next, shorter one', async () => {
  await filled(result(1), { ...result(2), says: 'x'.repeat(900) });
  await truncate(path, (await stat(path)).size - 9);
  await filled(result(3));
  expect(
    (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).row),
  ).toEqual([1, 3]);
});

test('that is damaged elsewhere is not guessed at', async () => {
  await filled(result(1));
  await appendFile(path, 'nonsense\n');
  await appendFile(path, `${JSON.stringify(result(3))}\n`);
  const before = await readFile(path, 'utf8');
  await expect(again()).rejects.toMatchObject({
    code: 'invalid-input',
    text: { what: expect.stringContaining('line 2'), toDo: expect.stringContaining('--start-over') },
  });
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('that cannot be used is closed again', async () => {
  await writeFile(path, 'nonsense\n'.repeat(2));
  let file: Handle | undefined;
  const opening = ImportJournal.open(path, async () => {
    file = await open(path, 'r+');
    return file;
  });
  await expect(opening).rejects.toMatchObject({ code: 'invalid-input' });
  expect(file?.fd).toBe(-1);
});

test('on a disk that is full says so, loses nothing that it had, and goes on when there is room', async () => {
  await filled(result(1));
  let room = 20;
  const journal = await ImportJournal.open(path, async () => {
    const file = await open(path, 'r+');
    return full(file, () => room);
  });
  await expect(journal.append(result(2))).rejects.toMatchObject({
    code: 'disk-full',
    text: { where: `"${path}"`, toDo: expect.stringContaining('Make room') },
  });
  expect(done(journal)).toEqual([1]);
  room = 10_000;
  await journal.append(result(3));
  await journal.close();
  const last = await again();
  expect(done(last)).toEqual([1, 3]);
  await last.close();
});

test('on a disk that was full for some lines keeps nothing of them behind the next, shorter one', async () => {
  await filled(result(1));
  let room = 300;
  const journal = await ImportJournal.open(path, async () => full(await open(path, 'r+'), () => room));
  const ends = await Promise.allSettled([2, 3, 4, 5, 6].map((row) => journal.append({ ...result(row), says: 'x'.repeat(80) })));
  expect(ends.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'disk-full' } });
  room = 10_000;
  await journal.append(result(7));
  await journal.close();
  const last = await again();
  expect([last.isDone(1), last.isDone(6), last.isDone(7)]).toEqual([true, false, true]);
  await last.close();
});

test('is readable by its owner alone', async () => {
  await filled(result(1));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('of a folder that cannot be written says which', async () => {
  await writeFile(join(path, '..', 'file'), '');
  await expect(ImportJournal.open(join(path, '..', 'file', 'journal.jsonl'))).rejects.toMatchObject({ code: 'file-not-readable' });
});

type Handle = Awaited<ReturnType<typeof open>>;

/** The real file, whose calls are counted, and whose disk waits for the gate. */
function counting(file: Handle, calls: { write: number; datasync: number }, gate: Promise<void>): JournalFile {
  return {
    write: ((...given: Parameters<Handle['write']>) => {
      calls.write += 1;
      return file.write(...given);
    }) as Handle['write'],
    datasync: async () => {
      calls.datasync += 1;
      await gate;
      await file.datasync();
    },
    ...rest(file),
  };
}

/** The real file on a disk with room for so many bytes: what fits is written, as the kernel does it. */
function full(file: Handle, room: () => number): JournalFile {
  return {
    write: (async (bytes: Buffer | string, at: number, length: number, position: number) => {
      if (typeof bytes === 'string') return file.write(bytes, at);
      if (length <= room()) return file.write(bytes, at, length, position);
      await file.write(bytes, at, room(), position);
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    }) as unknown as Handle['write'],
    datasync: () => file.datasync(),
    ...rest(file),
  };
}

function rest(file: Handle): Pick<JournalFile, 'truncate' | 'close' | 'createReadStream'> {
  return {
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
    createReadStream: (options) => file.createReadStream(options),
  };
}
