import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subjectFault } from '../../../ops/faces/subject';
import { OUTPUTS } from '../../support/deployed-stage';
import { type FacesStage, startFacesStage } from '../../support/faces-stage';
import { jpegPicture } from '../../support/pictures';

const SUB = '93c4a8d2-2091-70f5-3b3e-0c5d2f1e7a90';
const ANY = '--subject-is-not-a-uuid';

let stage: FacesStage;
let photo: Buffer;
let file = '';
beforeAll(async () => {
  photo = await jpegPicture(1);
});
beforeEach(async () => {
  stage = await startFacesStage({ ...OUTPUTS, SubjectClaim: 'sub' });
  file = join(stage.folder, 'carol.jpg');
  await writeFile(file, photo);
});
afterEach(() => stage.stop());

describe('where the stage says that its subjects come from the claim "sub"', () => {
  const commands: readonly (readonly [string, (subject: string) => string[]])[] = [
    ['put', (subject) => ['put', subject, file]],
    ['put --dry-run', (subject) => ['put', subject, file, '--dry-run']],
    ['status', (subject) => ['status', subject]],
    ['get', (subject) => ['get', subject, '--out', join(stage.folder, 'out.jpg')]],
    ['erase', (subject) => ['erase', subject, '--yes', '--receipt', join(stage.folder, 'receipt.json')]],
    ['export', (subject) => ['export', subject, '--out', join(stage.folder, 'out')]],
  ];

  test.each(commands)('%s refuses an e-mail address, and touches no photo', async (_name, words) => {
    const { code, stdout, stderr } = await stage.faces(words('carol@example.com'));
    expect({ code, stdout, requests: stage.s3.requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toContain('"sub", which is a UUID');
    expect(stderr).toContain(ANY);
  });

  test.each(commands)('%s takes another subject with the switch that says so, for photos stored by mistake', async (_name, words) => {
    stage.s3.put('faces/carol@example.com', photo);
    const { stderr } = await stage.faces([...words('carol@example.com'), ANY]);
    expect(stderr).not.toContain('UUID,');
    if (_name !== 'put --dry-run') expect(stage.s3.requests.length).toBeGreaterThan(0);
  });

  test('put takes a sub with any version of UUID', async () => {
    expect(await stage.faces(['put', SUB, file])).toMatchObject({ code: 0 });
    expect([...stage.s3.versions.keys()]).toEqual([`faces/${SUB}`]);
  });

  test('a sub in upper-case letters is refused: S3 would keep it under a key that no one asks for', async () => {
    const { code, stderr } = await stage.faces(['put', SUB.toUpperCase(), file]);
    expect(code).toBe(2);
    expect(stderr).toContain('lower-case letters');
  });

  test('status never says that the function uses a photo whose subject no user can have', async () => {
    stage.s3.put('faces/carol@example.com', photo);
    const { code, stdout } = await stage.faces(['status', 'carol@example.com', ANY, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      isEnrolled: true,
      isUsed: false,
      reasons: [{ code: 'no-user' }, { code: 'face-unusable' }],
    });
  });

  test('the list marks subjects that no user can have', async () => {
    stage.s3.put('faces/carol@example.com', photo);
    stage.s3.put(`faces/${SUB}`, photo);
    const { stdout, stderr } = await stage.faces(['list']);
    expect(stdout).toMatch(/carol@example\.com {2}\(no user has this subject\)/);
    expect(stdout).toMatch(new RegExp(`${SUB}\\n`));
    expect(stderr).toContain('1 of them can belong to no user');
  });
});

describe('why a text is no subject is said of that text', () => {
  const [sub, custom] = ['sub', 'custom:customerId'].map((claim) => ({ claim, isAnyKindTaken: false }));
  const says = (text: string, rule = sub) =>
    Object.values(subjectFault(text, rule ?? { claim: undefined, isAnyKindTaken: true }) ?? {}).join(' ');

  test.each([
    ['in braces', `{${SUB}}`],
    ['without hyphens', SUB.replaceAll('-', '')],
    ['without hyphens, in upper case', SUB.replaceAll('-', '').toUpperCase()],
    ['with blanks', SUB.replaceAll('-', ' ')],
    ['with dashes of a word processor', SUB.replaceAll('-', '\u2013')],
    ['as a URN', `urn:uuid:${SUB}`],
    ['in quotes', `"${SUB}"`],
    ['behind a sign that cannot be seen', `\u200b${SUB}`],
  ])('a UUID %s: the form is named, and no other kind of name', (_how, text) => {
    expect(says(text)).toMatch(/UUID.* not in the form in which Cognito writes a sub.*32 digits/);
    expect(says(text)).not.toContain('e-mail');
  });

  test.each([`'${SUB}`, `="${SUB}"`, `='${SUB}`])('%s: what a spreadsheet marks text with', (text) => {
    for (const rule of [sub, custom]) expect(says(text, rule)).toMatch(/A spreadsheet .*marks it as text/);
  });

  test.each(['+4915112345678', '0151 1234567', 'anna@example.com', 'Müller', SUB.slice(1), SUB.replace('c', '\u0441')])(
    '%s is no sub, with any letters: nothing is said of letters that a sub cannot have',
    (text) => {
      expect(says(text)).toMatch(/no sub: .*not an e-mail address, a phone number or a user name/);
      expect(says(text)).not.toContain('letter or digit');
    },
  );

  test.each([
    ['+4915112345678', 'begins with "+"'],
    ['a b', 'holds " "'],
    ['anna\u200b', 'holds "\\u200b"'],
    ['m\u00fcller', 'holds "\u00fc"'],
    ['a'.repeat(129), 'has 129 characters'],
  ])('%s: the sign that no subject may have', (text, said) => expect(says(text, custom)).toContain(said));

  test('nothing is named as nothing', () => {
    for (const rule of [sub, custom]) expect(says('', rule)).toMatch(/subject is empty/);
  });

  test.each(['#REF!', '#NAME?', '#BEZUG!', '#\u00dcBERLAUF!', '#####'])('%s: a cell without a value, and no long number', (text) => {
    for (const rule of [sub, custom]) expect(says(text, rule)).toMatch(/spreadsheet .*could not compute or show/);
    expect(says(text)).not.toContain('long number');
  });
});

describe('what a spreadsheet makes of a long number', () => {
  const custom = { claim: 'custom:customerId', isAnyKindTaken: false };
  test.each(['4.93845E+15', '4,93845E+15', '4.93845e+15', '5E+15', '1.2E-7', '#######', '#N/A', '#REF!', '#NAME?', '#DIV/0!'])(
    '%s is named as such, for any claim',
    (text) => {
      for (const rule of [custom, { claim: 'sub', isAnyKindTaken: false }, { claim: undefined, isAnyKindTaken: true }]) {
        expect(subjectFault(text, rule)?.what).toContain('spreadsheet');
      }
    },
  );

  test.each(['4938450000000001', 'K-12E4', '7E12', 'E+15', 'C4.93845E+15', 'anna@example.com'])(
    '%s may be an id of the company’s own',
    (text) => {
      expect(subjectFault(text, custom)).toBeUndefined();
    },
  );
});

test('a stage that was deployed before it said its claim takes what it took', async () => {
  const older = await startFacesStage();
  try {
    expect(await older.faces(['put', 'anna', file])).toMatchObject({ code: 0 });
  } finally {
    await older.stop();
  }
});
