/** One member of a reply, without its value. */
export interface Member {
  /** Names from the root, `[]` for what is in a list. */
  readonly path: string;
  readonly type: string;
}

/** So deep a shape goes; of what is deeper, only that it is an object or a list. */
const DEEPEST = 3;
/** More members in one object are a list of something, whose names say nothing of its form. */
const MOST_MEMBERS = 50;

/** A name as programs have them, with the number of a step behind it: `state`, `$type`, `BlinkId:3`. Digits elsewhere make an id of it. */
const PLAIN_NAME = /^[$_A-Za-z][A-Za-z_$.-]{0,39}\d{0,2}(?::\d{1,2})?$/;

/**
 * Names and types of members, three deep, and no value. A name that can be an id, or be of a person (a letter outside ASCII, a space, an @), is masked.
 * @param id that is masked in any name, even where it looks like a plain one. @default - none
 */
export function shapeOf(value: unknown, id?: string): Member[] {
  return membersOf(value, '', 1, id).filter(isFirst);
}

function membersOf(value: unknown, path: string, depth: number, id: string | undefined): Member[] {
  if (Array.isArray(value)) return value.flatMap((each) => member(each, `${path}[]`, depth, id));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const more = entries.length > MOST_MEMBERS ? [{ path: `${path}${path === '' ? '' : '.'}…`, type: 'more members' }] : [];
  return [
    ...entries
      .slice(0, MOST_MEMBERS)
      .flatMap(([name, each]) => member(each, `${path}${path === '' ? '' : '.'}${masked(name, id)}`, depth, id)),
    ...more,
  ];
}

function member(value: unknown, path: string, depth: number, id: string | undefined): Member[] {
  return [{ path, type: typeOf(value) }, ...(depth < DEEPEST ? membersOf(value, path, depth + 1, id) : [])];
}

function masked(name: string, id: string | undefined): string {
  return PLAIN_NAME.test(name) && (id === undefined || !name.includes(id)) ? name : '<masked>';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Elements of a list, and masked members, mostly have one form: it is told once. */
function isFirst({ path, type }: Member, at: number, all: readonly Member[]): boolean {
  return all.findIndex((other) => other.path === path && other.type === type) === at;
}
