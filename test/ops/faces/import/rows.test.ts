import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvRows } from '../../../../ops/faces/import/source/csv-rows';
import { folderRows } from '../../../../ops/faces/import/source/folder-rows';
import type { BadRow, Row } from '../../../../ops/faces/import/source/row-source';
import type { SubjectRule } from '../../../../ops/faces/subject';

const ANY: SubjectRule = { claim: undefined, isAnyKindTaken: false };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rows-'));
});
afterEach(() => rm(folder, { recursive: true }));

const all = async (rows: AsyncIterable<Row | BadRow>) => {
  const found: (Row | BadRow)[] = [];
  for await (const row of rows) found.push(row);
  return found;
};
const csv = async (content: string | Buffer) => {
  await writeFile(join(folder, 'people.csv'), content);
  return csvRows(join(folder, 'people.csv'), ANY);
};
const rowsOf = async (content: string | Buffer) => all((await csv(content)).rows());

describe('a CSV file', () => {
  const anna = { number: 1, subject: 'anna', from: expect.stringMatching(/\/a\.jpg$/) };
  const bert = { number: 2, subject: 'bert', from: expect.stringMatching(/\/sub\/b\.png$/) };

  test.each([
    ['without a header', 'anna,a.jpg\nbert,sub/b.png\n', 1],
    ['with a header', 'subject,file\nanna,a.jpg\nbert,sub/b.png\n', 2],
    ['with a header in another order and case, and more columns', 'Note,FILE,Subject\nx,a.jpg,anna\n,sub/b.png,bert\n', 2],
    ['with a BOM, CRLF and no line break at the end', '\uFEFFsubject,file\r\nanna,a.jpg\r\nbert,sub/b.png', 2],
    ['with quotes', '"anna","a.jpg"\n"bert","sub/b.png"\n', 1],
    ['with semicolons, as spreadsheets of half of Europe write it', 'anna;a.jpg\nbert;sub/b.png\n', 1],
    ['with tabs and empty lines', 'anna\ta.jpg\n\nbert\tsub/b.png\n\n', 1],
  ])('%s', async (_, content) => {
    expect(await rowsOf(content)).toMatchObject([anna, bert]);
  });

  test('names files from its own folder, or by their whole path', async () => {
    expect(await rowsOf('anna,../a.jpg\nbert,/photos/b.jpg\n"carl","a, b.jpg"\n')).toMatchObject([
      { from: join(folder, '../a.jpg') },
      { from: '/photos/b.jpg' },
      { from: join(folder, 'a, b.jpg') },
    ]);
  });

  test('has each bad row named by its line, and the others taken', async () => {
    const rows = await rowsOf('subject,file\nanna,a.jpg\nbert\n../carl,c.jpg\ndora,\nemil,e.jpg,more\nfred,f.jpg\n');
    expect(rows).toMatchObject([
      { number: 1, at: 'line 2', subject: 'anna' },
      { number: 2, at: 'line 3', fault: expect.stringContaining('It has 1 field of 2') },
      { number: 3, at: 'line 4', fault: expect.stringContaining('a letter or digit, then') },
      { number: 4, at: 'line 5', fault: expect.stringContaining('names no file') },
      { number: 5, at: 'line 6', fault: expect.stringContaining('It has 3 fields') },
      { number: 6, at: 'line 7', subject: 'fred' },
    ]);
  });

  test('that is no CSV is refused as a whole, with what to do', async () => {
    await expect(rowsOf('anna,"a.jpg\nbert,b.jpg\n')).rejects.toMatchObject({
      code: 'invalid-input',
      text: { what: expect.stringMatching(/line 1 .*quote.*not closed/), where: expect.stringContaining('people.csv') },
    });
    await expect(all(csvRows(join(folder, 'none.csv'), ANY).rows())).rejects.toMatchObject({ code: 'file-not-readable' });
  });

  test('is counted, and known by its content', async () => {
    const [one, same, other] = [
      await (await csv('anna,a.jpg\nbert,b.jpg\n')).survey(),
      await (await csv('anna,a.jpg\nbert,b.jpg\n')).survey(),
      await (await csv('anna,a.jpg\nbert,c.jpg\n')).survey(),
    ];
    expect(one).toEqual({ rows: 2, found: 2, digest: same.digest });
    expect(other.digest).not.toBe(one.digest);
  });
});

describe('a folder', () => {
  test('has a row for each file: its name without the ending is the subject', async () => {
    for (const name of ['anna.jpg', 'b.c+d@e.PNG', 'carl.jpeg', 'notes.txt', 'no.one', '-x.jpg', '.DS_Store', 'Thumbs.db'])
      await writeFile(join(folder, name), '');
    await mkdir(join(folder, 'more'));
    const rows = (await all(folderRows(folder, ANY).rows())).sort((one, other) => (one.at < other.at ? -1 : 1));
    expect(rows.map((row) => ('fault' in row ? [row.at, row.fault.slice(0, 20)] : [row.at, row.subject]))).toEqual([
      ['-x.jpg', 'The name without its'],
      ['anna.jpg', 'anna'],
      ['b.c+d@e.PNG', 'b.c+d@e'],
      ['carl.jpeg', 'carl'],
      ['more', 'It is a folder; only'],
      ['no.one', 'Its name does not en'],
      ['notes.txt', 'Its name does not en'],
    ]);
  });

  test('is known by its names, sizes and dates, in any order', async () => {
    await writeFile(join(folder, 'anna.jpg'), '1');
    await writeFile(join(folder, 'bert.jpg'), '2');
    const before = await folderRows(folder, ANY).survey();
    expect(await folderRows(folder, ANY).survey()).toEqual(before);
    await utimes(join(folder, 'anna.jpg'), new Date(), new Date(0));
    const touched = await folderRows(folder, ANY).survey();
    expect(touched.digest).not.toBe(before.digest);
    await rm(join(folder, 'anna.jpg'));
    expect((await folderRows(folder, ANY).survey()).rows).toBe(1);
  });
});
