import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, send } from '../../stand-ins/exchange';
import { type Bench, HUGE } from '../measure/bench';
import { startOf, subjectOf } from '../network/start';

/** How long the bucket holds the second half of the photo back, unless the first half has left before. */
const PATIENCE_MS = 3000;
const STEP_MS = 5;

/**
 * How much of a photo the function holds back: the bucket delivers half of 10 MB and waits, and the Agent API counts what has come of it.
 * @returns bytes of the photo
 */
export async function bytesHeldBack(bench: Bench, enough: number): Promise<number> {
  const { photos, agent } = bench.plain;
  const half = HUGE / 2;
  let arrived = 0;
  let heldBack = half;
  const count: Fault = async ({ response, right, whole }) => {
    await whole((chunk) => {
      arrived += chunk.length;
    });
    send(response, await right());
  };
  const inHalves: Fault = async ({ response, right, whole }) => {
    await whole();
    const { status, headers, body } = await right();
    response.writeHead(status, { ...headers, 'Content-Length': body.length }).write(body.slice(0, half));
    for (let waited = 0; waited < PATIENCE_MS && heldBack > enough; waited += STEP_MS) {
      await pause(STEP_MS);
      heldBack = half - (arrived * 3) / 4;
    }
    response.end(body.slice(half));
  };
  const host = await bench.start('proxy', undefined, bench.plain);
  try {
    [photos.fault, agent.fault] = [inHalves, count];
    await host.invoke(startOf(subjectOf(HUGE)));
    return heldBack;
  } finally {
    bench.plain.restore();
    await host.stop();
  }
}
