import { randomBytes, randomUUID } from 'node:crypto';
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
 * Three users with new identities and passwords: two with different photos on record, one with none; and more with photos of their own.
 * @param subjectClaim The claim that the function reads the subject from.
 * @param more How many beside the three.
 */
export function createUsers(subjectClaim: string, more = 0): LocalUser[] {
  return [
    createUser('alice', subjectClaim, drawPortrait(0, 'image/jpeg')),
    createUser('bob', subjectClaim, drawPortrait(1, 'image/png')),
    createUser('carol', subjectClaim, undefined),
    ...Array.from({ length: more }, (_, at) => createUser(`user${at + 1}`, subjectClaim, drawPortrait(at + 2, 'image/jpeg'))),
  ];
}

function createUser(name: string, subjectClaim: string, portrait: Portrait | undefined): LocalUser {
  const sub = randomUUID();
  return {
    name,
    email: `${name}@example.com`,
    // The end satisfies a pool's usual policy; no character means anything to a shell.
    password: `${randomBytes(12).toString('hex')}-Aa1`,
    sub,
    // In a pool whose users sign in by e-mail address, the user name is the sub.
    subject: subjectClaim.startsWith('custom:') ? `${name}-${randomBytes(4).toString('hex')}` : sub,
    portrait,
  };
}
