import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import type { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { isYes, type VerdictQuestion } from '../../client'; // where the package is installed: 'face-match-proxy/client'

export interface BackendSettings {
  /** Where browsers find this backend: scheme, host and port. Its page comes from here, and no other page may use it. */
  readonly origin: string;
  /** What the page calls besides: Cognito, the proxy, Microblink. */
  readonly pageCalls: readonly string[];
  readonly page: ReadonlyMap<string, { readonly type: string; readonly content: string | Uint8Array }>;
  readonly userPoolId: string;
  readonly clientId: string;
  /** The output `SubjectClaim`. */
  readonly subjectClaim: string;
  /** Reads the keys of the user pool. @default - from AWS, as it should be but on the local stack */
  readonly keys?: SimpleJwksCache;
  readonly workflowId: string;
  /** The output `VerdictsUrl`. */
  readonly verdictsUrl: string;
  readonly region: string;
  /** Of this backend's role. On AWS: `fromNodeProviderChain()` of `@aws-sdk/credential-providers`. */
  readonly credentials: SignatureV4Init['credentials'];
  /** Phone numbers by subject: the bank's database. */
  readonly phones: Map<string, string>;
  /** No token, no phone number, no subject. */
  readonly audit: (event: Readonly<Record<string, unknown>>) => void;
  readonly now?: () => number;
}

/** One attempt to change a phone number, written down before the face match. In a bank: a row of the same database as the phone number. */
interface Attempt {
  readonly phone: string;
  readonly question: Omit<VerdictQuestion, 'transactionId'>;
  /** The first that the page handed in. Another one needs another attempt. */
  transactionId?: string;
  outcome?: 'changed' | 'refused';
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly content: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super('refused');
  }
}

const ATTEMPT_MS = 15 * 60_000; // verdicts.maxAgeMinutes
const PHONE = /^\+[1-9][0-9]{6,14}$/;
const TRANSACTION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Changes the phone number of the signed-in user, after a face match. It has no cookie, so no other page can act for a user; each request proves
 * its user by an ID token that is verified here.
 */
