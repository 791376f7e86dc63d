import { arch, availableParallelism, cpus, platform } from 'node:os';
import { measureAcceptance } from './acceptance';
import { measureColdPath } from './cold-path';
import { measureColdStart } from './cold-start';
import { bundleBytes } from './contenders';
import { measureLatency } from './latency';
import { measureMemory } from './memory';
import type { Plan } from './plan';
import { knowsPeakMemory } from './process-memory';
import type { Group, Results } from './results';
import { measureThroughput } from './throughput';
import type { Workshop } from './workshop';

const SAYS: Readonly<Record<Group, string>> = {
  bundles: 'size of the bundles',
  acceptance: 'what is accepted of broken photos',
  cold: 'start of a process',
  coldPath: 'what a start of a process consists of',
  latency: 'latency and processor time',
  throughput: 'many requests at once',
  memory: 'memory',
};

/** Measures one part. @param say Takes a line for the person who waits. */
export async function measure(group: Group, workshop: Workshop, plan: Plan, say: (line: string) => void): Promise<Partial<Results>> {
  say(`measuring: ${SAYS[group]}`);
  switch (group) {
    case 'bundles':
      return { bundles: [bundle(workshop, 'proxy')] };
    case 'acceptance':
      return { acceptance: await measureAcceptance(workshop, plan.acceptance) };
    case 'cold':
      return { cold: await inTurn(plan.cold, (part) => measureColdStart(workshop, part)) };
    case 'coldPath':
      return { coldPath: await measureColdPath(workshop) };
    case 'latency':
      return { latency: await inTurn(plan.latency, (part) => measureLatency(workshop, part)) };
    case 'throughput':
      return { throughput: await measureThroughput(workshop, plan.throughput) };
    case 'memory':
      if (!knowsPeakMemory()) say('memory: not measured; this system does not say what a process has used at most (Linux does)');
      return knowsPeakMemory() ? { memory: await measureMemory(workshop, plan.memory) } : { beyondSystem: ['memory'] };
  }
}

/** Counted when this is loaded: later, this process leaves one of them to functions. */
const CORES = availableParallelism();

/** Results in which nothing has been measured yet. */
export function noResults({ cores: { isPinned } }: Pick<Workshop, 'cores'>): Results {
  const machine = `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus()[0]?.model ?? 'unknown processor'}, ${CORES} cores${isPinned ? ', one of them for the function alone' : ''}`;
  const takenAt = new Date().toISOString();
  return {
    takenAt,
    machine,
    beyondSystem: [],
    latency: [],
    memory: [],
    throughput: [],
    cold: [],
    coldPath: { steps: [], connections: [] },
    bundles: [],
    acceptance: [],
  };
}

const bundle = (workshop: Workshop, contender: 'proxy') => ({
  contender,
  bytes: bundleBytes(workshop.contenders[contender]),
});

async function inTurn<Part, Figure>(parts: readonly Part[], act: (part: Part) => Promise<Figure[]>): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const part of parts) figures.push(...(await act(part)));
  return figures;
}
