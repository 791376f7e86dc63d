import type { Reading } from '../../contract/reading';
import type { AgentClient } from '../agent/agent-client';
import type { BasicCredentials, CredentialSource } from '../agent/credentials';
import { attemptOnceOrTwice } from '../agent/retry';
import type { Deadline } from '../deadline/deadline';
import { BrokenReply, Problem } from '../errors';
import { type Outcome, readingPath, readOutcome } from './reading';

/** For the read as a whole, in milliseconds. */
const READ_MS = 5000;

/**
 * Asks Microblink for one transaction, with the key that may read and do nothing else.
 * @throws Problem `read-credentials-refused`, `verdict-unavailable`, `unreadable-result` or `credentials-not-set`.
 */
export function agentRead(
  agent: AgentClient,
  credentials: CredentialSource,
  reading: Reading,
): (transactionId: string, deadline: Deadline) => Promise<Outcome> {
  return async (transactionId, deadline) => {
    const once = ({ authorization }: BasicCredentials) => {
      const headers = { Accept: 'application/json', 'Accept-Encoding': 'identity', Authorization: authorization };
      return agent.send({ method: 'GET', path: readingPath(reading, transactionId), headers, payload: undefined }, deadline);
    };
    try {
      const asked = attemptOnceOrTwice(once, await credentials.current(deadline), credentials, deadline);
      const late = () => new Problem('verdict-unavailable', 'the Agent API did not answer the read in time');
      return readOutcome(await deadline.within(asked, READ_MS, late), transactionId, reading);
    } catch (error) {
      throw inItsOwnWords(error);
    }
  };
}

/** Those of the start speak to an SDK, and of what may have been accepted. */
function inItsOwnWords(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  if (error instanceof BrokenReply) return new Problem('verdict-unavailable', error.reason, { cause: error.cause });
  switch (error.code) {
    case 'agent-unreachable':
    case 'agent-timeout':
    case 'credentials-unavailable':
      return new Problem('verdict-unavailable', error.reason, { cause: error.cause });
    case 'agent-bad-response':
      return new Problem('unreadable-result', error.reason, { cause: error.cause });
    default:
      return error;
  }
}
