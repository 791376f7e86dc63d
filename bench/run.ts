import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { NAMES } from './contestants/contestants';
import { gateReport, holds } from './gates/gate';
import { measureGates } from './gates/gates';
import { type Bench, LARGE, MEMORY_MB, openBench, SIZES, SMALL, USUAL } from './measure/bench';
import { measureLatency, measureStarts } from './measure/latency';
import { measureMemory } from './measure/memory';
import { figuresOf, writeDocument } from './page/document';

const USAGE = 'Usage: npm run bench -- [--gate | --write-docs]';
const JSON_FILE = path.join('.local', 'bench.json');
const RIVALS = ['proxy', 'documented', 'usual'] as const;

/** Sizes of the function, in MB, next to the default. */
const OTHER_MEMORIES = [256, 1024, 1769];

/**
 * Measures, prints, and writes what was asked for; `--gate` measures only what has to hold.
 * @returns whether every gate holds.
 * @throws Error for other words, and for a document without Lambda's share of a processor.
 */
export async function runBench(args: readonly string[], say: (line: string) => void): Promise<boolean> {
  const { gate, 'write-docs': writesDocs } = readOptions([...args]);
  const bench = await openBench();
  try {
    if (typeof bench.shares === 'string') {
      say(`Functions have a whole processor, not the share that is named below: ${bench.shares}.`);
      if (writesDocs) throw new Error("The document's figures are those of Lambda's share.");
    }
    say('measuring: what has to hold');
    const gates = await measureGates(bench);
    const skips = process.env.CI !== 'true';
    say(`\n${gateReport(gates, skips)}\n`);
    if (!gate) await measureAll(bench, writesDocs, say);
    return gates.every((one) => holds(one, skips));
  } finally {
    await bench.close();
  }
}

function readOptions(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ args, options: { gate: flag, 'write-docs': flag } });
    if (values.gate && values['write-docs']) throw new Error('The gates are no basis for a document.');
    return values;
  } catch (error) {
    throw new Error(`${(error as Error).message} ${USAGE}`);
  }
}

async function measureAll(bench: Bench, writesDocs: boolean, say: (line: string) => void): Promise<void> {
  const all = NAMES.map((name) => ({ name, memoryMB: MEMORY_MB }));
  const rivals = RIVALS.map((name) => ({ name, memoryMB: MEMORY_MB }));
  const others = typeof bench.shares === 'string' ? [] : OTHER_MEMORIES.map((memoryMB) => ({ name: RIVALS[0], memoryMB }));
  if (typeof bench.shares === 'object') bench.shares.stepAside();
  say('measuring: time of a start');
  const latency = await measureLatency(bench, all, SIZES, 8);
  const sized = await measureLatency(bench, others, [SMALL, USUAL, LARGE], 8);
  say('measuring: first requests');
  const starts = await measureStarts(bench, [...rivals, ...others], 12);
  say('measuring: memory');
  const memory = await measureMemory(bench, RIVALS, SIZES, 3);
  const machine = `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus()[0]?.model}, ${cpus().length} cores`;
  const results = { takenAt: new Date().toISOString(), machine, figures: [...latency, ...sized, ...starts, ...memory] };
  say(`\n${figuresOf(results)}`);
  await mkdir(path.dirname(JSON_FILE), { recursive: true });
  await writeFile(JSON_FILE, `${JSON.stringify(results, undefined, 2)}\n`);
  for (const file of [JSON_FILE, ...(writesDocs ? await writeDocument(results) : [])]) say(`written: ${file}`);
}
