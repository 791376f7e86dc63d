import { Problem } from './errors';
import { isEncodedImage } from './image-signature';
import type { JsonObject, JsonValue } from './json';
import type { WorkflowPlan, Workflows } from './workflows';

/** Room for any text that a person types, none for a picture. */
const MAX_TEXT_BYTES = 4096;

/**
 * The caller's form values, all of them or none: a value that looks like a photo is never dropped in silence.
 * @throws Problem `client-supplied-face` for a protected field, `value-not-allowed` for a value that might be a picture.
 */
export function checkFormValues(values: JsonObject, plan: WorkflowPlan, workflows: Workflows): JsonObject {
  for (const [field, value] of Object.entries(values)) {
    if (workflows.isProtected(field)) throw new Problem('client-supplied-face', 'a form value stands in a field that only the proxy fills');
    if (!plan.callerFields.includes(field) && !isHarmlessText(value)) {
      throw new Problem('value-not-allowed', `a form value is no text of at most ${MAX_TEXT_BYTES} bytes, or is a picture`);
    }
  }
  return values;
}

function isHarmlessText(value: JsonValue): boolean {
  return typeof value === 'string' && Buffer.byteLength(value) <= MAX_TEXT_BYTES && !isEncodedImage(value);
}
