import type { AgentKey } from './credentials/agent-key';
import { Failure } from './failures';

/** What the Agent API said to a key. */
export type Acceptance =
  | { readonly verdict: 'accepted'; readonly says: string }
  | { readonly verdict: 'refused'; readonly says: string }
  /** It answered, in a way that says nothing of the key. */
  | { readonly verdict: 'unknown'; readonly says: string };

const PATIENCE_MS = 15_000;

/**
 * Asks for the information on a workflow, which starts nothing. Basic authentication, as for every request of the Agent API.
 * @param agentUrl Base URL of the Agent API, with or without a slash at the end.
 * @throws Failure `unreachable` without an answer
 */
export async function askWithKey(
  agentUrl: string,
  workflowId: string,
  { clientId, clientSecret }: AgentKey,
  signal: AbortSignal,
): Promise<Acceptance> {
  const url = `${agentUrl.replace(/\/$/, '')}/api/v1/initialize/${encodeURIComponent(workflowId)}/info`;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  let status: number;
  try {
    const answer = await fetch(url, {
      headers: { Authorization: authorization, Accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    status = answer.status;
    await answer.body?.cancel();
  } catch (cause) {
    if (signal.aborted) throw new Failure('interrupted', { what: 'The command was interrupted.', toDo: 'Run it again.' }, { cause });
    const reason = ((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error).name;
    throw new Failure(
      'unreachable',
      {
        what: `The Agent API does not answer (${reason}).`,
        where: new URL(url).host,
        toDo: 'Check the network of this machine, and agent in the file of the stage.',
      },
      { cause },
    );
  }
  return acceptanceOf(status, workflowId);
}

/** An unknown workflow is answered with 400 or 404 after the key was accepted, another region's key with 401 or 403. */
function acceptanceOf(status: number, workflowId: string): Acceptance {
  if (status >= 200 && status < 300) return { verdict: 'accepted', says: `it answered ${status} for workflow ${workflowId}` };
  if (status === 401 || status === 403) {
    return { verdict: 'refused', says: `it answered ${status}: the key is wrong, deleted, or of another region` };
  }
  if (status === 400 || status === 404)
    return { verdict: 'unknown', says: `it answered ${status}: the workflow ${workflowId} is not there, or not of this organisation` };
  return { verdict: 'unknown', says: `it answered ${status}` };
}
