import { type Gate, isWithin } from './gates';
import { markdownTable } from './markdown';

/** All gates as a table, and below it what does not hold. */
export function gateReport(gates: readonly Gate[]): string {
  const failed = gates.filter((gate) => !isWithin(gate, gate.limit));
  const open = gates.filter((gate) => isWithin(gate, gate.limit) && gate.goal !== undefined && !isWithin(gate, gate.goal));
  return [
    markdownTable(['Gate', 'Measured', 'Limit', 'Aim', ''], gates.map(row)),
    ...open.map(({ name }) => `Holds, and is short of the aim: ${name}.`),
    ...failed.map(({ name, limit, value }) => `DOES NOT HOLD: ${name} is ${figure(value)}, the limit is ${figure(limit)}.`),
    failed.length === 0 ? `All ${gates.length} gates hold.` : `${failed.length} of ${gates.length} gates do not hold.`,
  ].join('\n');
}

function row(gate: Gate): string[] {
  const { name, value, limit, goal, sense } = gate;
  const bound = sense === 'at least' ? '≥' : '≤';
  const verdict = value === undefined ? 'not measured here' : isWithin(gate, limit) ? 'holds' : 'DOES NOT HOLD';
  return [name, figure(value), `${bound} ${figure(limit)}`, goal === undefined ? '' : `${bound} ${figure(goal)}`, verdict];
}

function figure(value: number | undefined): string {
  if (value === undefined) return '-';
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
