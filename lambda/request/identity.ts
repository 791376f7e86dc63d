import type { CallerRules, TokenRules } from '../../contract/environment';
import { SUBJECT } from '../../contract/subject';
import { Problem } from '../errors';

/** Who is calling, as the authorizer verified it. */
export interface Caller {
  /** Decides whose photo is used. Safe inside an object key: no slash, no dot at its start, at most 128 characters. */
  readonly subject: string;
}

/**
 * Turns verified claims into the caller. API Gateway has checked signature, issuer and expiry; its authorizer takes tokens of
 * every app client of the pool, and of both kinds where scopes are set, so kind and client are compared here again.
 * @throws Problem `wrong-token`; `subject-unusable` for a user whom no new token helps.
 */
export function identify(
  claims: Readonly<Record<string, unknown>> | undefined,
  tokens: TokenRules,
  rules: CallerRules,
  now: number,
): Caller {
  if (claims === undefined) throw new Problem('wrong-token', 'no authorizer has verified this request (a test invocation?)');
  if (claims.token_use !== tokens.use) throw new Problem('wrong-token', `token_use is not "${tokens.use}"`);
  const client = tokens.use === 'id' ? claims.aud : claims.client_id;
  if (typeof client !== 'string' || !tokens.clientIds.includes(client)) {
    throw new Problem('wrong-token', 'the token is of an app client that is not configured');
  }
  if (rules.maxAuthAgeMinutes !== undefined) requireRecentSignIn(claims.auth_time, rules.maxAuthAgeMinutes, now);
  return { subject: parseSubject(claims[rules.subjectClaim], rules.subjectClaim) };
}

function parseSubject(value: unknown, claim: string): string {
  if (typeof value === 'string' && SUBJECT.test(value)) return value;
  const why =
    typeof value === 'string' ? `holds no subject of the form ${SUBJECT.source}${oddities(value)}` : 'holds no subject: it is not a text';
  throw new Problem('subject-unusable', `the claim "${claim}" ${value === undefined ? 'is not in the token' : why}`);
}

/** What user names of federated users bring along: `corp|anna`, `CORP\\anna`, `https://idp/anna`, `Anna Muster`. */
const ODDITIES = { 'a vertical bar': '|', 'a backslash': '\\', 'a slash': '/', 'a blank': ' ' } as const;

/** For the operator, who has to find the cause without the value, which may be a person's name. */
function oddities(value: string): string {
  const found = Object.entries(ODDITIES).flatMap(([name, character]) => (value.includes(character) ? [name] : []));
  return found.length === 0 ? '' : `; in it is ${found.join(' and ')}`;
}

function requireRecentSignIn(authTime: unknown, maxAgeMinutes: number, now: number): void {
  const signedIn = parseClaimTime(authTime);
  // A sign-in further in the future than the bound is believed as little as an old one; clocks may differ by less.
  const ageMinutes = Math.abs(now - signedIn) / 60_000;
  if (!(ageMinutes <= maxAgeMinutes)) throw new Problem('wrong-token', `the sign-in is older than ${maxAgeMinutes} minutes`);
}

/** Claims arrive as strings: seconds as digits, or a date such as "Fri Jul 29 18:52:53 UTC 2016". NaN when it is neither. */
function parseClaimTime(value: unknown): number {
  if (typeof value !== 'string') return Number.NaN;
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}
