import { knownNames } from '../../contract/names';
import { Problem } from '../errors';
import type { JsonObject } from './json';
import { jsonObject, measure } from './json';

/** What the started transaction says about itself, in members of `props` that no caller can write. */
export interface Stamp {
  readonly faceMatchSubject: string;
  readonly faceMatchRequestId: string;
  readonly faceMatchWorkflowId: string;
  /** Kind and object version of the injected photo, as `kind@version`. */
  readonly faceMatchImage?: string;
}

const RESERVED = knownNames(['faceMatchSubject', 'faceMatchRequestId', 'faceMatchWorkflowId', 'faceMatchImage']);

const MAX_BYTES = 8 * 1024;
const MAX_DEPTH = 4;

/**
 * The caller's `props` without any spelling of the reserved members.
 * @throws Problem `invalid-request` above 8 KiB, or deeper than 4.
 */
export function checkProps(props: JsonObject): JsonObject {
  const text = JSON.stringify(props);
  if (Buffer.byteLength(text) > MAX_BYTES) throw new Problem('invalid-request', `props has more than ${MAX_BYTES} bytes`);
  if (measure(text).depth > MAX_DEPTH) throw new Problem('invalid-request', `props nests deeper than ${MAX_DEPTH}`);
  return jsonObject(Object.entries(props).filter(([name]) => RESERVED.find(name) === undefined));
}
