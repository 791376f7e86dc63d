import { type AgentKey, faultOfClientId, faultOfClientSecret, parseAgentKey } from '../agent/agent-key';
import { Failure } from '../failures/failures';
import type { Job } from '../job';

/** Far more than a key has, so that too much input ends soon. */
const MOST_BYTES = 16 * 1024;

/**
 * A key from the person at the terminal, the secret unseen, or from standard input. Never from the command line, which the list of
 * processes and the history of the shell show to others.
 */
export async function readAgentKey({ prompts, parts: { stdin } }: Job): Promise<AgentKey> {
  if (prompts.areAnswered) {
    const clientId = await prompts.text('Client id (sa_…)', faultOfClientId);
    return { clientId, clientSecret: await prompts.secret('Client secret (not shown)', faultOfClientSecret) };
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw tooMuch();
    chunks.push(Buffer.from(chunk));
  }
  return parseAgentKey(Buffer.concat(chunks).toString('utf8'), 'standard input');
}

function tooMuch(): Failure {
  return new Failure('invalid-input', {
    what: `More than ${MOST_BYTES / 1024} KiB came in: this is not a key.`,
    where: 'standard input',
    toDo: 'Give {"clientId": "sa_…", "clientSecret": "…"}, or the client id on the first line and the client secret on the second.',
  });
}
