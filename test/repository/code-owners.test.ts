import { existsSync } from 'node:fs';
import path from 'node:path';
import { read } from '../docs/documents';

const text = read('.github/CODEOWNERS');
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const entries = lines.map((line) => line.split(/\s+/)) as [string, ...string[]][];
const PLACEHOLDER = /^@your-organisation\/your-[a-z-]+$/;

describe('.github/CODEOWNERS', () => {
  test('names files and folders that there are, after a line for everything else', () => {
    expect(entries[0]?.[0]).toBe('*');
    expect(entries.length).toBeGreaterThan(5);
    const paths = entries.slice(1).map(([pattern]) => pattern);
    expect(paths.filter((pattern) => !existsSync(path.join(__dirname, '..', '..', pattern)))).toEqual([]);
  });

  test('gives each line an owner in the form that GitHub takes', () => {
    for (const [pattern, ...owners] of entries) {
      expect([pattern, owners.length > 0]).toEqual([pattern, true]);
      for (const owner of owners) expect(owner).toMatch(/^@[A-Za-z0-9-]+(?:\/[\w.-]+)?$/);
    }
  });

  test('says that its owners are placeholders as long as they are, and has none left once one is replaced', () => {
    const owners = entries.flatMap(([, ...names]) => names);
    const left = owners.filter((owner) => PLACEHOLDER.test(owner));
    expect([0, owners.length]).toContain(left.length);
    expect(text.includes('PLACEHOLDERS')).toBe(left.length > 0);
  });

  test('has the settings, the code that runs, what deploys it and what judges it looked at by a second team', () => {
    const special = entries.filter(([, ...names]) => names.join() !== entries[0]?.slice(1).join()).map(([pattern]) => pattern);
    const wanted = ['/.ci/', '/.github/', '/bootstrap/', '/config/', '/contract/', '/lambda/', '/lib/', '/pipeline/', 'package-lock.json'];
    expect(wanted.filter((pattern) => !special.includes(pattern))).toEqual([]);
  });
});
