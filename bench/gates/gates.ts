import { statSync } from 'node:fs';
import path from 'node:path';
import { CODE_FILE } from '../../lib/function/functions';
import { type Bench, HUGE } from '../measure/bench';
import { measureMemory } from '../measure/memory';
import { acceptedDefects } from './broken-photos';
import type { Gate } from './gate';
import { bytesHeldBack } from './held-back';
import { instructionsGate } from './instructions';

/** The photo is sent on while it is read; of 10 MB that leaves what is in buffers. In bytes. */
const MOST_HELD_BACK = 1_000_000;

/** Everything that has to hold. Nothing is a time, and no limit is near to what is found: a photo that is held whole takes 90 MB, not 10. */
export async function measureGates(bench: Bench): Promise<Gate[]> {
  // It takes longest, and what else is measured meanwhile changes no count; if it fails, that is heard of at the end.
  const counting = instructionsGate(bench);
  counting.catch(() => undefined);
  const heldBack = await bytesHeldBack(bench, MOST_HELD_BACK);
  const accepted = await acceptedDefects(bench);
  const [memory] = await measureMemory(bench, ['proxy'], [HUGE], 1);
  const bundle = statSync(path.join(bench.contestants.proxy.directory, CODE_FILE)).size;
  return [
    { name: 'bundle, KB of 1000 bytes', value: bundle / 1000, limit: 450 },
    { name: 'KB that are held back of a photo whose second half does not come', value: heldBack / 1000, limit: MOST_HELD_BACK / 1000 },
    { name: ['broken photos that were accepted', ...accepted].join(', '), value: accepted.length, limit: 0 },
    { name: '10 MB: memory over rest, MB', value: memory?.median ?? 'only Linux says what a process has used at most', limit: 40 },
    await counting,
  ];
}
