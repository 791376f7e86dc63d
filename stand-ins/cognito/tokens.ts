import { randomBytes, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { type AppClient, issuerOf, type Pool, type PoolUser, readableAttributes, validity } from './pool';

/** One sign-in: what its tokens have in common, however often they are refreshed. */
export interface SignIn {
  readonly user: PoolUser;
  readonly client: AppClient;
  /** Seconds since 1970. */
  readonly authTime: number;
  /** Ties the tokens of one sign-in together. */
  readonly originId: string;
}

export interface IssuedTokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** Signs a pool's tokens with a key that was made for this process and is stored nowhere. */
export interface TokenSigner {
  /** What the pool publishes under `/.well-known/jwks.json`. */
  readonly jwks: { readonly keys: readonly JWK[] };
  issue(signIn: SignIn): Promise<IssuedTokens>;
  /** @returns the claims of a good access token of this pool; undefined for any other. */
  readAccessToken(token: string): Promise<JWTPayload | undefined>;
}

/** @param now Milliseconds since 1970. */
export async function createTokenSigner(pool: Pool, now: () => number): Promise<TokenSigner> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomBytes(32).toString('base64');
  const [issuer, alg] = [issuerOf(pool), 'RS256'];
  const sign = (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ kid, alg }).sign(privateKey);
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), alg, kid, use: 'sig' }] },
    issue: async (signIn) => {
      const iat = Math.floor(now() / 1000);
      const common = {
        iss: issuer,
        sub: signIn.user.sub,
        origin_jti: signIn.originId,
        event_id: randomUUID(),
        auth_time: signIn.authTime,
        iat,
      };
      const [IdToken, AccessToken] = await Promise.all([sign(idClaims(common, signIn)), sign(accessClaims(common, signIn))]);
      return { AccessToken, IdToken, ExpiresIn: validity(signIn.client, 'AccessToken'), TokenType: 'Bearer' };
    },
    readAccessToken: async (token) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, { issuer, algorithms: [alg], currentDate: new Date(now()) });
        return payload.token_use === 'access' ? payload : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

type CommonClaims = JWTPayload & { readonly iat: number };

/** docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
function idClaims(common: CommonClaims, { user, client }: SignIn): JWTPayload {
  return {
    ...readableAttributes(user, client),
    ...common,
    'cognito:username': user.sub,
    aud: client.ClientId,
    token_use: 'id',
    exp: common.iat + validity(client, 'IdToken'),
    jti: randomUUID(),
  };
}

/** docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html: no audience, one scope. */
function accessClaims(common: CommonClaims, { user, client }: SignIn): JWTPayload {
  return {
    ...common,
    username: user.sub,
    client_id: client.ClientId,
    scope: 'aws.cognito.signin.user.admin',
    token_use: 'access',
    exp: common.iat + validity(client, 'AccessToken'),
    jti: randomUUID(),
  };
}