export function createBackend(settings: BackendSettings): RequestListener {
  const { userPoolId, clientId, workflowId, region, credentials, audit, now = Date.now } = settings;
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'id' }, settings.keys && { jwksCache: settings.keys });
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  /** One open attempt for each subject: a new one takes the place of the one before. */
  const attempts = new Map<string, Attempt>();
  const headers = securityHeaders(settings);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method, headers: given } = request;
    const [url = ''] = (request.url ?? '').split('?', 1);
    // A name that somebody else made lead here (DNS rebinding).
    if (given.host !== new URL(settings.origin).host) refuse(421, 'another-host');
    const file = settings.page.get(url);
    const [, attempt] = /^\/api\/phone-changes\/([0-9a-f-]{36})$/.exec(url) ?? [];
    const isRead = file !== undefined || url === '/api/phone';
    if (!isRead && url !== '/api/phone-changes' && attempt === undefined) refuse(404, 'not-found');
    if (method !== (isRead ? 'GET' : 'POST')) refuse(405, 'method', { Allow: isRead ? 'GET' : 'POST' });
    if (file !== undefined) return { status: 200, ...file };
    // Browsers send it with each POST. The token alone would do: no browser adds it by itself.
    if (method === 'POST' && given.origin !== settings.origin) refuse(403, 'another-origin');
    const subject = await subjectOf(given.authorization);
    if (url === '/api/phone') return json(200, { phone: settings.phones.get(subject) ?? null });
    const body = await readBody(request);
    if (attempt === undefined) return json(201, { id: begin(subject, text(body, 'phone', PHONE)) });
    return await finish(subject, attempt, text(body, 'transactionId', TRANSACTION_ID));
  }

  /** @throws Refusal unless this pool made the ID token, for this app, and it is still good. */
  async function subjectOf(authorization = ''): Promise<string> {
    const claims = await verifier.verify(authorization.replace(/^Bearer /, '')).catch((error: unknown) => {
      // The pool's keys could not be read: no fault of the token.
      throw error instanceof JwtBaseError && !(error instanceof FetchError) ? refuse(401, 'sign-in') : error;
    });
    const subject = claims[settings.subjectClaim];
    if (typeof subject !== 'string' || subject === '') refuse(403, 'no-subject');
    return subject;
  }

  /** Writes the attempt down before the match: whose it is, for what, and since when. */
  function begin(subject: string, phone: string): string {
    const step = randomUUID();
    attempts.set(subject, { phone, question: { subject, workflowId, step, askedAt: new Date(now()).toISOString() } });
    audit({ event: 'asked-for-a-match', step });
    return step;
  }

  /** The page says which transaction, and nothing else: the rest of the question is what was written down. Safe to repeat. */
  async function finish(subject: string, step: string, transactionId: string): Promise<Answer> {
    const attempt = attempts.get(subject);
    if (attempt?.question.step !== step) refuse(404, 'no-such-change');
    attempt.transactionId ??= transactionId;
    if (attempt.transactionId !== transactionId) refuse(409, 'another-transaction');
    if (attempt.outcome !== undefined) return json(200, { outcome: attempt.outcome });
    if (now() - Date.parse(attempt.question.askedAt) > ATTEMPT_MS) refuse(410, 'too-late');
    const verdict = await ask({ ...attempt.question, transactionId });
    if (typeof verdict === 'number') return json(202, { outcome: 'not-known-yet' }, { 'Retry-After': String(verdict) });
    return json(200, { outcome: decide(attempt, verdict) });
  }

  /** In a bank: one database transaction, so that the number changes once, and with the decision or not at all. */
  function decide(attempt: Attempt, isAllowed: boolean): 'changed' | 'refused' {
    const { subject, step } = attempt.question;
    if (attempt.outcome !== undefined) return attempt.outcome;
    attempt.outcome = isAllowed && attempts.get(subject) === attempt ? 'changed' : 'refused';
    if (attempt.outcome === 'changed') settings.phones.set(subject, attempt.phone);
    audit({ event: `phone-number-${attempt.outcome}`, step });
    return attempt.outcome;
  }

  /** @returns whether the step is allowed, or in how many seconds to ask the very same again: after any doubt, a lost reply included. */
  async function ask(question: VerdictQuestion): Promise<boolean | number> {
    const { protocol, host, hostname, pathname: path } = new URL(settings.verdictsUrl);
    const [{ step, transactionId }, body] = [question, JSON.stringify(question)];
    const request = { method: 'POST', protocol, hostname, path, body, headers: { host, 'content-type': 'application/json' } };
    try {
      const { headers } = await signer.sign(request);
      const signal = AbortSignal.timeout(15_000);
      const reply = await fetch(settings.verdictsUrl, { method: 'POST', headers, body, redirect: 'error', signal });
      const told = (await reply.json()) as Record<'verdict' | 'reasons' | 'code', unknown>;
      const { verdict, reasons, code } = told;
      audit({ event: 'verdict', step, transactionId, status: reply.status, verdict, reasons, code });
      if (reply.status === 200) return isYes(told);
      return Math.min(Math.max(Number(reply.headers.get('retry-after')) || 5, 1), 60);
    } catch (error) {
      audit({ event: 'no-verdict', step, transactionId, error: String((error as Error).cause ?? error) });
      return 2;
    }
  }

  return (request, response) => {
    const send = ({ status, type = 'application/json', content, headers: more }: Answer) =>
      response.writeHead(status, { ...headers, 'Content-Type': type, ...more }).end(content);
    answer(request).then(send, (error: unknown) => {
      if (error instanceof Refusal) return send(error.answer);
      audit({ event: 'fault', error: String(error) });
      return send(json(500, { code: 'internal' }, { Connection: 'close' }));
    });
  };
}

/** Nothing is kept by a cache, framed, guessed or read by another page; scripts and connections are listed. There are no CORS headers. */
function securityHeaders({ pageCalls }: BackendSettings): Record<string, string> {
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ${pageCalls.join(' ')}`;
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `${policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(self)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** What is left of a body is not read. */
function refuse(status: number, code: string, headers = {}): never {
  throw new Refusal(json(status, { code }, { ...headers, Connection: 'close' }));
}

function json(status: number, value: object, headers = {}): Answer {
  return { status, content: JSON.stringify(value), headers };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json(;|$)/i.test(request.headers['content-type'] ?? '')) refuse(415, 'json-only');
  if (!(Number(request.headers['content-length']) <= 1024)) refuse(413, 'too-large');
  return await readJson(request).catch(() => refuse(400, 'not-json'));
}

function text(body: unknown, member: string, form: RegExp): string {
  const value = Object(body)[member];
  if (typeof value !== 'string' || !form.test(value)) refuse(400, `invalid-${member}`);
  return value;
}
