import { randomBytes } from 'node:crypto';
import { type AppClient, validity } from './pool';
import { notAuthorized } from './refusal';
import type { SignIn } from './tokens';

interface Held {
  readonly signIn: SignIn;
  /** Milliseconds since 1970, as all times here. */
  readonly expiresAt: number;
  /** Set once a successor has been issued: valid for a retry until then. */
  replacedUntil?: number;
}

/** The refresh tokens of a pool: opaque, held only here, ended by time, by their successor, by revocation and by a global sign-out. */
export class RefreshTokens {
  private readonly held = new Map<string, Held>();
  private readonly revoked = new Set<string>();

  constructor(private readonly now: () => number) {}

  /** A first one for a sign-in. */
  issue(signIn: SignIn): string {
    return this.hold(signIn, this.now() + validity(signIn.client, 'RefreshToken') * 1000);
  }

  /** @throws PoolRefusal for one that is unknown, expired, revoked, replaced, or of another client. */
  use(token: string, client: AppClient): SignIn {
    const found = this.held.get(token);
    if (found === undefined || found.signIn.client.ClientId !== client.ClientId) throw notAuthorized('Invalid Refresh Token');
    if (this.isRevoked(found.signIn.originId)) throw notAuthorized('Refresh Token has been revoked');
    if (this.now() >= Math.min(found.expiresAt, found.replacedUntil ?? Number.POSITIVE_INFINITY))
      throw notAuthorized('Refresh Token has expired');
    return found.signIn;
  }

  /** A successor, which ends when the first one of its sign-in would; the previous one stays valid for the client's grace period. */
  rotate(token: string, client: AppClient): string {
    const signIn = this.use(token, client);
    const before = this.held.get(token) as Held;
    before.replacedUntil ??= this.now() + (client.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
    return this.hold(signIn, before.expiresAt);
  }

  /** Ends the sign-in that a refresh token belongs to; an unknown one is no error (RFC 7009, section 2.2). */
  revoke(token: string): void {
    const found = this.held.get(token);
    if (found !== undefined) this.revoked.add(found.signIn.originId);
  }

  /** Ends every sign-in of a user. */
  revokeAll(sub: string): void {
    for (const { signIn } of this.held.values()) if (signIn.user.sub === sub) this.revoked.add(signIn.originId);
  }

  isRevoked(originId: string): boolean {
    return this.revoked.has(originId);
  }

  private hold(signIn: SignIn, expiresAt: number): string {
    const token = randomBytes(48).toString('base64url');
    this.held.set(token, { signIn, expiresAt });
    return token;
  }
}
