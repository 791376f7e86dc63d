import { agentAccessOf } from '../agent/agent-access';
import { type Acceptance, askWithKey, readWithKey } from '../agent/agent-api';
import type { AgentKey } from '../agent/agent-key';
import { readingAccessOf } from '../agent/reading-access';
import { Failure, type FailureCode } from '../failures/failures';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import type { Purpose } from './key-use';

/** What became of the trial of a key. */
export interface Trial {
  /** `not-tried`: no one could be asked. `unknown`: it was asked, and answered in a way that says nothing of the key. */
  readonly verdict: Acceptance['verdict'] | 'not-tried';
  readonly says: string;
  /** Who was asked, as a sentence begins with it. */
  readonly name: string;
  /** Host of the Agent API. @default - not found out */
  readonly host?: string;
}

/**
 * Tries a key at the Agent API of the stage, with a request that creates nothing: for starting the information on a workflow, of which a stage without
 * one is asked for one that is not there; for reading a transaction that is not there. A wrong key does not get to hear of either.
 * @throws Failure of what kept it from asking; `foreign-agent` where the function sends to a host that is not Microblink's
 */
export async function tryKey(job: Job, stage: Stage, key: AgentKey, purpose: Purpose): Promise<Trial> {
  const { agentUrl, ...acceptance } = await (purpose === 'starting' ? tryStarting : tryReading)(job, stage, key);
  return { ...acceptance, name: stage.isLocal ? 'The stand-in of the Agent API' : 'Microblink', host: new URL(agentUrl).host };
}

async function tryStarting(job: Job, stage: Stage, key: AgentKey): Promise<Acceptance & { agentUrl: string }> {
  const { agentUrl, workflowIds } = await agentAccessOf(job, stage);
  const [workflowId] = workflowIds;
  const { verdict, says: answer } = await askWithKey(agentUrl, workflowId ?? 'none', key, job.signal);
  const says = workflowId === undefined && verdict === 'unknown' ? 'the stage has no workflow that gets a photo, to ask about' : answer;
  return { verdict, says, agentUrl };
}

async function tryReading(job: Job, stage: Stage, key: AgentKey): Promise<Acceptance & { agentUrl: string }> {
  const access = await readingAccessOf(job, stage);
  return { ...(await readWithKey(access, key, job.signal)), agentUrl: access.agentUrl };
}

/** What stops the trial and not the work: no way to Microblink from here, no permission to see where the function finds it, or no function. */
const HINDRANCES: ReadonlySet<FailureCode> = new Set([
  'unreachable',
  'not-permitted',
  'not-found',
  'not-a-stage',
  'throttled',
  'service-failed',
]);

/**
 * The same, where a key may also be written that no one could be asked about.
 * @throws Failure `foreign-agent`, `interrupted`
 */
export async function tryKeyIfPossible(job: Job, stage: Stage, key: AgentKey, purpose: Purpose): Promise<Trial> {
  try {
    return await tryKey(job, stage, key, purpose);
  } catch (error) {
    if (!(error instanceof Failure) || !HINDRANCES.has(error.code)) throw error;
    const { what, where } = error.text;
    return { verdict: 'not-tried', says: where === undefined ? what : `${where}: ${what}`, name: 'Microblink' };
  }
}

/** A key that Microblink refuses. @param orElse what to do if another key does not help, as a sentence */
export function refusedKey({ name, says, host }: Trial, orElse = ''): Failure {
  return new Failure('key-refused', {
    what: `${name} refuses the new key, and nothing was written: ${says}.`,
    where: host,
    toDo: `Check in the dashboard that the key is active and of the region of this host, and enter it again.${orElse}`,
  });
}
