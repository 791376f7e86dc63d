import type { Member } from '../verdict/shape';

/** What an answer showed, and nothing of what it said. */
export interface SeenAnswer {
  /** What was tried, in a few words. */
  readonly tried: string;
  readonly status: number;
  /** How `Retry-After` was written, if it came. */
  readonly retryAfter?: 'seconds' | 'date' | 'another form';
  /** Names and types of its members; of a refusal as of a success. */
  readonly shape: readonly Member[];
}

/** A question that documents and SDKs leave open; undefined where nothing answered it. */
export interface Findings {
  readonly statusOfStart: number;
  readonly propsComeBackInReply: boolean | undefined;
  readonly propsComeBackInRead: boolean | undefined;
  readonly namesBoundWithoutCase: boolean | undefined;
  readonly unknownMemberRefused: boolean | undefined;
  /** Sizes of a JPEG in bytes, and whether a start with it was taken. */
  readonly photoSizes: Readonly<Record<string, boolean>>;
  readonly retryAfterOn429: string | undefined;
}

/** How a status is read: taken, refused for what was sent, or neither, which says nothing of it. */
export function isTaken(status: number): boolean | undefined {
  if (status >= 200 && status < 300) return true;
  return [400, 413, 415, 422].includes(status) ? false : undefined;
}

export function retryAfterOf(value: string | null): SeenAnswer['retryAfter'] {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return 'seconds';
  return Number.isNaN(Date.parse(value)) ? 'another form' : 'date';
}
