import type { APIGatewayProxyResult } from 'aws-lambda';
import type { OperationName } from '../../contract/operations';
import { refusal, SAFE_HEADERS } from '../../contract/refusal';
import type { AgentReply } from '../agent/agent-client';
import { Problem } from '../errors';
import { readUtf8 } from '../request/utf8';
import { relayedHeaders } from './headers';

/**
 * The agent's reply as the SDK gets it: status and body bytes as they came. Serialising the body again would drop what a newer
 * SDK needs.
 * @throws Problem `agent-refused-credentials` for a refusal of our credentials, which the caller cannot fix and must not
 *   mistake for its own, or `agent-bad-response` for what no SDK could read.
 */
export function relay(reply: AgentReply, operation: OperationName): APIGatewayProxyResult {
  if (reply.status === 401 || reply.status === 403) {
    throw new Problem('agent-refused-credentials', `the Agent API answered ${reply.status}: wrong credentials, or those of another region`);
  }
  if (reply.status < 200 || (reply.status >= 300 && reply.status < 400)) {
    throw new Problem('agent-bad-response', `the Agent API answered ${reply.status}, which is not followed`);
  }
  const body = decode(reply.body);
  if (reply.status < 300) requireReadable(body, operation);
  return { statusCode: reply.status, headers: { ...relayedHeaders(reply.headers), ...SAFE_HEADERS }, body };
}

/** A refusal as API Gateway takes it. */
export function refuse(problem: Problem, requestId: string): APIGatewayProxyResult {
  const { status, headers, body } = refusal(problem.code, requestId, problem);
  return { statusCode: status, headers: { ...headers }, body };
}

/** The replies to info and cancel are not documented, so an empty one passes; a started transaction always has a body. */
function requireReadable(body: string, operation: OperationName): void {
  if (body === '' && operation !== 'start-transaction') return;
  try {
    JSON.parse(body);
  } catch {
    throw new Problem('agent-bad-response', 'the reply is not JSON');
  }
}

function decode(bytes: Buffer): string {
  try {
    return readUtf8(bytes);
  } catch {
    throw new Problem('agent-bad-response', 'the reply is not UTF-8');
  }
}
