import { randomBytes } from 'node:crypto';
import type { Reading } from '../../contract/reading';
import type { AgentKey } from './agent-key';
import { requestAgent } from './agent-request';
import type { ReadingAccess } from './reading-access';

/** What the Agent API said to a key. */
export type Acceptance =
  | { readonly verdict: 'accepted'; readonly says: string }
  | { readonly verdict: 'refused'; readonly says: string }
  /** It answered, in a way that says nothing of the key. */
  | { readonly verdict: 'unknown'; readonly says: string };

/**
 * Asks for the information on a workflow, which starts nothing.
 * @throws Failure `foreign-agent` for a host that is not Microblink's, `unreachable` without an answer
 */
export async function askWithKey(agentUrl: string, workflowId: string, key: AgentKey, signal: AbortSignal): Promise<Acceptance> {
  const answer = await requestAgent(agentUrl, key, { path: `api/v1/initialize/${encodeURIComponent(workflowId)}/info` }, signal);
  await answer.body?.cancel();
  return acceptanceOf(answer.status, workflowId);
}

/**
 * Reads a transaction that does not exist, which shows whether a key may read: who may not does not get to hear that there is none.
 * @throws Failure as above
 */
export async function readWithKey({ agentUrl, reading }: ReadingAccess, key: AgentKey, signal: AbortSignal): Promise<Acceptance> {
  const transactionId = randomBytes(13).toString('hex');
  const answer = await requestAgent(agentUrl, key, { path: readingPath(reading, transactionId) }, signal);
  await answer.body?.cancel();
  return readAcceptanceOf(answer.status);
}

/** The path at the Agent API. The id has a form that needs no encoding. */
export function readingPath({ path }: Reading, transactionId: string): string {
  return path.replace('{transactionId}', () => transactionId);
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

function readAcceptanceOf(status: number): Acceptance {
  if (status === 404)
    return { verdict: 'accepted', says: 'it answered 404 to the read of a transaction that does not exist: the key reads' };
  if (status === 401)
    return { verdict: 'refused', says: 'it answered 401 to a read: the key is wrong, deleted, or of another region, and does not read' };
  if (status === 403)
    return {
      verdict: 'refused',
      says: 'it answered 403 to a read: the key does not read. It lacks the role "Transaction read", was disabled, or is of another region',
    };
  return { verdict: 'unknown', says: `it answered ${status} to the read of a transaction that does not exist, where 404 was expected` };
}
