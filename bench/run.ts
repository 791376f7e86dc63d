import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { coldPathTable } from './cold-path-table';
import { writeDocument } from './document';
import { type Gate, granting, holds, TIMED } from './gate';
import { gateReport } from './gate-report';
import { gatesOf } from './gates';
import { GROUPS, measure, noResults } from './measurements';
import type { BenchOptions } from './options';
import { type Plan, repeated, SHORT, WHOLE } from './plan';
import type { LatencyFigure, Results } from './results';
import { tablesOf } from './tables';
import { openWorkshop, type Workshop } from './workshop';

/** How often a gate that does not hold is measured anew, each time with more rounds: its limit stays. */
const MORE_TRIES = [2, 4];

/** What the short form grants beyond the limits: it is to tell a change of the code from a busy machine, with few rounds. */
const GRANTED = 0.15;
const shortGates = (results: Results): Gate[] => gatesOf(results).map((gate) => granting(gate, GRANTED));

/**
 * Measures, prints, and writes what was asked for.
 * @returns whether every gate holds.
 */
export async function runBench(options: BenchOptions, say: (line: string) => void): Promise<boolean> {
  const workshop = await openWorkshop();
  try {
    const plan = options.isGate ? SHORT : WHOLE;
    let results = noResults(workshop);
    // What a start consists of says why, and no gate asks for it.
    const groups = options.isGate ? GROUPS.filter((group) => group !== 'coldPath') : GROUPS;
    for (const group of groups) results = { ...results, ...(await measure(group, workshop, plan, say)) };
    // A whole run has rounds enough, and shows what they came to.
    if (options.isGate) results = await untilClear(results, workshop, plan, say);
    if (!options.isGate) say(`\n${tablesOf(results)}\n\n${coldPathTable(results)}`);
    const gates = options.isGate ? shortGates(results) : gatesOf(results);
    if (options.isGate) say(`\nThe short form grants ${GRANTED * 100} % more than the limits of docs/performance.md.`);
    say(`\n${gateReport(gates)}`);
    await writeJson(options.json, results, say);
    if (options.writesDocs) for (const file of await writeDocument(results)) say(`written: ${file}`);
    return gates.every(holds);
  } finally {
    await workshop.close();
  }
}

/** Another job of the machine can spoil a round; it does not spoil ten. What does not depend on time is not measured twice. */
async function untilClear(first: Results, workshop: Workshop, plan: Plan, say: (line: string) => void): Promise<Results> {
  let results = first;
  for (const times of MORE_TRIES) {
    const unclear = shortGates(results).filter((gate) => !holds(gate) && TIMED.includes(gate.group));
    if (unclear.length > 0) say(`not clear, once more with ${times} times the rounds: ${unclear.map(({ name }) => name).join('; ')}`);
    const more = repeated(
      plan,
      times,
      unclear.flatMap(({ bytes }) => bytes ?? []),
    );
    for (const group of new Set(unclear.map((gate) => gate.group))) results = merge(results, await measure(group, workshop, more, say));
  }
  return results;
}

/** What was measured anew takes the place of what was there; other sizes stay. */
function merge(results: Results, anew: Partial<Results>): Results {
  const isNew = ({ contender, bytes, network }: LatencyFigure) =>
    anew.latency?.some((one) => one.contender === contender && one.bytes === bytes && one.network === network);
  const latency = [...results.latency.filter((figure) => !isNew(figure)), ...(anew.latency ?? [])];
  return { ...results, ...anew, latency };
}

async function writeJson(file: string, results: Results, say: (line: string) => void): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  say(`written: ${file}`);
}
