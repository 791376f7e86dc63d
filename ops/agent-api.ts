import { requestApi } from './api-request';
import type { AgentKey } from './credentials/agent-key';

/** What the Agent API said to a key. */
export type Acceptance =
  | { readonly verdict: 'accepted'; readonly says: string }
  | { readonly verdict: 'refused'; readonly says: string }
  /** It answered, in a way that says nothing of the key. */
  | { readonly verdict: 'unknown'; readonly says: string };

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
  const answer = await requestApi(url, { headers: { Authorization: authorization, Accept: 'application/json' } }, signal);
  await answer.body?.cancel();
  return acceptanceOf(answer.status, workflowId);
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
