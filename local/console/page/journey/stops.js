import { agentStop } from './stop-agent.js';
import { authorizerStop } from './stop-authorizer.js';
import { proxyStop } from './stop-proxy.js';
import { answerStop, requestStop } from './stop-sdk.js';

/**
 * The five stops of a request, each by what was seen there.
 * `state` is `done`, `refused`, `failed`, `waiting` or `skipped`; `word` says it in the terms of the stop.
 */
export function stopsOf(trace) {
  return [requestStop(trace), authorizerStop(trace), proxyStop(trace), agentStop(trace), answerStop(trace)];
}
