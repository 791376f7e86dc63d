import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FacesStage, startFacesStage } from '../../../support/faces-stage';
import { jpegPicture } from '../../../support/pictures';

const [A, B] = ['85c3c610-56ec-4e9f-a8e4-7f2455839f8f', '767552d0-324f-4cdd-b15b-285e348b876f'];
const [NFC, NFD] = ['mü ller', 'mü ller'.normalize('NFD')];

let stage: FacesStage;
let photo: Buffer;
beforeAll(async () => {
  photo = await jpegPicture(1, 200, 200);
});
beforeEach(async () => {
  stage = await startFacesStage();
  await mkdir(join(stage.folder, 'photos'));
  for (const name of ['a', 'b', NFC]) await writeFile(join(stage.folder, 'photos', `${name}.jpg`), photo);
});
afterEach(() => stage.stop());

const csv = join(__dirname, 'csv');
const importCsv = async (content: string | Buffer, words: string[] = []) => {
  await writeFile(join(stage.folder, 'people.csv'), content);
  return stage.faces(['import', join(stage.folder, 'people.csv'), ...words]);
};
const stored = () => [...stage.s3.versions.keys()].map((key) => key.slice('faces/'.length)).sort();
const utf16 = (text: string, isBig = false) => (isBig ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le'));

describe('a CSV file as spreadsheets leave it is read', () => {
  test.each(['mixed-eol.csv', 'trailing-blank-rows.csv', 'spaces-after-comma.csv'])('%s: both rows', async (name) => {
    expect(await importCsv(await readFile(join(csv, name)))).toMatchObject({ code: 0 });
    expect(stored()).toEqual([B, A]);
  });

  test.each(['latin1.csv', 'nfd.csv'])('%s: the file is found', async (name) => {
    expect(await importCsv(await readFile(join(csv, name)))).toMatchObject({ code: 0 });
    expect(stored()).toEqual([A]);
  });

  const rows = `subject;file\r\n${A};photos/a.jpg\r\n${B};photos/b.jpg\r\n`;
  test.each<[string, string | Buffer]>([
    ['sep=;', `sep=;\r\n${rows}`],
    ['sep=; in quotes, in UTF-16', utf16(`\ufeff"sep=;"\n${rows}`)],
    ['sep=|', `SEP=|\n${rows.replaceAll(';', '|')}`],
    ['tabs', rows.replaceAll(';', '\t')],
    ['lone CR', rows.replaceAll('\r\n', '\r')],
    ['all three line ends', `subject;file\r${A};photos/a.jpg\n${B};photos/b.jpg\r\n`],
    ['blank lines first and between', `\r\n;\r\n\r\n${rows.replaceAll('\r\n', '\r\n\r\n ; \r\n')}`],
    ['separators behind the last column', rows.replaceAll('\r\n', ';;;\r\n')],
    ['separators behind the last column of rows alone', rows.replaceAll('.jpg', '.jpg;;')],
    ['a header in quotes, other case, blanks', rows.replace('subject;file', '" Subject ";"FILE "')],
    ['a header with a hard blank and a zero-width character', rows.replace('subject;file', 'subject\u00a0;\u200bfile')],
    ['blanks and hard blanks around fields', rows.replaceAll(';', ' ; \u00a0')],
    ['blanks before quotes', `subject, file\n${A}, "photos/a.jpg"\n${B} , "photos/b.jpg" \n`],
    ['backslashes', rows.replaceAll('/', '\\')],
    ['backslashes from the folder itself', rows.replaceAll('photos/', '.\\photos\\')],
    ['UTF-8 with a BOM', `\ufeff${rows}`],
    ['UTF-16 LE with a BOM', utf16(`\ufeff${rows}`)],
    ['UTF-16 BE with a BOM', utf16(`\ufeff${rows}`, true)],
    ['UTF-16 LE without', utf16(rows)],
    ['UTF-16 BE without', utf16(rows, true)],
    ['a comma in another column', rows.replace('subject;file', 'subject;file;note').replaceAll('.jpg', '.jpg;x, y')],
  ])('%s', async (_, content) => {
    expect(await importCsv(content)).toMatchObject({ code: 0 });
    expect(stored()).toEqual([B, A]);
  });

  test('over many chunks, with CR LF cut between two of them', async () => {
    const line = `${A},photos/a.jpg\r\n`;
    // The header has as many characters as make a line break fall on 64 KiB.
    const pad = (65_536 - 1 - ('subject,file,'.length + 2 + line.length - 2)) % line.length;
    const content = `subject,file,${'x'.repeat(pad)}\r\n${line.repeat(3000)}`;
    const { stdout } = await importCsv(content, ['--json']);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 3000, outcomes: { invalid: 3000 } });
  });

  test.each([
    ['Windows-1252', Buffer.from(`subject;file\n${A};photos/${NFC}.jpg\n`, 'latin1')],
    ['the composed form', `subject;file\n${A};photos/${NFC}.jpg\n`],
    ['the decomposed form', `subject;file\n${A};photos/${NFD}.jpg\n`],
    ['the decomposed form, with backslashes', `subject;file\n${A};photos\\${NFD}.jpg\n`],
    ['UTF-16', utf16(`\ufeffsubject;file\n${A};photos/${NFD}.jpg\n`)],
  ])('a name with ü in %s', async (_, content) => {
    expect(await importCsv(content)).toMatchObject({ code: 0 });
    expect(stored()).toEqual([A]);
  });

  test('of two files whose names look the same, the one of exactly that name; no other is guessed', async () => {
    await mkdir(join(stage.folder, 'twins'));
    const other = await jpegPicture(2, 200, 200);
    for (const [name, content] of [
      [NFC, photo],
      [NFD, other],
    ] as const)
      await writeFile(join(stage.folder, 'twins', `${name}.jpg`), content);
    expect(await importCsv(`subject,file\n${A},twins/${NFD}.jpg\n`)).toMatchObject({ code: 0 });
    expect(stage.s3.versions.get(`faces/${A}`)?.[0]?.bytes?.equals(other)).toBe(true);
    const third = 'ạ̈'; // Three forms: this one is neither composed nor decomposed.
    for (const name of [third.normalize('NFC'), third.normalize('NFD')]) await writeFile(join(stage.folder, 'twins', `${name}.jpg`), photo);
    expect(await importCsv(`subject,file\n${B},twins/a\u0308\u0323.jpg\n`)).toMatchObject({ code: 1 });
    expect(stored()).toEqual([A]);
  });
});

