import type { Job } from '../job';
import { findProxyFunction } from '../stage/functions/proxy-function';
import { readLocalDetails } from '../stage/local-stage';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';

/** Where the function of a stage finds the Agent API, and a workflow to ask it about. */
export interface AgentAccess {
  readonly agentUrl: string;
  /** Workflows that get a photo. */
  readonly workflowIds: readonly string[];
}

/** Read from the deployed function, not from the file of the stage, which may have changed since. */
export async function agentAccessOf({ parts, signal }: Job, stage: Stage): Promise<AgentAccess> {
  if (stage.isLocal) {
    const { agentApiUrl, workflows } = await readLocalDetails(parts.localDirectory);
    return { agentUrl: agentApiUrl, workflowIds: workflows.injecting };
  }
  const { settings } = await findProxyFunction(stage, await stackResources(stage, signal), signal);
  return { agentUrl: settings.agentUrl, workflowIds: Object.keys(settings.inject) };
}
