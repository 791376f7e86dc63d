import { seen } from '../terminal/quoted';
import type { LogLine } from './log-query';
import type { LogName } from './stage-logs';

/** One line of the story of a request. */
export interface Told {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly log: LogName;
  readonly logGroup: string;
  /** What was written: an object where it was JSON. */
  readonly line: unknown;
}

/** Members of a line that say nothing of the request: the logger's own, and what stands in another column. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'sampling_rate',
  'time',
  'stage',
  'apiId',
  'webAcl',
]);

/** Other ids by which lines name the same request: Lambda's own lines know its id alone. */
const LINKED = ['requestId', 'integrationRequestId'] as const;

export function tell({ at, log, text }: LogLine): Told {
  return { at: at.toISOString(), log: log.name, logGroup: log.group, line: parsed(text) };
}

/** Other ids in the lines than those that were looked for. */
export function linkedIds(lines: readonly LogLine[], known: readonly string[], isId: (text: string) => boolean): string[] {
  const found = lines.flatMap(({ text }) => {
    const line = parsed(text);
    return isRecord(line) ? LINKED.map((name) => line[name]) : [];
  });
  return [...new Set(found)].filter((id): id is string => typeof id === 'string' && isId(id) && !known.includes(id));
}

/** For a person: time, log, and the members of the line. */
export function told({ at, log, line }: Told): readonly string[] {
  return [at.replace('T', ' ').replace('Z', ''), log, seen(isRecord(line) ? membersOf(line) : String(line).replaceAll('\t', ' '))];
}

/** `-` is how the access log says that there is nothing. */
function membersOf(line: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(line).filter(([name, value]) => !LEFT_OUT.has(name) && value !== '-');
  return members.map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`).join(' ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
