import type { AlarmMetric, Metrics } from './metrics';

/** What the settings of a stage make of a threshold. */
export interface Bounds {
  /** Time for a whole request, in seconds. */
  readonly deadlineSeconds: number;
  /** When Lambda ends an invocation, in seconds. */
  readonly timeoutSeconds: number;
  /** @default - none is reserved */
  readonly reservedConcurrency?: number;
  /** Lambda's quota in the account and region. */
  readonly accountConcurrency: number;
}

/** The document with an article for each alarm; their headings are the alarms' names. */
export const RUNBOOK = 'docs/runbook.md';

/** Who hears of an alarm when: somebody is woken, or looks the next working day. */
export type Severity = 'page' | 'tomorrow';

/** In the alarm's description. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { page: 'Severity: page.', tomorrow: 'Severity: look tomorrow.' };

/** One alarm, in the words of its description. It fires at the threshold and above it; no data is no alarm. */
export interface AlarmRow {
  /** Its name, and the heading of its article in the runbook. */
  readonly id: string;
  /** What has happened, in a sentence. */
  readonly says: string;
  /** The threshold in words, to be read after "Fires at". */
  readonly firesAt: string;
  /** Why there, in a sentence. */
  readonly because: string;
  /** Undefined where the stack has nothing to watch. */
  readonly metric: (metrics: Metrics, bounds: Bounds) => AlarmMetric | undefined;
  readonly threshold: (bounds: Bounds) => number;
  readonly periodMinutes: number;
  /** How many of the last periods must be at the threshold. @default - 1 of 1 */
  readonly of?: { readonly breaching: number; readonly last: number };
  /** It fires below the threshold and when there is no data: what it watches never rests. @default false */
  readonly onSilence?: boolean;
  /** A release can be the cause, so it ends a rollout and takes it back. @default false */
  readonly rollsBack?: boolean;
  /**
   * `tomorrow` where users still pass, and nothing gets worse until then. So is what one caller can cause, and what happens to one: when it is many,
   * `api-server-errors` wakes somebody. @default page
   */
  readonly severity?: Severity;
  /** The document with its article. @default docs/runbook.md */
  readonly runbook?: string;
}

/** The description of an alarm that fires at a plain count. */
export type Counted = Pick<AlarmRow, 'id' | 'says' | 'because' | 'metric' | 'rollsBack' | 'severity'> & {
  readonly count: number;
  readonly within: number;
};

/** An alarm that fires when something happened so many times within so many minutes. */
export function counted({ count, within, ...row }: Counted): AlarmRow {
  const firesAt = `${count} or more within ${within} minutes`;
  return { ...row, firesAt, threshold: () => count, periodMinutes: within };
}

/** An alarm of refusals with one code, by default the alarm's own name. */
export function refusal(
  id: string,
  count: number,
  within: number,
  says: string,
  because: string,
  { code = id, ...more }: { readonly code?: string } & Pick<AlarmRow, 'severity'> = {},
): AlarmRow {
  return counted({ id, count, within, says, because, ...more, metric: (metrics) => metrics.refusals(code) });
}
