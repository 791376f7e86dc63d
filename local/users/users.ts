import { createHmac } from 'node:crypto';
import { drawPortrait, type Portrait } from './portraits';

/** A user of the local stack. */
export interface LocalUser {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** The `sub` of the user's tokens. */
  readonly sub: string;
  /** Value of the claim that decides whose photo is used. */
  readonly subject: string;
  /** The photo on record; undefined for a user who never enrolled. */
  readonly portrait: Portrait | undefined;
}

/**
 * Three users: two with different photos on record, one with none; and more with their own photos.
 * @param seed Decides over identities and passwords: the same seed makes the same users.
 * @param subjectClaim The claim that the function reads the subject from.
 * @param more How many next to the three.
 */
export async function createUsers(seed: string, subjectClaim: string, more = 0): Promise<LocalUser[]> {
  const user = (name: string, portrait?: Portrait) => createUser(seed, name, subjectClaim, portrait);
  const others = Array.from({ length: more }, async (_, at) => user(`user${at + 1}`, await drawPortrait(at + 2, 'image/jpeg')));
  return [
    user('alice', await drawPortrait(0, 'image/jpeg')),
    user('bob', await drawPortrait(1, 'image/png')),
    user('carol'),
    ...(await Promise.all(others)),
  ];
}

function createUser(seed: string, name: string, subjectClaim: string, portrait: Portrait | undefined): LocalUser {
  const derived = (what: string) => createHmac('sha256', seed).update(`${what} of ${name}`).digest('hex');
  const sub = uuidOf(derived('sub'));
  return {
    name,
    email: `${name}@example.com`,
    // The end satisfies a pool's usual policy; no character means anything to a shell.
    password: `${derived('password').slice(0, 24)}-Aa1`,
    sub,
    // In a pool whose users sign in by e-mail address, the user name is the sub.
    subject: subjectClaim.startsWith('custom:') ? `${name}-${derived('subject').slice(0, 8)}` : sub,
    portrait,
  };
}

/** A UUID of version 4 (RFC 9562 section 5.4), as Cognito makes each `sub`. */
function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
