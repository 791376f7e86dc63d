import { isInnerName } from '../../contract/names';
import { Problem } from '../errors';
import type { JsonValue } from './json';
import { isJsonObject, jsonObject } from './json';
import { requireNames } from './members';
import { isPlainValue, PLAIN_VALUE } from './plain-value';

/**
 * A member that travels because `agent.forwardMembers` names it: a plain value, or an object of plain values, of which nulls are none.
 * @throws Problem `invalid-request` for a name inside it that is not allowed, `value-not-allowed` for anything else.
 */
export function checkForwarded(name: string, value: JsonValue): JsonValue {
  requireNames(value, isInnerName, name);
  if (!isJsonObject(value)) return requirePlain(name, value);
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return jsonObject(given.map(([inner, member]) => [inner, requirePlain(name, member)]));
}

function requirePlain(name: string, value: JsonValue): JsonValue {
  if (isPlainValue(value)) return value;
  throw new Problem('value-not-allowed', `${name} is neither ${PLAIN_VALUE}, nor an object of these`);
}
