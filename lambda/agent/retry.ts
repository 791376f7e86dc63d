import type { Lifetime } from '../deadline/deadline';
import { Problem, StaleConnection } from '../errors';
import type { AgentReply } from './agent-client';
import type { AgentCredentials, CredentialSource } from './credentials';

/** Sends the whole request with these credentials; each call reads the photo anew. */
export type Attempt = (credentials: AgentCredentials) => Promise<AgentReply>;

/**
 * One attempt, and a second one only where the first cannot have created anything: the agent's 401 when the secret has
 * changed since it was cached, and a kept connection that died before the closing bytes. Never a third.
 * @throws Problem.
 */
export async function attemptOnceOrTwice(
  attempt: Attempt,
  credentials: AgentCredentials,
  source: Pick<CredentialSource, 'reread'>,
  lifetime: Lifetime,
): Promise<AgentReply> {
  const first = await attempt(credentials).catch((error: unknown) => {
    if (error instanceof StaleConnection) return error;
    throw error;
  });
  if (first instanceof StaleConnection) return await lastAttempt(attempt, credentials, lifetime);
  if (first.status !== 401) return first;
  const renewed = await source.reread(lifetime);
  return renewed.authorization === credentials.authorization ? first : await lastAttempt(attempt, renewed, lifetime);
}

async function lastAttempt(attempt: Attempt, credentials: AgentCredentials, lifetime: Lifetime): Promise<AgentReply> {
  lifetime.requireTime();
  try {
    return await attempt(credentials);
  } catch (error) {
    if (error instanceof StaleConnection) throw new Problem('agent-unreachable', 'a second connection was dead, too', { cause: error });
    throw error;
  }
}
