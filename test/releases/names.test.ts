import { EARLIER } from '../../lib/config/rules/earlier';
import { version } from '../../package.json';
import { read } from '../docs/documents';
import { readChangelog, UNRELEASED } from './changelog';
import { type HeldNames, heldNames, KINDS } from './held-names';
import { KEPT_VERSIONS, keptNames } from './kept';
import { isNamed, lacksEarlier, missing, nameIn, numberFault } from './steps';

const CHANGELOG = readChangelog(read('CHANGELOG.md'));
const NEWEST = KEPT_VERSIONS.at(-1) ?? '';

/** What was taken away between two states, and the section that has to say so. */
function faultsOfStep(before: HeldNames, after: HeldNames, from: string, sectionName: string): string[] {
  const section = CHANGELOG.find(({ name }) => name === sectionName);
  return missing(before, after).flatMap((held) => [
    ...(section !== undefined && isNamed(section, nameIn(held))
      ? []
      : [
          `${held.kind}: "${held.line}" of ${from} is no more. Name \`${nameIn(held)}\` in the changelog under ${sectionName}, Changed or Removed; or, if ${from} has no tag yet, keep it again (keep.ts).`,
        ]),
    ...(lacksEarlier(held, from, EARLIER)
      ? [`${held.kind}: "${held.line}" of ${from} is no more. Say in lib/config/rules/earlier.ts what to write now.`]
      : []),
  ]);
}

test('what users hold is kept for the version of package.json', () => {
  expect([NEWEST, 'npx tsx test/releases/keep.ts']).toEqual([version, expect.any(String)]);
  for (const kind of KINDS) expect(keptNames(NEWEST)[kind].length).toBeGreaterThan(9);
});

test('nothing that users hold since the last version is taken away or narrowed without a word in the changelog', () => {
  expect(faultsOfStep(keptNames(NEWEST), heldNames(), NEWEST, UNRELEASED)).toEqual([]);
});

test('the number of each version fits what it takes away and adds, and its section names what it takes away', () => {
  const steps = KEPT_VERSIONS.slice(1).map((after, at) => [KEPT_VERSIONS[at] ?? '', after] as const);
  const faults = steps.flatMap(([from, to]) => {
    const [before, after] = [keptNames(from), keptNames(to)];
    const size = { breaks: missing(before, after).length > 0, adds: missing(after, before).length > 0 };
    return [...faultsOfStep(before, after, from, to), numberFault(from, to, size) ?? []].flat();
  });
  expect(faults).toEqual([]);
});

const step = (from: string, to: string, change: string) =>
  numberFault(from, to, { breaks: change === 'breaks', adds: change !== 'corrects' });

test.each([
  ['0.3.0', '0.2.0', 'breaks'],
  ['1.0.0', '0.2.0', 'breaks'],
  ['0.10.0', '0.9.0', 'breaks'],
  ['0.2.1', '0.2.0', 'adds'],
  ['2.0.0', '1.2.0', 'breaks'],
  ['1.3.0', '1.2.0', 'adds'],
  ['2.0.0', '1.2.0', 'adds'],
  ['1.2.1', '1.2.0', 'corrects'],
])('%s may follow %s with a change that %s', (to, from, change) => {
  expect(step(from, to, change)).toBeUndefined();
});

test.each([
  ['0.2.1', '0.2.0', 'breaks', 'major or minor'],
  ['0.2.10', '0.2.9', 'breaks', 'major or minor'],
  ['1.3.0', '1.2.0', 'breaks', 'major'],
  ['1.2.1', '1.2.0', 'adds', 'major or minor'],
])('%s may not follow %s with a change that %s', (to, from, change, needed) => {
  expect(step(from, to, change)).toBe(`${to} after ${from} is a ${/\.0$/.test(to) ? 'minor' : 'patch'} step; needed: ${needed}`);
});

