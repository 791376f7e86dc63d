import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Deadline, startDeadline } from '../deadline/deadline';
import { Problem } from '../errors';
import { parseJsonObject } from '../request/json';

/** The company's Microblink credentials, as the header that carries them. */
export interface BasicCredentials {
  readonly authorization: string;
}

export interface CredentialSource {
  /** The cached credentials, or those of one fetch for everybody who waits. @throws Problem `credentials-…`. */
  current(deadline: Deadline): Promise<BasicCredentials>;
  /** The credentials as they are now, for after the agent has refused the cached ones. @throws Problem `credentials-…`. */
  reread(deadline: Deadline): Promise<BasicCredentials>;
}

/** A rotated secret is picked up after this time, or at the agent's first refusal. */
const CACHE_MS = 5 * 60_000;
/** More than the client's own attempts can take. */
const FETCH_MS = 10_000;

/** Credentials from one secret of the form `{"clientId": "sa_…", "clientSecret": "…"}`. `now` is in milliseconds. */
export function secretsManagerCredentials(client: SecretsManagerClient, secretArn: string, now: () => number): CredentialSource {
  let cached: { readonly credentials: BasicCredentials; readonly until: number } | undefined;
  let fetching: { readonly result: Promise<BasicCredentials>; readonly controller: AbortController; waiting: number } | undefined;

  function fetchOnce(): NonNullable<typeof fetching> {
    if (fetching !== undefined) return fetching;
    const controller = new AbortController();
    const result = fetchSecret(client, secretArn, controller.signal).then((credentials) => {
      if (!controller.signal.aborted) cached = { credentials, until: now() + CACHE_MS };
      return credentials;
    });
    const fetch = { result, controller, waiting: 0 };
    // Those who waited may have gone, and a failure that no one listens to would end the process.
    result.catch(() => undefined);
    fetching = fetch;
    return fetch;
  }

  function forget(fetch: typeof fetching): void {
    if (fetching === fetch) fetching = undefined;
  }

  /**
   * A fetch is shared, so it ends early only when no one waits for it any more. It is forgotten in the same moment: no one
   * may join a fetch that has been given up, and one that never ends could not block those after it.
   */
  async function share(fetch: NonNullable<typeof fetching>, deadline: Deadline): Promise<BasicCredentials> {
    fetch.waiting++;
    try {
      return await deadline.within(fetch.result, FETCH_MS, () => new Problem('credentials-unavailable', 'Secrets Manager did not answer'));
    } finally {
      fetch.waiting--;
      if (fetch.waiting === 0) {
        forget(fetch);
        fetch.controller.abort();
      }
    }
  }

  /**
   * One that began before the request, at the start of the process, may have used up its attempts while the process was frozen or had
   * hardly any processor. Its failure says nothing of now, so it is no refusal of this request.
   */
  async function reread(deadline: Deadline): Promise<BasicCredentials> {
    const isJoined = fetching !== undefined;
    try {
      return await share(fetchOnce(), deadline);
    } catch (error) {
      if (!isJoined || !(error instanceof Problem) || error.code !== 'credentials-unavailable') throw error;
      deadline.requireTime();
      return await share(fetchOnce(), deadline);
    }
  }

  return {
    reread,
    current: async (deadline) => (cached !== undefined && now() < cached.until ? cached.credentials : await reread(deadline)),
  };
}

async function fetchSecret(client: SecretsManagerClient, secretArn: string, abortSignal: AbortSignal): Promise<BasicCredentials> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), { abortSignal });
    return parseSecret(SecretString);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { name } = error instanceof Error ? error : { name: 'unknown' };
    // The stack creates the secret without a value; reading it then fails as if the secret did not exist.
    if (name === 'ResourceNotFoundException') throw new Problem('credentials-not-set', 'the secret has no value yet', { cause: error });
    throw new Problem('credentials-unavailable', `Secrets Manager refused or failed (${name})`, { cause: error });
  }
}

function parseSecret(text: string | undefined): BasicCredentials {
  const { clientId, clientSecret } = parseSecretObject(text);
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || clientSecret === '') {
    throw new Problem('credentials-not-set', 'the secret is not of the form {"clientId": "sa_…", "clientSecret": "…"}');
  }
  // A client id with a colon would shift the border between id and password (RFC 7617 section 2).
  if (!/^sa_[^:\s]+$/.test(clientId)) {
    throw new Problem(
      'credentials-not-set',
      'the client id does not begin with sa_: create a service account key in the Microblink dashboard',
    );
  }
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
}

function parseSecretObject(text: string | undefined): Record<string, unknown> {
  try {
    return parseJsonObject(text ?? '');
  } catch {
    throw new Problem('credentials-not-set', 'the secret is not a JSON object');
  }
}

/** For the first reading of the secret, in milliseconds. */
const SECRET_MS = 5000;

/** Reads the secret before anybody asks for it; a failure is left to the first request, which reads it again. */
export async function readSecretAhead(credentials: CredentialSource): Promise<void> {
  const deadline = startDeadline(SECRET_MS);
  await credentials.current(deadline).catch(() => undefined);
  deadline.end();
}
