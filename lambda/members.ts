import { Problem } from './errors';
import type { JsonObject, JsonValue } from './json';
import { isJsonObject } from './json';
import { findName } from './names';

/** Members in the order in which they came, known ones under their canonical spelling. */
export type Members = Map<string, JsonValue>;

const ROOT = ['workflowId', 'platform', 'sdkVersion', 'formValues', 'props', 'consent'] as const;
const CONSENT = ['userId', 'note', 'givenOn', 'isProcessingStoringAllowed', 'isTrainingAllowed', 'ipAddress', 'userAgent'] as const;
const OBJECTS = ['formValues', 'props', 'consent'] as const;

/**
 * Not part of the Agent API's request. Web SDKs before 1.5.0 put the HTTP headers, token included, into the body;
 * the clients of Microblink's tutorial put the user id at the top.
 */
const HEADERS = 'headers';
const USER_ID = 'userId';

/** ASCII only, so that no name can look like another after the Agent API's own folding. */
const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

export interface RootMembers {
  readonly members: Members;
  /** Each user id that stood at the top, whatever its spelling and type; they do not travel on. */
  readonly userIds: readonly JsonValue[];
}

/**
 * The members of a request, each known one exactly once.
 * @throws Problem `invalid-request` for a name outside the alphabet, two spellings of one known member, or a `formValues`,
 *   `props` or `consent` that is not an object.
 */
export function readRoot(object: JsonObject): RootMembers {
  requireNames(object, 'the body');
  const userIds = Object.entries(object).flatMap(([name, value]) => (findName(name, [USER_ID]) ? [value] : []));
  const rest = Object.entries(object).filter(([name]) => findName(name, [HEADERS, USER_ID]) === undefined);
  const members = canonical(rest, ROOT, 'the body');
  for (const name of OBJECTS) {
    if (members.has(name) && !isJsonObject(members.get(name))) throw new Problem('invalid-request', `${name} is not an object`);
  }
  return { members, userIds };
}

/** The members of a consent object, each known one exactly once. @throws Problem `invalid-request`. */
export function readConsent(consent: JsonObject): Members {
  requireNames(consent, 'consent');
  return canonical(Object.entries(consent), CONSENT, 'consent');
}

function requireNames(object: JsonObject, where: string): void {
  if (Object.keys(object).every((name) => NAME.test(name))) return;
  throw new Problem('invalid-request', `${where} has a member whose name does not match ${NAME.source}`);
}

function canonical(entries: readonly [string, JsonValue][], known: readonly string[], where: string): Members {
  const members: Members = new Map();
  for (const [name, value] of entries) {
    const spelling = findName(name, known) ?? name;
    if (members.has(spelling)) throw new Problem('invalid-request', `${where} has two spellings of ${spelling}`);
    members.set(spelling, value);
  }
  return members;
}
