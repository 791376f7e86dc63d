import { Problem } from '../errors';
import type { JsonObject } from './json';
import { jsonObject } from './json';
import { isPlainValue, PLAIN_VALUE } from './plain-value';
import type { WorkflowPlan, Workflows } from './workflows';

/**
 * The caller's form values, all of them or none: a value that might be a photo is never dropped in silence. A null is none.
 * @throws Problem `client-supplied-face` for a protected field, `value-not-allowed` for a value that is not plain.
 */
export function checkFormValues(values: JsonObject, plan: WorkflowPlan, workflows: Workflows): JsonObject {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  for (const [field, value] of given) {
    if (workflows.isProtected(field)) throw new Problem('client-supplied-face', 'a form value stands in a field that only the proxy fills');
    if (!plan.callerFields.includes(field) && !isPlainValue(value)) {
      throw new Problem('value-not-allowed', `a form value is not ${PLAIN_VALUE}`);
    }
  }
  return jsonObject(given);
}
