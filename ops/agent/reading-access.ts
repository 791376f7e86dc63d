import { READING, type Reading } from '../../contract/reading';
import { readConfig } from '../../lib/config/config';
import type { Job } from '../job';
import { findVerdictFunction } from '../stage/functions/verdict-function';
import { readLocalDetails } from '../stage/local-stage';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';

/** Where the function that answers questions finds the Agent API, and how it reads there. */
export interface ReadingAccess {
  readonly agentUrl: string;
  readonly reading: Reading;
}

/** Read from the deployed function, not from the file of the stage, which may have changed since. */
export async function readingAccessOf({ parts, signal }: Job, stage: Stage): Promise<ReadingAccess> {
  if (stage.isLocal) {
    const { agentApiUrl } = await readLocalDetails(parts.localDirectory);
    return { agentUrl: agentApiUrl, reading: readConfig({ stage: 'local' }).agent.reading ?? READING };
  }
  const { environment } = await findVerdictFunction(stage, await stackResources(stage, signal), signal);
  return { agentUrl: environment.agentUrl, reading: environment.reading };
}
