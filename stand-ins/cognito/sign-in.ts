import { randomBytes, randomUUID } from 'node:crypto';
import { type AppClient, findUser, type Pool, type PoolUser } from './pool';
import type { RefreshTokens } from './refresh-tokens';
import { invalidParameter, notAuthorized, PoolRefusal } from './refusal';
import { beginSrp, type SrpExchange } from './srp';
import type { SignIn, TokenSigner } from './tokens';

type Parameters = Readonly<Record<string, string>>;

/** A challenge is valid for three minutes, AWS's default for `AuthSessionValidity`. */
const SESSION_MS = 3 * 60_000;

/** Without a list, AWS lets a client do these. */
const DEFAULT_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH'];

interface Pending {
  /** Undefined for a user who does not exist: the exchange goes on to its end, and fails there. */
  readonly user: PoolUser | undefined;
  readonly userId: string;
  readonly clientId: string;
  readonly exchange: SrpExchange;
  readonly endsAt: number;
}

export interface SignInParts {
  readonly pool: Pool;
  readonly signer: TokenSigner;
  readonly refreshTokens: RefreshTokens;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `InitiateAuth` and `RespondToAuthChallenge`: by proof of the password (SRP), by the password itself, by a refresh token. */
export class SignInFlows {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly parts: SignInParts) {}

  async initiate(client: AppClient, flow: string, parameters: Parameters): Promise<object> {
    switch (flow) {
      case 'USER_SRP_AUTH':
        requireFlow(client, flow);
        return this.beginProof(client, parameters);
      case 'USER_PASSWORD_AUTH':
        requireFlow(client, flow);
        return await this.byPassword(client, parameters);
      case 'REFRESH_TOKEN_AUTH':
      case 'REFRESH_TOKEN':
        return await this.refresh(client, required(parameters, 'REFRESH_TOKEN'));
      default:
        throw invalidParameter(`${flow} flow not enabled for this client`);
    }
  }

  async respond(client: AppClient, challenge: string, responses: Parameters): Promise<object> {
    if (challenge !== 'PASSWORD_VERIFIER') throw invalidParameter(`This stand-in gives no challenge ${challenge}.`);
    const block = required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const proof = { timestamp: required(responses, 'TIMESTAMP'), signature: required(responses, 'PASSWORD_CLAIM_SIGNATURE') };
    const pending = this.pending.get(block);
    this.pending.delete(block);
    if (pending === undefined || pending.clientId !== client.ClientId || this.parts.now() >= pending.endsAt) throw notAuthorized();
    if (required(responses, 'USERNAME') !== pending.userId) throw notAuthorized();
    const isProved = pending.exchange.verify(proof);
    if (pending.user === undefined || !isProved) throw notAuthorized();
    return await this.signedIn(client, pending.user);
  }

  /** `GetTokensFromRefreshToken`: with rotation, the token that was used is replaced by the one in the answer. */
  async tokensFromRefreshToken(client: AppClient, token: string): Promise<object> {
    const signIn = this.parts.refreshTokens.use(token, client);
    const successor = isRotating(client) ? { RefreshToken: this.parts.refreshTokens.rotate(token, client) } : {};
    return { AuthenticationResult: { ...(await this.parts.signer.issue(signIn)), ...successor } };
  }

  private beginProof(client: AppClient, parameters: Parameters): object {
    const name = required(parameters, 'USERNAME');
    const user = this.find(client, name);
    const userId = user?.sub ?? randomUUID();
    const password = user?.password ?? randomBytes(16).toString('hex');
    const exchange = beginSrp(this.parts.pool.id.split('_')[1] ?? '', userId, password, required(parameters, 'SRP_A'));
    if (exchange === undefined) throw invalidParameter('SRP_A is not a value of this exchange');
    const { challenge } = exchange;
    this.pending.set(challenge.SECRET_BLOCK, { user, userId, clientId: client.ClientId, exchange, endsAt: this.parts.now() + SESSION_MS });
    return { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: { ...challenge, USERNAME: userId, USER_ID_FOR_SRP: userId } };
  }

  private async byPassword(client: AppClient, parameters: Parameters): Promise<object> {
    const [name, password] = [required(parameters, 'USERNAME'), required(parameters, 'PASSWORD')];
    const user = this.find(client, name);
    if (user?.password !== password) throw notAuthorized();
    return await this.signedIn(client, user);
  }

  private async refresh(client: AppClient, token: string): Promise<object> {
    // With rotation AWS takes GetTokensFromRefreshToken alone (amazon-cognito-user-pools-using-the-refresh-token.html).
    if (isRotating(client)) throw invalidParameter('Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken');
    requireFlow(client, 'REFRESH_TOKEN_AUTH');
    return { AuthenticationResult: await this.parts.signer.issue(this.parts.refreshTokens.use(token, client)) };
  }

  private async signedIn(client: AppClient, user: PoolUser): Promise<object> {
    const signIn: SignIn = { user, client, authTime: Math.floor(this.parts.now() / 1000), originId: randomUUID() };
    const tokens = await this.parts.signer.issue(signIn);
    return { AuthenticationResult: { ...tokens, RefreshToken: this.parts.refreshTokens.issue(signIn) }, ChallengeParameters: {} };
  }

  private find(client: AppClient, name: string): PoolUser | undefined {
    const user = findUser(this.parts.pool, name);
    if (user === undefined && client.PreventUserExistenceErrors !== 'ENABLED') {
      throw new PoolRefusal('UserNotFoundException', 'User does not exist.');
    }
    return user;
  }
}

function isRotating({ RefreshTokenRotation }: AppClient): boolean {
  return RefreshTokenRotation?.Feature === 'ENABLED';
}

function requireFlow({ ExplicitAuthFlows = DEFAULT_FLOWS }: AppClient, flow: string): void {
  if (!ExplicitAuthFlows.includes(`ALLOW_${flow}`)) throw invalidParameter(`${flow} flow not enabled for this client`);
}

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string' || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
