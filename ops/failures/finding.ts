import { Failure, type FailureCode } from './failures';

/**
 * `unknown` is a check that could not be carried out, and proves nothing; `skipped` is one that does not apply here. A warning is a choice
 * that somebody may have made on purpose.
 */
export type Verdict = 'pass' | 'fail' | 'warning' | 'unknown' | 'skipped';

/** What one check saw. */
export interface Finding {
  readonly verdict: Verdict;
  /** A sentence: what is so. */
  readonly says: string;
  /** What to do about it. */
  readonly toDo?: string;
}

export const pass = (says: string): Finding => ({ verdict: 'pass', says });
export const fail = (says: string, toDo: string): Finding => ({ verdict: 'fail', says, toDo });
export const warning = (says: string, toDo: string): Finding => ({ verdict: 'warning', says, toDo });
export const unknown = (says: string, toDo?: string): Finding => ({ verdict: 'unknown', says, toDo });
export const skipped = (says: string): Finding => ({ verdict: 'skipped', says });

/** What is wrong with all checks at once is said by one of them. */
const WITHOUT_IDENTITY: readonly FailureCode[] = ['no-region', 'no-credentials', 'credentials-expired', 'credentials-refused'];

/** The finding of a check that could not ask: never a pass. @throws an interruption and a defect, which are not failures to ask */
export function findingOf(error: unknown): Finding {
  if (!(error instanceof Failure) || error.code === 'interrupted' || error.code === 'defect') throw error;
  if (WITHOUT_IDENTITY.includes(error.code)) return unknown('Not checked: see credentials above.');
  if (error.code === 'stage-not-found') return skipped('The stage is not deployed yet.');
  if (error.code === 'settings-refused' || error.code === 'no-settings') return unknown('Not checked: see settings above.');
  if (error.code === 'stage-not-ready') return unknown('Not checked: see stack above.');
  return unknown(`Not checked. ${error.text.what}${error.text.where === undefined ? '' : ` (${error.text.where})`}`, error.text.toDo);
}
