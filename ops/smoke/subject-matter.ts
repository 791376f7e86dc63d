import { readConfig } from '../../lib/config/config';
import type { Origins } from '../api/api-preflight';
import { Failure } from '../failures/failures';
import type { Job } from '../job';
import { findProxyFunction } from '../stage/functions/proxy-function';
import { readLocalDetails } from '../stage/local-stage';
import { stackResources } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';
import type { SmokeWorkflow } from './caller';

/** What a smoke test needs to know of a stage. */
export interface SubjectMatter {
  readonly workflow: SmokeWorkflow;
  readonly tokens: 'id' | 'access';
  readonly subjectClaim: string;
  /** Whether a wrong user id is corrected instead of refused: then the attempt starts a transaction. */
  readonly correctsUserIds: boolean;
  readonly origins: Origins;
  /** Where the local stack's stand-in keeps what it accepted; undefined on a deployed stage. */
  readonly standIn: string | undefined;
}

/** @param workflowId One that gets a photo. @default - the first of the stage */
export async function subjectMatterOf(job: Job, stage: Stage, workflowId: string | undefined): Promise<SubjectMatter> {
  if (stage.isLocal) return localMatter(job, workflowId);
  const { settings } = await findProxyFunction(stage, await stackResources(stage, job.signal), job.signal);
  const { inject, tokens, subjectClaim, consentUserId, corsOrigins } = settings;
  const id = chosen(workflowId, Object.keys(inject));
  return {
    workflow: { id, field: inject[id]?.field ?? '', kind: inject[id]?.image ?? '' },
    ...{ tokens: tokens.use, subjectClaim, correctsUserIds: consentUserId === 'replace', origins: corsOrigins, standIn: undefined },
  };
}

/** The stage `local` as it is in config/local.json; the stack file has what changes from start to start. */
async function localMatter({ parts }: Job, workflowId: string | undefined): Promise<SubjectMatter> {
  const { workflows, agentApiUrl } = await readLocalDetails(parts.localDirectory);
  const { callers, workflows: settings, cors } = readConfig({ stage: 'local' });
  const id = chosen(workflowId, workflows.injecting);
  const { field = '', image: kind = '' } = settings.inject[id] ?? {};
  return {
    workflow: { id, field, kind },
    ...{ tokens: callers.tokens, subjectClaim: callers.subjectClaim, correctsUserIds: callers.consentUserId === 'replace' },
    origins: typeof cors.origins === 'string' && cors.origins !== '*' ? [cors.origins] : (cors.origins as Origins),
    standIn: `${agentApiUrl}_stand-in/`,
  };
}

function chosen(workflowId: string | undefined, known: readonly string[]): string {
  const id = workflowId ?? known[0];
  if (id !== undefined && known.includes(id)) return id;
  throw new Failure('invalid-input', {
    what: id === undefined ? 'The stage has no workflow that gets a photo.' : `The stage gives no photo to a workflow ${id}.`,
    where: '--workflow',
    toDo: known.length === 0 ? 'Name one in workflows.inject of the file of the stage, and deploy.' : `Name one of: ${known.join(', ')}.`,
  });
}
