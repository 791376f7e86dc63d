import type { Lifetime } from '../deadline/deadline';

/** What a start is counted as: each kind has a limit of its own. */
export type StartKind = 'injecting' | 'others';

/** Every start of a transaction may be billed, and every one with a photo is a try at a face: both are worth a limit for each person. */
export interface AttemptCounter {
  /**
   * Counts one start for a subject.
   * @returns `uncounted` when the count could not be kept, and the configuration lets such a start through.
   * @throws Problem `too-many-attempts` when the window's starts are used up, or `attempts-unavailable`.
   */
  count(subject: string, of: StartKind, lifetime: Lifetime): Promise<'counted' | 'uncounted'>;
}

/** For a stage that has the limit switched off. */
export const withoutLimit: AttemptCounter = { count: async () => 'counted' };
