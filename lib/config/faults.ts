import type { z } from 'zod';
import { valueAt } from './input';
import { EARLIER, type EarlierSetting, earlierAt } from './rules/earlier';

/** One thing wrong with the settings. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  /** What would be right, to be read after "accepted:". */
  readonly accepts: string;
  /** The value that holds because none was given. @default - the value in the input is at fault */
  readonly byDefault?: number;
}

/** Every fault that zod found, one for each wrong value. */
export function shapeFaults(error: z.ZodError): Fault[] {
  return unique(error.issues.flatMap((issue) => faultsOf(issue, [])));
}

/**
 * The text of the one error: a line for each fault, in the order of the settings' own members. Where an older version accepted the value,
 * the line says until when and what to write now.
 */
export function renderFaults(
  source: string,
  faults: readonly Fault[],
  input: unknown,
  earlier: readonly EarlierSetting[] = EARLIER,
): string {
  const rows = unique(faults).map((fault) => ({ fault, before: earlierAt(fault.path, input, earlier) }));
  const lines = rows.map(({ fault, before }) => {
    const now = before === undefined ? '' : `; accepted until version ${before.until}; now: ${before.now}`;
    return `  ${nameOf(fault.path)}: ${shown(fault, input)}; accepted: ${fault.accepts}${now}`;
  });
  const versions = [...new Set(rows.flatMap(({ before }) => before?.until ?? []))].join(', ');
  const more =
    versions === ''
      ? []
      : [`If they were written for version ${versions}: "Before you deploy" in CHANGELOG.md says what each version after it asks for.`];
  return [`${source}: ${lines.length === 1 ? '1 fault' : `${lines.length} faults`}`, ...lines, ...more].join('\n');
}

function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Fault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], accepts: issue.message }));
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((alternative) => alternative.every(isInside));
    if (meant !== undefined && meant.length > 0) return meant.flatMap((inner) => faultsOf(inner, path));
  }
  return [{ path, accepts: issue.message }];
}

/** An alternative was meant if the value is of its kind, and only something in it is wrong. zod itself says no more than "Invalid input". */
function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

function unique(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify([fault.path.map(String), fault.accepts]), fault])).values()];
}

function nameOf(path: readonly PropertyKey[]): string {
  const name = path.map((step) =>
    typeof step === 'number' ? `[${step}]` : /^[\w$-]+$/.test(String(step)) ? `.${String(step)}` : `["${String(step)}"]`,
  );
  return name.join('').replace(/^\./, '') || 'the settings';
}

/** Longest part of a value that is shown, in characters. */
const LONGEST_SHOWN = 80;

const SECRET_NAME = /secret|password|credential|private|authorization/i;

/** The value at fault, since zod's issues do not carry it. A secret that got into the settings by mistake does not get into a build log. */
function shown({ path, byDefault }: Fault, input: unknown): string {
  const value = valueAt(input, path);
  if (value === undefined) return byDefault === undefined ? 'is missing' : `is ${byDefault} by default`;
  if (path.some((step) => SECRET_NAME.test(String(step))) && typeof value === 'string') return 'is a text that is not shown here';
  const json = withoutSecrets(JSON.stringify(value));
  return `is ${json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}… (${json.length} characters)` : json}`;
}

/** Members whose name says that they are secret, user information in a URL (RFC 3986 section 3.2.1), and any long run that looks drawn at random. */
function withoutSecrets(json: string): string {
  return json
    .replace(/("[^"]*(?:secret|password|credential|private|authorization)[^"]*":)"(?:[^"\\]|\\.)*"/gi, '$1"…"')
    .replace(/\/\/[^@/"\s]*@/g, '//…@')
    .replace(/(?=[A-Za-z0-9+_=-]*\d)(?=[A-Za-z0-9+_=-]*[A-Za-z])[A-Za-z0-9+_=-]{32,}/g, (run) => `${run.slice(0, 4)}…`);
}
