import { LOOPBACK_URL, MICROBLINK_URL } from '../../lib/config/sections/agent';
import { requestApi } from '../api/api-request';
import { Failure } from '../failures/failures';
import type { AgentKey } from './agent-key';

/** What the Agent API said to a key. */
export type Acceptance =
  | { readonly verdict: 'accepted'; readonly says: string }
  | { readonly verdict: 'refused'; readonly says: string }
  /** It answered, in a way that says nothing of the key. */
  | { readonly verdict: 'unknown'; readonly says: string };

/**
 * Asks for the information on a workflow, which starts nothing. Basic authentication, as for every request of the Agent API.
 * @param agentUrl Base URL of the Agent API, with or without a slash at the end.
 * @throws Failure `foreign-agent` for a host that is not Microblink's, `unreachable` without an answer
 */
export async function askWithKey(
  agentUrl: string,
  workflowId: string,
  { clientId, clientSecret }: AgentKey,
  signal: AbortSignal,
): Promise<Acceptance> {
  requireMicroblink(agentUrl);
  const url = `${agentUrl.replace(/\/$/, '')}/api/v1/initialize/${encodeURIComponent(workflowId)}/info`;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const answer = await requestApi(url, { headers: { Authorization: authorization, Accept: 'application/json' } }, signal);
  await answer.body?.cancel();
  return acceptanceOf(answer.status, workflowId);
}

/**
 * The URL comes from the deployed function, where somebody with rights in the account may have put another one: a key that the operator holds
 * goes to no host that the settings of a stage would not accept.
 */
function requireMicroblink(agentUrl: string): void {
  if (MICROBLINK_URL.test(agentUrl) || LOOPBACK_URL.test(agentUrl)) return;
  throw new Failure('foreign-agent', {
    what: 'The function sends transactions to a host that is not Microblink’s, and the key was not sent there.',
    where: agentUrl,
    toDo: 'Find out in the trail who changed the function (UpdateFunctionConfiguration), then deploy the stage again. Accepted is https://api.<region>.platform.microblink.com/agent/.',
  });
}

/** An unknown workflow is answered with 400 or 404 after the key was accepted, another region's key with 401 or 403. */
function acceptanceOf(status: number, workflowId: string): Acceptance {
  if (status >= 200 && status < 300) return { verdict: 'accepted', says: `it answered ${status} for workflow ${workflowId}` };
  if (status === 401) return { verdict: 'refused', says: 'it answered 401: the key is wrong, deleted, or of another region' };
  if (status === 403) return { verdict: 'refused', says: 'it answered 403: the key lacks a role, was disabled, or is of another region' };
  if (status === 400 || status === 404)
    return { verdict: 'unknown', says: `it answered ${status}: the workflow ${workflowId} is not there, or not of this organisation` };
  return { verdict: 'unknown', says: `it answered ${status}` };
}
