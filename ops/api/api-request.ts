import { Failure } from '../failures/failures';
import { unreachable } from '../failures/unreachable';

/** Longer than API Gateway waits for the function. */
const LIMITS_MS = 35_000;

/**
 * One request to an API, redirects not followed.
 * @throws Failure `unreachable` without an answer, `interrupted`
 */
export async function requestApi(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(LIMITS_MS)]) });
  } catch (cause) {
    throw noAnswer(url, cause as Error, signal);
  }
}

/**
 * Reads a reply that has begun.
 * @throws Failure `unreachable` for one that breaks off, `interrupted`
 */
export async function readAnswer<Content>(
  answer: Response,
  read: (answer: Response) => Promise<Content>,
  signal: AbortSignal,
): Promise<Content> {
  try {
    return await read(answer);
  } catch (cause) {
    throw noAnswer(answer.url, cause as Error, signal);
  }
}

function noAnswer(url: string, cause: Error, signal: AbortSignal): Failure {
  if (signal.aborted) return new Failure('interrupted', { what: 'The command was interrupted.', toDo: 'Run it again.' }, { cause });
  const { host } = new URL(url);
  const { code, name, message } = rootOf(cause);
  const text = {
    where: host,
    ...unreachable(typeof code === 'string' ? code : name, message, `that ${host} is the right address, and running`),
  };
  return new Failure('unreachable', text, { cause });
}

/** `fetch` says only that it failed; why it did is behind that, a proxy's refusal two steps. */
function rootOf(error: Error): NodeJS.ErrnoException {
  return typeof error.cause === 'object' && error.cause !== null ? rootOf(error.cause as Error) : error;
}
