import type { HostileRequest } from './hostile-request';
import { brokenPromises } from './promises';
import { endOf } from './reply-promise';
import type { World } from './world';

export interface Verdict {
  /** Every broken promise in words; none when all is well. */
  readonly faults: readonly string[];
  /** A documented code, `relayed`, or `relayed with a photo`. */
  readonly end: string;
}

/** Sends one request and judges everything that it has caused. */
export async function judge(world: World, request: HostileRequest): Promise<Verdict> {
  try {
    const outcome = await world.ask(request);
    const end = endOf(request, outcome);
    const faults = brokenPromises(request, outcome);
    if (end === undefined) return { faults: [...faults, 'the reply is neither documented nor the agent’s'], end: 'unknown' };
    return { faults, end: end === 'relayed' && outcome.reads.length > 0 ? 'relayed with a photo' : end };
  } catch (error) {
    return { faults: [`something was thrown: ${error}`], end: 'thrown' };
  }
}
