import type { Stage } from '../stage/stage';

/**
 * What brings a resource back to what the template says. An unchanged template deploys nothing; a change set that is aware of drift compares with what is
 * there ("Using drift-aware change sets" in the CloudFormation user guide).
 */
export const revertDrift = ({ name }: Pick<Stage, 'name'>): string =>
  `npm run deploy -- -c stage=${name} --revert-drift puts it back as the template has it; a deployment without changes does not`;