describe('what cannot be read is named, with what to do', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['columns of other names', 'sub,file\nx,a.jpg\n', /two columns "subject" and "file".*found: "sub", "file"/],
    ['columns in another language', 'Benutzer;Datei\nx;a.jpg\n', /found: "Benutzer", "Datei"/],
    ['one of them twice', 'subject,file,File\nx,a.jpg,b.jpg\n', /once each; found: "subject", "file", "File"/],
    ['a whole row in quotes', '"subject,file"\n"x,a.jpg"\n', /found: "subject,file"/],
    ['a quote that is not closed', `subject,file\n${A},photos/a.jpg\n${B},"photos/b.jpg\nx,y\n`, /line 3 .*quote/],
    ['an .xlsx file', Buffer.from('504b030414000600080000002100', 'hex'), /spreadsheet \(\.xlsx[\s\S]*Save it as CSV/],
    ['an .xls file', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /spreadsheet of the old form[\s\S]*Save it as CSV/],
    ['a photo', Buffer.from('ffd8ffe000104a464946', 'hex'), /a photo[\s\S]*faces put/],
    ['JSON', `[{"subject":"${A}","file":"photos/a.jpg"}]`, /That is JSON[\s\S]*Save it as CSV/],
    ['a web page', '\ufeff<!DOCTYPE html>\n<html><body>Sign in, please</body></html>', /web page or XML/],
    ['UTF-32', Buffer.from('fffe0000730000007500000062000000', 'hex'), /not text/],
    ['another separator', `subject|file\n${A}|photos/a.jpg\n`, /found: "subject\|file"[\s\S]*comma, semicolon or tab/],
    ['a formula that keeps digits', `subject;file\n="${A}";photos/a.jpg\n`, /line 2 [\s\S]*formula[\s\S]*without = and/],
    ['a quote that opens a field and closes none', `subject;file\n${A};"photos/a.jpg\n`, /Close the quote: "photos\/a\.jpg"\./],
    ['other bytes', Buffer.from([1, 2, 0, 3, 0, 0, 0, 9]), /not text/],
  ])('%s', async (_, content, said) => {
    const { code, stderr } = await importCsv(content);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(stderr).toContain('people.csv"');
    expect(stderr).not.toContain('permissions');
  });

  test.each([
    [`${A}\n`, /It has 1 field of 2\. Complete/],
    [`${A};photos/a.jpg;x\n`, /It has 3 fields, not 2/],
    [`subject;file\n${B};photos/b.jpg\n`, /names of the columns.*only in the first line/],
    [`${A};https://example.com/a.jpg\n`, /an address.*download it first/],
    [`${A};~/a.jpg\n`, /~ .*not replaced/],
  ])('a row that is none says why: %j', async (rows, said) => {
    const { code, stdout } = await importCsv(`subject;file\n${rows}`);
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([1, expect.stringMatching(said)]);
  });

  test('inch-quote.csv: the line, and the field as it has to be written', async () => {
    const { code, stderr } = await importCsv(await readFile(join(csv, 'inch-quote.csv')));
    expect(code).toBe(2);
    expect(stderr).toMatch(/line 3 .*quote/);
    expect(stderr).toContain('"photos/5"" b.jpg"');
    expect(stderr).not.toContain('permissions');
    const line = (await readFile(join(csv, 'inch-quote.csv'), 'utf8')).split('\n')[2]?.replace('photos/5" b.jpg', '"photos/5"" b.jpg"');
    await writeFile(join(stage.folder, 'photos', '5" b.jpg'), photo);
    expect(await importCsv(`subject;file\n${line}\n`)).toMatchObject({ code: 0 });
  });

  test.each(['4.93845E+15', '4,93845E+15', '1E+05', '1e+05'])('a number that a spreadsheet has rounded: %s', async (subject) => {
    const { code, stdout } = await importCsv(`subject;file\n${subject};photos/a.jpg\n`);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/spreadsheet/)]);
    expect(stored()).toEqual([]);
  });

  test('sci.csv: both numbers that a spreadsheet has rounded', async () => {
    const { code, stdout } = await importCsv(await readFile(join(csv, 'sci.csv')));
    expect([code, stdout.match(/A spreadsheet has written this/g)?.length]).toEqual([1, 2]);
  });

  test('a path that leads nowhere is shown in quotes, with what cannot be seen in it, and where it was looked for', async () => {
    for (const [path, seen] of [
      ['photos/no.jpg', '/photos/no.jpg"'],
      [`photos/${NFD}s.jpg`, '/photos/mu\\u0308 llers.jpg"'],
      ['photos/a\u200b.jpg', '/photos/a\\u200b.jpg"'],
      ['photos/a\u00a0b.jpg', '/photos/a\\u00a0b.jpg"'],
      ['"photos/a.jpg\u0007"', '/photos/a.jpg\\u0007"'],
      ['photos/\ufffd.jpg', '/photos/\\ufffd.jpg"'],
      ['C:\\Users\\me\\a.jpg', 'C:\\Users\\me\\a.jpg"'],
    ] as const) {
      const { code, stdout } = await importCsv(`subject;file\n${A};${path}\n`);
      const text = stdout.replace(/\s+/g, ' ');
      expect([code, text]).toEqual([1, expect.stringMatching(/no such file.*folder of the CSV file/)]);
      expect(text).toContain(seen);
      expect(text).not.toContain('npm was started');
    }
  });
});
