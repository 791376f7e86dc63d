import { version } from '../../package.json';
import { read } from '../docs/documents';
import { changelogFaults, releaseFaults } from './changelog';

const CHANGELOG = read('CHANGELOG.md');

test('the changelog has a section for each version, newest first and dated, and each says what to do before a deployment', () => {
  expect(changelogFaults(CHANGELOG, version)).toEqual([]);
});

test('the lock file has the version of package.json', () => {
  const { version: locked, packages } = JSON.parse(read('package-lock.json')) as { version: string; packages: Record<string, object> };
  expect([locked, packages['']]).toEqual([version, expect.objectContaining({ version })]);
});

const SOUND = `# Changelog

## Unreleased

## 0.10.0 - 2026-12-24

### Before you deploy

Nothing.

### Fixed

- A comma.

## 0.9.0 - 2026-12-01

### Before you deploy

Nothing.

### Added

- A comma.
`;

test('a changelog in that form has no fault, and ten is more than nine', () => {
  expect(changelogFaults(SOUND, '0.10.0')).toEqual([]);
});

test.each<[string, (text: string) => string, string]>([
  [
    'a version that package.json does not have',
    (text) => text.replace('0.10.0', '0.11.0'),
    'package.json is 0.10.0, the newest section 0.11.0',
  ],
  ['no place for what comes next', (text) => text.replace('## Unreleased\n', ''), 'the first section is Unreleased'],
  ['changes under no heading', (text) => text.replace('12-24\n', '12-24\n\n- x\n'), '0.10.0 has changes under no heading'],
  ['an older version above a newer one', (text) => text.replace('0.9.0', '0.11.0'), '0.10.0 is above 0.11.0'],
  ['one version twice', (text) => text.replace('0.9.0', '0.10.0'), '0.10.0 is above 0.10.0'],
  ['a date before that of the version before', (text) => text.replace('12-24', '11-24'), '0.10.0 is dated before 0.9.0'],
  ['no date', (text) => text.replace('0.9.0 - 2026-12-01', '0.9.0'), '"0.9.0" is not <number>'],
  ['a day that there is not', (text) => text.replace('2026-12-01', '2026-13-01'), '"0.9.0" is not <number>'],
  [
    'nothing for the operator',
    (text) => text.replace('### Before you deploy\n\nNothing.\n\n### Fixed', '### Fixed'),
    'does not say what to do',
  ],
  ['an empty part for the operator', (text) => text.replace('Nothing.', ''), 'does not say what to do'],
  ['nothing that changes', (text) => text.replace('### Fixed\n\n- A comma.\n', ''), '0.10.0 does not say what it changes'],
  ['a heading of its own', (text) => text.replace('### Fixed', '### Misc'), '0.10.0 has a part "Misc"'],
])('a changelog with %s is refused', (_, broken, fault) => {
  expect(changelogFaults(broken(SOUND), '0.10.0').join('\n')).toContain(fault);
});

describe('a tag is a release', () => {
  test('where it names the version of package.json and of the changelog, and nothing is left unreleased', () => {
    expect(releaseFaults('v0.10.0', SOUND, '0.10.0')).toEqual([]);
  });

  test.each([
    ['another version', 'v0.10.1', SOUND, 'the tag is v0.10.1, package.json 0.10.0'],
    ['no v', '0.10.0', SOUND, 'the tag is 0.10.0'],
    ['a command', 'v0.10.0;id', SOUND, 'the tag is v0.10.0;id'],
    ['changes that no version has', 'v0.10.0', SOUND.replace('Unreleased\n', 'Unreleased\n\n### Added\n\n- x\n'), 'under Unreleased'],
    ['changes under no heading', 'v0.10.0', SOUND.replace('Unreleased\n', 'Unreleased\n\n- x\n'), 'under Unreleased'],
    ['a changelog that stops before', 'v0.10.0', SOUND.replace('0.10.0 -', '0.9.9 -'), 'the newest section 0.9.9'],
  ])('and none with %s', (_, tag, text, fault) => {
    expect(releaseFaults(tag, text, '0.10.0').join('\n')).toContain(fault);
  });
});
