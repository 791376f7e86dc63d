/** Something that has to hold in every run, and that noise does not decide. */
export interface Gate {
  readonly name: string;
  /** A figure, or why there is none. */
  readonly value: number | string;
  /** The highest figure that holds. */
  readonly limit: number;
}

/** @param skips Whether a gate without a figure lets the run pass: by hand, but not in `.ci/run`, which brings all that is needed. */
export function holds({ value, limit }: Gate, skips: boolean): boolean {
  return typeof value === 'string' ? skips : value <= limit;
}

/** A line for each gate. */
export function gateReport(gates: readonly Gate[], skips: boolean): string {
  const failed = gates.filter((gate) => !holds(gate, skips));
  return [
    ...gates.map((gate) => line(gate, holds(gate, skips))),
    failed.length === 0 ? 'No gate fails.' : `${failed.length} of ${gates.length} gates fail.`,
  ].join('\n');
}

function line({ name, value, limit }: Gate, isHeld: boolean): string {
  const verdict = isHeld ? (typeof value === 'string' ? 'SKIPPED' : 'holds  ') : 'FAILS  ';
  return `${verdict}  ${name}: ${typeof value === 'string' ? `not measured, ${value}` : `${value.toFixed(1)} (at most ${limit.toFixed(1)})`}`;
}
