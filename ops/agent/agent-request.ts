import { LOOPBACK_URL, MICROBLINK_URL } from '../../lib/config/sections/agent';
import { requestApi } from '../api/api-request';
import { Failure } from '../failures/failures';
import type { AgentKey } from './agent-key';

/** What is sent to the Agent API. */
export interface AgentRequest {
  /** Below the base URL. */
  readonly path: string;
  /** JSON of a POST. @default - it is a GET */
  readonly body?: string;
}

/**
 * One request with a key. Basic authentication, as for every request of the Agent API.
 * @param agentUrl Base URL of the Agent API, with or without a slash at the end.
 * @throws Failure `foreign-agent` for a host that is not Microblink's, `unreachable` without an answer
 */
export function requestAgent(
  agentUrl: string,
  { clientId, clientSecret }: AgentKey,
  { path, body }: AgentRequest,
  signal: AbortSignal,
): Promise<Response> {
  requireMicroblink(agentUrl);
  const headers = {
    Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    Accept: 'application/json',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  };
  return requestApi(`${agentUrl.replace(/\/$/, '')}/${path}`, { method: body === undefined ? 'GET' : 'POST', headers, body }, signal);
}

/**
 * The URL comes from the deployed function, where somebody with rights in the account may have put another one: a key that the operator holds
 * goes nowhere that the settings of a stage would not accept.
 */
function requireMicroblink(agentUrl: string): void {
  if (MICROBLINK_URL.test(agentUrl) || LOOPBACK_URL.test(agentUrl)) return;
  throw new Failure('foreign-agent', {
    what: 'The function sends transactions to a host that is not Microblink’s, and the key was not sent there.',
    where: agentUrl,
    toDo: 'Find out in the trail who changed the function (UpdateFunctionConfiguration), then deploy the stage again. Accepted is https://api.<region>.platform.microblink.com/agent/.',
  });
}
