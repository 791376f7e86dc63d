import { compareVersions } from '../../ops/doctor/versions';

/** A version in CHANGELOG.md, or what is not released yet. */
export interface ChangelogSection {
  /** `Unreleased`, or a version. */
  readonly name: string;
  /** @default - not released, or in another form than it has to be */
  readonly date?: string;
  /** What stands before its first heading, which is no change. */
  readonly intro: string;
  /** Text under each of its headings, in their order. */
  readonly parts: ReadonlyMap<string, string>;
}

export const UNRELEASED = 'Unreleased';
export const BEFORE_YOU_DEPLOY = 'Before you deploy';

/** The headings of keepachangelog.com, and what an operator reads first. */
const PARTS = [BEFORE_YOU_DEPLOY, 'Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/** The sections, in the order of the page. */
export function readChangelog(text: string): ChangelogSection[] {
  return split(text, '## ').map(([heading, body]) => {
    const [, name = heading, date] = /^(\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$/.exec(heading) ?? [];
    const [intro = ''] = `\n${body}`.split('\n### ');
    return { name, ...(date !== undefined && { date }), intro: intro.trim(), parts: new Map(split(body, '### ')) };
  });
}

/** What keeps a tag from being the release of the version that package.json has. */
export function releaseFaults(tag: string, text: string, version: string): string[] {
  const rest = readChangelog(text).find(({ name }) => name === UNRELEASED);
  return [
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, package.json ${version}`]),
    ...(rest === undefined || (rest.parts.size === 0 && rest.intro === '')
      ? []
      : [`there are changes under ${UNRELEASED}, which no version has`]),
    ...changelogFaults(text, version),
  ];
}

/** What is wrong with the form of the changelog, for the version that package.json has. */
export function changelogFaults(text: string, version: string): string[] {
  const [first, ...released] = readChangelog(text);
  const faults = first?.name === UNRELEASED ? [] : [`the first section is ${UNRELEASED}`];
  if (released[0]?.name !== version) faults.push(`package.json is ${version}, the newest section ${released[0]?.name}`);
  for (const { name, date, intro, parts } of [first, ...released].filter((section) => section !== undefined)) {
    if (/^- /m.test(intro)) faults.push(`${name} has changes under no heading`);
    for (const part of parts.keys()) if (!PARTS.includes(part)) faults.push(`${name} has a part "${part}"`);
    if (name === UNRELEASED) continue;
    if (date === undefined || Number.isNaN(Date.parse(date))) faults.push(`"${name}" is not <number>.<number>.<number> - <date>`);
    if ((parts.get(BEFORE_YOU_DEPLOY) ?? '') === '')
      faults.push(`${name} does not say what to do before a deployment, or that it is nothing`);
    if (parts.size < 2) faults.push(`${name} does not say what it changes`);
  }
  released.forEach(({ name, date = '' }, at) => {
    const { name: older, date: before = '' } = released[at + 1] ?? {};
    if (older === undefined) return;
    if (compareVersions(name, older) <= 0) faults.push(`${name} is above ${older}`);
    if (date < before) faults.push(`${name} is dated before ${older}`);
  });
  return faults;
}

function split(text: string, mark: string): [heading: string, body: string][] {
  return `\n${text}`
    .split(`\n${mark}`)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading.trim(), lines.join('\n').trim()];
    });
}
