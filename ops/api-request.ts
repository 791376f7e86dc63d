import { Failure } from './failures';

/** Longer than API Gateway waits for the function. */
const PATIENCE_MS = 35_000;

/**
 * One request to an API, redirects not followed.
 * @throws Failure `unreachable` without an answer, `interrupted`
 */
export async function requestApi(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) });
  } catch (cause) {
    if (signal.aborted) throw new Failure('interrupted', { what: 'The command was interrupted.', toDo: 'Run it again.' }, { cause });
    const reason = ((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error).name;
    throw new Failure(
      'unreachable',
      {
        what: `It does not answer (${reason}).`,
        where: new URL(url).host,
        toDo: 'Check the network of this machine, and that the stage is up.',
      },
      { cause },
    );
  }
}
