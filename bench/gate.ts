import type { Group } from './results';

/** Something that has to hold in every run. */
export interface Gate {
  readonly name: string;
  /** What it is judged by, and so what is measured again when it is not clear. */
  readonly group: Group;
  /** Size of the photo, for what is measured with several. */
  readonly bytes?: number;
  /** Undefined where it was not measured. */
  readonly value: number | undefined;
  /** Whether this system cannot measure it: only then does a gate without a value fail nothing. */
  readonly isBeyondSystem: boolean;
  readonly limit: number;
  /** What the project aims at, beyond the limit; `undefined` where the limit is the aim. */
  readonly goal?: number;
  /** @default 'at most' */
  readonly sense?: 'at least';
}

/** Before it is known what the system can measure. */
export type Measured = Omit<Gate, 'isBeyondSystem'>;

/** Whether a gate lets the run pass. One that could have been measured and was not does not. */
export function holds(gate: Gate): boolean {
  return gate.value === undefined ? gate.isBeyondSystem : isWithin(gate, gate.limit);
}

/** Whether there is a value, and it is within a limit in the sense of the gate. */
export function isWithin({ value, sense }: Measured, limit: number): boolean {
  if (value === undefined) return false;
  return sense === 'at least' ? value >= limit : value <= limit;
}

/** Undefined where one of the two was not measured. */
export function difference(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one - other;
}

/** Undefined where one of the two was not measured. */
export function ratio(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined || other === 0 ? undefined : one / other;
}
