import { type Gate, holds, isWithin } from './gate';
import { markdownTable } from './markdown';

/** All gates as a table, and below it what does not hold. */
export function gateReport(gates: readonly Gate[]): string {
  const failed = gates.filter((gate) => !holds(gate));
  const open = gates.filter((gate) => isWithin(gate, gate.limit) && gate.goal !== undefined && !isWithin(gate, gate.goal));
  const beyond = gates.filter(({ value, isBeyondSystem }) => value === undefined && isBeyondSystem);
  return [
    markdownTable(['Gate', 'Measured', 'Limit', 'Aim', ''], gates.map(row)),
    ...open.map(({ name }) => `Holds, and is short of the aim: ${name}.`),
    ...failed.map(failure),
    ...(beyond.length === 0 ? [] : [`${beyond.length} gates cannot be measured on this system.`]),
    failed.length === 0 ? `All ${gates.length - beyond.length} gates hold.` : `${failed.length} of ${gates.length} gates do not hold.`,
  ].join('\n');
}

function row(gate: Gate): string[] {
  const { name, value, limit, goal, sense } = gate;
  const bound = sense === 'at least' ? '≥' : '≤';
  return [name, figure(value), `${bound} ${figure(limit)}`, goal === undefined ? '' : `${bound} ${figure(goal)}`, verdict(gate)];
}

function verdict(gate: Gate): string {
  if (gate.value === undefined) return gate.isBeyondSystem ? 'cannot be measured here' : 'NOT MEASURED';
  return holds(gate) ? 'holds' : 'DOES NOT HOLD';
}

function failure({ name, value, limit }: Gate): string {
  if (value === undefined) return `NOT MEASURED: ${name}. The run was to measure it.`;
  return `DOES NOT HOLD: ${name} is ${figure(value)}, the limit is ${figure(limit)}.`;
}

function figure(value: number | undefined): string {
  if (value === undefined) return '-';
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
