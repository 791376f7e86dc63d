import type { IncomingMessage } from 'node:http';
import type { Limits } from '../../contract/environment';
import type { Deadline } from '../deadline/deadline';
import { BrokenReply, Problem } from '../errors';

type ReplyLimits = Pick<Limits, 'agentReplyBytes' | 'agentReplyStallMs'>;

/**
 * Reads a reply to its end.
 * @throws Problem `agent-bad-response` for one that is too large, BrokenReply for one that is cut, `agent-timeout` for one that stalls.
 */
export async function readReply(response: IncomingMessage, limits: ReplyLimits, deadline: Deadline): Promise<Buffer> {
  const stalled = () => new Problem('agent-timeout', 'the reply stalled');
  const idle = deadline.idleTimeout(limits.agentReplyStallMs, stalled, (reason) => void response.destroy(reason as Error));
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    idle.begin();
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limits.agentReplyBytes)
        throw new Problem('agent-bad-response', `the reply has more than ${limits.agentReplyBytes} bytes`);
      chunks.push(chunk);
      idle.begin();
    }
  } catch (error) {
    throw error instanceof Problem ? error : new BrokenReply('the reply was cut', error);
  } finally {
    idle.end();
  }
  if (!response.complete) throw new BrokenReply('the reply was cut');
  return Buffer.concat(chunks);
}
