import { skipped } from '../../failures/finding';

/** Of each check of verdicts, on a stage that answers for none. */
export const NO_VERDICTS = skipped('The stage answers for no verdicts.');
