import type { Deadline } from '../deadline/deadline';
import { Problem, StaleConnection } from '../errors';
import type { AgentReply } from './agent-client';
import type { BasicCredentials, CredentialSource } from './credentials';

/** Sends the whole request with these credentials; each call opens the photo again. */
export type Attempt = (credentials: BasicCredentials) => Promise<AgentReply>;

/**
 * One attempt, and a second one only where the first cannot have created anything: the agent's 401 when the secret has
 * changed since it was cached, and a keep-alive connection that died before the closing bytes. Never a third.
 * @throws Problem.
 */
export async function attemptOnceOrTwice(
  attempt: Attempt,
  credentials: BasicCredentials,
  source: Pick<CredentialSource, 'reread'>,
  deadline: Deadline,
): Promise<AgentReply> {
  const first = await attempt(credentials).catch((error: unknown) => {
    if (error instanceof StaleConnection) return error;
    throw error;
  });
  if (first instanceof StaleConnection) return await lastAttempt(attempt, credentials, deadline);
  if (first.status !== 401) return first;
  const renewed = await source.reread(deadline);
  return renewed.authorization === credentials.authorization ? first : await lastAttempt(attempt, renewed, deadline);
}

async function lastAttempt(attempt: Attempt, credentials: BasicCredentials, deadline: Deadline): Promise<AgentReply> {
  deadline.requireTime();
  try {
    return await attempt(credentials);
  } catch (error) {
    if (error instanceof StaleConnection) throw new Problem('agent-unreachable', 'a second connection was dead, too', { cause: error });
    throw error;
  }
}
