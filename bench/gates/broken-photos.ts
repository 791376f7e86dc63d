import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../stand-ins/exchange';
import { cut, resetInReply } from '../../stand-ins/faults';
import type { Bench } from '../measure/bench';
import { photoOf, type Services } from '../network/services';
import { startOf } from '../network/start';

/** Too much for the buffers between the two, so that a stalled Agent API is felt. */
const BYTES = 12_000_000;
const KEY = 'faces/broken';

/** Whoever sends on gives up before it goes on: this is longer than the function waits. */
const stalls: Fault = async ({ whole }) => {
  await pause(5000);
  await whole(() => undefined);
};

/** What can be wrong with a photo, or happen to it on its way. */
const DEFECTS: Readonly<Record<string, (services: Services) => unknown>> = {
  'a connection that is reset in the middle of the photo': ({ photos }) => Object.assign(photos, { fault: resetInReply }),
  'a photo that ends early': ({ photos }) => Object.assign(photos, { fault: cut }),
  'a photo that does not match its checksum': ({ photos }) => photos.putPhoto(KEY, { bytes: photoOf(BYTES), checksum: 'wrong' }),
  'an object that is no image': ({ photos }) => photos.putPhoto(KEY, { bytes: Buffer.alloc(BYTES, '<html>') }),
  'an Agent API that stops reading': ({ agent }) => Object.assign(agent, { fault: stalls }),
};

/** @returns the defects with which the Agent API was made to accept a start: every announced byte of it came */
export async function acceptedDefects(bench: Bench): Promise<string[]> {
  const accepted: string[] = [];
  for (const [defect, bring] of Object.entries(DEFECTS)) {
    const host = await bench.start('proxy', undefined, bench.plain);
    bench.plain.photos.putPhoto(KEY, { bytes: photoOf(BYTES) });
    const before = bench.plain.agent.complete();
    bring(bench.plain);
    await host.invoke(startOf('broken'));
    if (bench.plain.agent.complete() > before) accepted.push(defect);
    bench.plain.restore();
    await host.stop();
  }
  return accepted;
}
