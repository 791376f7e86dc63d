import type { IncomingMessage } from 'node:http';
import type { Limits } from './environment';
import { Problem } from './errors';
import type { Lifetime } from './lifetime';

type ReplyLimits = Pick<Limits, 'agentReplyBytes' | 'agentReplyStallMs'>;

/**
 * Reads a reply to its end.
 * @throws Problem `agent-bad-response` for one that is cut or too large, `agent-timeout` for one that stalls.
 */
export async function readReply(response: IncomingMessage, limits: ReplyLimits, lifetime: Lifetime): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of timed(response, limits, lifetime)) {
    bytes += chunk.length;
    if (bytes > limits.agentReplyBytes) throw new Problem('agent-bad-response', `the reply has more than ${limits.agentReplyBytes} bytes`);
    chunks.push(chunk);
  }
  if (!response.complete) throw new Problem('agent-bad-response', 'the reply was cut');
  return Buffer.concat(chunks);
}

async function* timed(response: IncomingMessage, limits: ReplyLimits, lifetime: Lifetime): AsyncGenerator<Buffer, void> {
  const chunks: AsyncIterator<Buffer> = response[Symbol.asyncIterator]();
  for (;;) {
    const next = chunks.next().catch((cause: unknown) => {
      throw new Problem('agent-bad-response', 'the reply was cut', { cause });
    });
    const stalled = () => new Problem('agent-timeout', 'the reply stalled');
    const result = await lifetime.within(next, limits.agentReplyStallMs, stalled);
    if (result.done) return;
    yield result.value;
  }
}
