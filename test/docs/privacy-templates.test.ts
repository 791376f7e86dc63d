import { RECORD_SECONDS } from '../../contract/transactions';
import { hashSubject } from '../../lambda/telemetry/telemetry';
import { DOCUMENTS, firstCells, read, section, withoutCode } from './documents';
import { rowsOf } from './named-proofs';

const document = read('docs/photos.md');
const policy = section(document, 'A policy to publish');
const consent = section(document, 'A consent text');
const assessment = section(document, 'An impact assessment');
const blanksOf = (text: string): string[] => [...text.matchAll(/`<([^`>]+)>`/g)].map(([, blank = '']) => blank);

test('no document shows a blank or a placeholder that a browser takes for a tag and hides', () => {
  const shown = DOCUMENTS.map(({ file, text }) => [
    file,
    withoutCode(text)
      .replace(/^ *```[\s\S]*?^ *```$/gm, '')
      .replace(/(`+)[^`][\s\S]*?\1/g, ''),
  ]);
  expect(shown.flatMap(([file, text = '']) => (text.match(/<(?!!--)[A-Za-z/][^>\n]*>/g) ?? []).map((tag) => [file, tag]))).toEqual([]);
});

describe('the templates in docs/photos.md', () => {
  test.each([
    ['policy', policy],
    ['consent text', consent],
    ['impact assessment', assessment],
  ])('leave blanks in the %s for what the company alone knows, and say that they are no legal advice', (_, text) => {
    expect(blanksOf(text).length).toBeGreaterThan(5);
    expect(text).toMatch(/no legal advice/);
  });

  test('take periods from settings that there are, and from no number of their own', () => {
    const settings = firstCells(read('docs/configuration.md').replace(/^- (`[^`]+`)/gm, '| $1 |'));
    const named = blanksOf(policy + consent + assessment).filter((blank) => /[a-z]Days$/.test(blank));
    expect(new Set(named)).toEqual(
      new Set(['images.face.retentionDays', 'bucket.new.oldVersionDays', 'logs.retentionDays', 'auditTrail.retentionDays']),
    );
    expect(named.filter((name) => !settings.includes(name.replace('images.face.', 'images.<name>.')))).toEqual([]);
    expect((policy + consent + assessment).match(/\d+ (?:days|months)/g)).toBeNull();
  });

  test('give the lifetime of a record of a start, and the length of a subject’s hash, as they are', () => {
    const hours = [...(consent + assessment).matchAll(/(\d+) hours/g)].map(([, number]) => Number(number) * 3600);
    expect(hours).toEqual([RECORD_SECONDS, RECORD_SECONDS]);
    expect(assessment).toContain(`${hashSubject('somebody').length} digits of a hash`);
  });

  test('the policy counts a photo’s days from its enrolment, as the bucket does', () => {
    expect(policy).toMatch(/days after it was put on record/);
    expect(policy).not.toContain('after it was taken');
  });

  test('the consent text says purpose, recipient, period, choice and withdrawal, and is agreed to by an act', () => {
    for (const word of ['Why', 'Who', 'How long', 'Your choice']) expect(consent).toContain(`**${word}.**`);
    expect(consent).toContain('`<another way, without a disadvantage>`');
    expect(consent).toMatch(/take it back at any time, as easily as you gave it/);
    expect(consent).toContain('☐');
  });

  test('the impact assessment has each part that article 35(7) asks for, with what the product does and what is the company’s', () => {
    const rows = rowsOf(assessment);
    expect(rows.map(([part]) => /^35\(\d+\)(?:\([a-d]\))?|^36/.exec(part ?? '')?.[0])).toEqual([
      '35(7)(a)',
      '35(7)(b)',
      '35(7)(c)',
      '35(7)(d)',
      '35(2)',
      '35(11)',
      '36',
    ]);
    for (const [part, product = '', yours = ''] of rows)
      expect([part, product.length > 20, blanksOf(yours).length > 0]).toEqual([part, true, true]);
    for (const [part, product = ''] of rows.slice(0, 4)) expect([part, product.includes('](')]).toEqual([part, true]);
  });
});
