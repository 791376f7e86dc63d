import type { EarlierSetting } from '../../lib/config/rules/earlier';
import { BEFORE_YOU_DEPLOY, type ChangelogSection } from './changelog';
import { type HeldNames, KINDS, type Kind } from './held-names';

/** One line of what users hold. */
export interface HeldLine {
  readonly kind: Kind;
  readonly line: string;
}

/** What one version has and the other does not. Bounds within wider ones are still there. */
export function missing(from: HeldNames, to: HeldNames): HeldLine[] {
  return KINDS.flatMap((kind) => {
    const there = new Set(to[kind]);
    return from[kind]
      .filter((line) => !there.has(line) && !to[kind].some((other) => isWithin(line, other)))
      .map((line) => ({ kind, line }));
  });
}

/** Whether `x: 2 to 3` is in `x: 1 to 4`. */
function isWithin(line: string, other: string): boolean {
  const [old, now] = [line, other].map((each) => /^(.+): (\d+) to (\d+)$/.exec(each));
  return old?.[1] !== undefined && old[1] === now?.[1] && Number(now[2]) <= Number(old[2]) && Number(now[3]) >= Number(old[3]);
}

/** What a change of this kind asks of the number, "What a version's number means" in docs/upgrading.md. @returns undefined for a number that fits */
export function numberFault(before: string, after: string, { breaks, adds }: { breaks: boolean; adds: boolean }): string | undefined {
  const [major = 0, minor = 0] = before.split('.').map(Number);
  const [newMajor = 0, newMinor = 0] = after.split('.').map(Number);
  const step = newMajor > major ? 'major' : newMinor > minor ? 'minor' : 'patch';
  const allowed = major > 0 ? (breaks ? ['major'] : adds ? ['major', 'minor'] : undefined) : breaks ? ['major', 'minor'] : undefined;
  return allowed === undefined || allowed.includes(step)
    ? undefined
    : `${after} after ${before} is a ${step} step; needed: ${allowed.join(' or ')}`;
}

/** Whether the text that operators read of a version names what it takes away or changes, in backticks. */
export function isNamed({ parts }: Pick<ChangelogSection, 'parts'>, name: string): boolean {
  const text = [BEFORE_YOU_DEPLOY, 'Changed', 'Removed'].map((part) => parts.get(part) ?? '').join('\n');
  return [`\`${name}\``, `\`${name} `].some((form) => text.includes(form));
}

/** The name in a line: `limits.deadlineSeconds: 2 to 28`, `faces put <subject>`, `not-json of the API …`. */
export function nameIn({ kind, line }: HeldLine): string {
  if (kind === 'commands') return line.replace(/^doctor: check /, '').replace(/: .*| [<[].*/, '');
  if (kind === 'exports') return line.replace(/^client /, '');
  return line.replace(/:? .*/, '').replace(/(?:\.\*)+$/, '');
}

/** A setting whose old value would be refused without a word on what to write now. Of a default and of a form it cannot be said whether it would. */
export function lacksEarlier({ kind, line }: HeldLine, version: string, rows: readonly EarlierSetting[]): boolean {
  if (kind !== 'settings' || /: (?:by default|form|names) /.test(line)) return false;
  const path = line.replace(/: .*/, '').split('.');
  return !rows.some((row) => row.until === version && path.every((step, at) => row.path[at] === step));
}