describe('the comparison notices', () => {
  const now = keptNames(NEWEST);
  const taken = (kind: keyof HeldNames, line: string) => missing(now, { ...now, [kind]: now[kind].filter((each) => each !== line) });

  test.each<[string, keyof HeldNames, string, string]>([
    ['a setting', 'settings', 'limits.deadlineSeconds', 'limits.deadlineSeconds'],
    ['a bound of a setting', 'settings', 'limits.deadlineSeconds: 2 to 28', 'limits.deadlineSeconds'],
    ['a word of a setting', 'settings', 'callers.tokens: "access"', 'callers.tokens'],
    ['a default', 'settings', 'limits.callerBodyBytes: by default 16384', 'limits.callerBodyBytes'],
    ['the form of a setting', 'settings', 'tags.*: form ^[A-Za-z0-9 _.:/=+@-]{0,256}$', 'tags'],
    ['a setting of an entry', 'settings', 'workflows.inject.*.field', 'workflows.inject.*.field'],
    ['an output', 'outputs', 'ImageKinds', 'ImageKinds'],
    ['a code', 'codes', 'no-face-on-record of the API that the SDKs call', 'no-face-on-record'],
    ['a reason of a no', 'codes', 'too-old of a verdict that is no', 'too-old'],
    ['a dimension of a metric', 'metrics', 'Refusals count code', 'Refusals'],
    ['a command', 'commands', 'faces put <subject> <file>', 'faces put'],
    ['an option', 'commands', 'credentials check --for <purpose>', 'credentials check --for'],
    ['a check of doctor', 'commands', 'doctor: check versions', 'versions'],
    ['an exit code', 'commands', 'exit code 4: notFound', 'exit code 4'],
    ['a class of the construct', 'exports', 'FaceImages', 'FaceImages'],
    ['a factory', 'exports', 'Agent.region', 'Agent.region'],
    ['a property of the construct', 'exports', 'FaceMatchProxyProps.corsOrigins', 'FaceMatchProxyProps.corsOrigins'],
    ['a type of apps', 'exports', 'client VerdictYes.photo', 'VerdictYes.photo'],
  ])('%s that is no more, and by which name the changelog says so', (_, kind, line, name) => {
    expect(taken(kind, line)).toEqual([{ kind, line }]);
    expect(nameIn({ kind, line })).toBe(name);
  });

  test('bounds that are narrower, and not those that are wider', () => {
    const bounds = (line: string) => missing({ ...now, settings: ['x.y: 2 to 10'] }, { ...now, settings: [line] }).length;
    expect(['x.y: 2 to 10', 'x.y: 1 to 100', 'x.y: 2 to 11'].map(bounds)).toEqual([0, 0, 0]);
    expect(['x.y: 2 to 9', 'x.y: 3 to 10', 'x.z: 1 to 100', 'x.y: by default 1 to 100'].map(bounds)).toEqual([1, 1, 1, 1]);
  });

  const section = (part: string, text: string) => ({ name: UNRELEASED, parts: new Map([[part, text]]) });

  test('a name in the text that an operator reads, and not where things are added or in the middle of another', () => {
    expect(isNamed(section('Removed', '- The output `ImageKinds`.'), 'ImageKinds')).toBe(true);
    expect(isNamed(section('Changed', '- `faces put <subject>` is `faces add`.'), 'faces put')).toBe(true);
    expect(isNamed(section('Added', '- The output `ImageKinds`.'), 'ImageKinds')).toBe(false);
    expect(isNamed(section('Removed', '- `images.face`, ImageKinds.'), 'images')).toBe(false);
  });

  test('a setting that would be refused without what to write now', () => {
    const row = { until: '0.2.0', accepted: () => true, now: 'x' };
    const rows = [
      { ...row, path: ['limits', 'size'] },
      { ...row, path: ['images', '*', 'size'] },
      { ...row, path: ['operators', 'enrol', '*'] },
    ];
    const lacks = (line: string, of = '0.2.0') => lacksEarlier({ kind: 'settings', line }, of, rows);
    expect([lacks('limits.size'), lacks('limits.size: 1 to 2'), lacks('images.*.size'), lacks('operators.enrol.*: at least 1')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([lacks('limits.other'), lacks('limits.size', '0.3.0'), lacks('images.*.other')]).toEqual([true, true, true]);
    expect(lacks('limits.other: by default 3')).toBe(false);
  });
});
