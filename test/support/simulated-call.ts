import type { Call } from './stack-policies';
import type { TrailEvent } from './trail-events';

/** What IAM is asked. */
export type SimulatedRequest = readonly [action: string, on: string, context?: Call['context']];

/** Something that somebody might wish to do. */
export interface SimulatedCall {
  readonly id: string;
  readonly name: string;
  /** What IAM is asked: all of it must be allowed. */
  readonly asks: readonly SimulatedRequest[];
  /** What CloudTrail records of it, by whomever. */
  readonly event: TrailEvent;
}

/** A table of calls that serve one purpose. */
export interface Act {
  readonly heading: string;
  readonly calls: readonly SimulatedCall[];
}
