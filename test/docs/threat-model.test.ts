import { existsSync } from 'node:fs';
import path from 'node:path';
import { headings, read, section } from './documents';

const document = read('docs/threat-model.md');
const STRIDE = ['Spoofing', 'Tampering', 'Repudiation', 'Information disclosure', 'Denial of service', 'Elevation of privilege'];

const REMAINS = 'What remains possible, to whom, and why it is accepted';

const rows = STRIDE.flatMap((part) =>
  section(document, part)
    .split('\n')
    .filter((line) => /^\| \d/.test(line)),
);

/** The files that a row's last cell links to, from the repository's root. */
function proofsOf(row: string): string[] {
  const last = row.split(' | ').at(-1) ?? '';
  return [...last.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => path.posix.join('docs', target));
}

test('the threat model goes through all of STRIDE', () => {
  expect(headings(document, 2)).toEqual([...STRIDE, REMAINS]);
  for (const part of STRIDE) expect(section(document, part)).toMatch(/^\| \d/m);
  expect(rows.length).toBeGreaterThanOrEqual(50);
});

test('each threat names a place in the picture, and a test that exists', () => {
  const places = new Set([...document.matchAll(/\["\((\d+)\)/g)].map(([, place]) => place));
  for (const row of rows) {
    const proofs = proofsOf(row);
    expect([row, proofs.length]).not.toEqual([row, 0]);
    for (const file of proofs) {
      expect(file).toMatch(/^test\/.*\.test\.ts$/);
      expect([file, existsSync(path.join(__dirname, '..', '..', file))]).toEqual([file, true]);
    }
    const named = /^\| ([\d, ]+) \|/.exec(row)?.[1]?.split(', ') ?? [];
    expect([row, named.filter((place) => !places.has(place))]).toEqual([row, []]);
  }
  for (const place of places) expect(rows.some((row) => new RegExp(`^\\| (?:\\d+, )*${place}\\b`).test(row))).toBe(true);
});

test.each([
  'Administrators',
  'Supply chain',
  'Stolen role',
  'Confused deputy',
  'Token theft',
  'Replay',
  'Bill attack',
  'Microblink is compromised',
  'Logs',
  'Backups',
  'Firewall is taken off',
  'Execution log',
  'Traces',
  'Poses as the API',
  'Leave their continent',
  'Broken or hostile release',
  'Anyone who may deploy',
  'Deleted by one wrong command',
  'Alarms',
])('the threat model looks at: %s', (threat) =>
  expect(rows.some((row) => row.includes(`**${threat}`) || row.toLowerCase().includes(`**${threat.toLowerCase()}`))).toBe(true),
);

test('what remains is said for each who keeps a power, with who sees it and why it is accepted', () => {
  const lines = section(document, REMAINS)
    .split('\n')
    .filter((line) => /^\| (?!Who )/.test(line))
    .map((line) => line.split(' | '));
  for (const who of ['signed-in user', 'operator', 'administrator', 'deploy', 'package', 'Another account', 'Microblink', 'backup plan'])
    expect([who, lines.some(([first = '']) => first.includes(who))]).toEqual([who, true]);
  for (const cells of lines) expect([cells[0], cells.length, cells.every((cell) => cell.trim() !== '')]).toEqual([cells[0], 4, true]);
});
