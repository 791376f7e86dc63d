import { appOptions } from '../stage/shell';
import type { Stage } from '../stage/stage';

/**
 * What brings a resource back to what the template says. An unchanged template deploys nothing; a change set that is aware of drift compares with what is
 * there ("Using drift-aware change sets" in the CloudFormation user guide).
 */
export const revertDrift = (stage: Stage): string =>
  `npm run deploy -- ${optionsOf(stage)} --revert-drift puts it back as the template has it; a deployment without changes does not`;

/** What CDK needs to find the stage again. */
export const optionsOf = ({ name, context = [], where }: Stage): string => appOptions(name, context, where);
