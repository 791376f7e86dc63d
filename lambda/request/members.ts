import { isFormName, isInnerName, isShortName, type KnownNames, knownNames, MEMBER_NAME, START_MEMBERS } from '../../contract/names';
import { Problem } from '../errors';
import type { JsonObject, JsonValue } from './json';
import { everyName, isJsonObject } from './json';

/** Members in the order in which they came, known ones under their canonical spelling. None is null. */
export type Members = Map<string, JsonValue>;

/** Of a cancel body a consent travels; a workflow id is compared with the path's. */
export const CANCEL_MEMBERS = knownNames(['workflowId', 'consent']);

/** What the platform assigns itself, such as `ipAddress`, is not among them: a caller could invent it. */
const CONSENT = knownNames(['userId', 'note', 'givenOn', 'isProcessingStoringAllowed', 'isTrainingAllowed']);

/** Not part of the Agent API's request: the clients of Microblink's tutorial put the user id at the top. */
const USER_ID = knownNames(['userId']);

export interface Read {
  readonly members: Members;
  /** How many members did not travel, as no one here knows them. */
  readonly dropped: number;
}

export interface RootMembers extends Read {
  /** Each user id that stood at the top, in any spelling and of any type; they do not travel on. */
  readonly userIds: readonly JsonValue[];
}

/** The members of a start that travel: those that are documented, and those that the operator names. */
export function startMembers(forward: readonly string[]): KnownNames<string> {
  return knownNames([...START_MEMBERS, ...forward]);
}

/**
 * The known members of a request, each exactly once; the others are dropped, so that a newer SDK does not break.
 * @throws Problem `invalid-request` for a name outside the alphabet, two spellings of one known member, or a `formValues`,
 *   `props` or `consent` that is neither an object nor null.
 */
export function readRoot(object: JsonObject, known: KnownNames<string>): RootMembers {
  const { members, dropped } = read(object, known, 'the body');
  for (const name of ['formValues', 'props', 'consent']) {
    if (members.has(name) && !isJsonObject(members.get(name))) throw new Problem('invalid-request', `${name} is not an object`);
  }
  requireNames(members.get('formValues'), isFormName, 'formValues');
  requireNames(members.get('props'), isInnerName, 'props');
  const userIds = Object.entries(object).flatMap(([name, value]) => (value !== null && USER_ID.find(name) ? [value] : []));
  return { members, dropped, userIds };
}

/** The known members of a consent object, each exactly once. @throws Problem `invalid-request`. */
export function readConsent(consent: JsonObject): Read {
  const { members, dropped } = read(consent, CONSENT, 'consent');
  for (const value of members.values()) requireNames(value, (name) => MEMBER_NAME.test(name), 'consent');
  return { members, dropped };
}

/** @throws Problem `invalid-request` for a value with a name, at any depth, that is not fit. */
export function requireNames(value: JsonValue | undefined, isFit: (name: string) => boolean, where: string): void {
  if (!everyName(value, isFit)) throw new Problem('invalid-request', `${where} has a member whose name is too long or not allowed`);
}

function read(object: JsonObject, known: KnownNames<string>, where: string): Read {
  const members: Members = new Map();
  const seen = new Set<string>();
  let dropped = 0;
  for (const [name, value] of Object.entries(object)) {
    if (!MEMBER_NAME.test(name)) {
      throw new Problem('invalid-request', `${where} has a member whose name does not match ${MEMBER_NAME.source}`);
    }
    const spelling = known.find(name);
    if (spelling === undefined) {
      requireNames(value, isShortName, where);
      if (value !== null) dropped++;
      continue;
    }
    if (seen.has(spelling)) throw new Problem('invalid-request', `${where} has two spellings of ${spelling}`);
    seen.add(spelling);
    // Some clients write null for what is absent.
    if (value !== null) members.set(spelling, value);
  }
  return { members, dropped };
}
