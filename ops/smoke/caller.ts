import { requestApi } from '../api/api-request';
import { Failure } from '../failures/failures';
import type { Stage } from '../stage/stage';

/** An answer of the API, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `code` of a problem; undefined when the answer is none. */
  readonly code: string | undefined;
}

/** A workflow that gets a photo. */
export interface SmokeWorkflow {
  readonly id: string;
  /** Form field that the stage fills. */
  readonly field: string;
  /** Kind of the photo. */
  readonly kind: string;
}

/** The signed-in test user, as the API sees them. */
export interface Caller {
  /** Web page that the requests come from: one that may call. */
  readonly origin: string;
  readonly subject: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly stage: Stage;
}

/** What a request is made of, apart from the caller. */
export interface ApiRequest {
  readonly method: string;
  /** Behind the base URL. */
  readonly path: string;
  /** Another token than the caller's; null sends none. */
  readonly token?: string | null;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: object | string;
}

export async function call(
  { stage, token: own, origin, signal }: Caller,
  { method, path, token = own, body }: ApiRequest,
): Promise<Answer> {
  const headers = {
    Origin: origin,
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const response = await requestApi(`${stage.proxyBaseUrl}${path}`, { method, headers, body: text }, signal);
  const answered = await response.text();
  return { status: response.status, headers: response.headers, text: answered, code: codeOf(answered) };
}

/** The start of a transaction as an SDK sends it; `change` goes over it. */
export function startBody(workflowId: string, subject: string, change: object = {}): object {
  const consent = { userId: subject, isProcessingStoringAllowed: true, isTrainingAllowed: false };
  return { workflowId, platform: 'browser', sdkVersion: '1.10.0', consent, ...change };
}

/**
 * A claim of a token, unverified: the API verifies it, this only reads what it will find.
 * @throws Failure `sign-in-refused` without it
 */
export function claimOf(token: string, claim: string): string {
  try {
    const value = (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>)[claim];
    if (typeof value === 'string' && value !== '') return value;
  } catch {
    // Falls through to the sentence.
  }
  throw new Failure('sign-in-refused', {
    what: `The test user's token has no claim ${claim}, which decides whose photo is used.`,
    where: 'the token',
    toDo: 'Give the test user a value for it, or choose another test user.',
  });
}

function codeOf(text: string): string | undefined {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
