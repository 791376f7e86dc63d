import { readEnvironment, VARIABLES } from '../contract/environment';
import { withoutLimit } from './attempts/attempt-counter';
import { composeProxy } from './composition';

/** The function of a stage that has switched the limit on attempts off: a bundle of its own, so that it carries no client for the table. */
const environment = readEnvironment(process.env);
if (environment.attempts !== undefined) {
  throw new Error(`${VARIABLES.attempts} is set, and this bundle is the one without a limit. Deploy the stack again.`);
}

export const handler = composeProxy(environment, withoutLimit);
