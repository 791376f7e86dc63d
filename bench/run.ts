import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { coldPathTable } from './cold-path-table';
import { writeDocument } from './document';
import { holds } from './gate';
import { gateReport } from './gate-report';
import { gatesOf } from './gates';
import { measure, noResults } from './measurements';
import type { BenchOptions } from './options';
import { SHORT, WHOLE } from './plan';
import type { Results } from './results';
import { GROUPS, type Group } from './results';
import { tablesOf } from './tables';
import { measureVerdicts } from './verdict';
import { openWorkshop } from './workshop';

/** What the short form measures: nothing whose figure another job of the machine can change. */
const STEADY: readonly Group[] = ['bundles', 'acceptance', 'memory'];

/**
 * Measures, prints, and writes what was asked for.
 * @returns whether every gate holds.
 */
export async function runBench(options: BenchOptions, say: (line: string) => void): Promise<boolean> {
  if (options.isVerdicts) {
    await measureVerdicts(say);
    return true;
  }
  const workshop = await openWorkshop();
  try {
    const [groups, plan] = options.isGate ? [STEADY, SHORT] : [GROUPS, WHOLE];
    let results = noResults(workshop);
    for (const group of groups) results = { ...results, ...(await measure(group, workshop, plan, say)) };
    if (!options.isGate) say(`\n${tablesOf(results)}\n\n${coldPathTable(results)}`);
    const gates = gatesOf(results).filter(({ group }) => groups.includes(group));
    say(`\n${gateReport(gates)}`);
    await writeJson(options.json, results, say);
    if (options.writesDocs) for (const file of await writeDocument(results)) say(`written: ${file}`);
    return gates.every(holds);
  } finally {
    await workshop.close();
  }
}

async function writeJson(file: string, results: Results, say: (line: string) => void): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  say(`written: ${file}`);
}
