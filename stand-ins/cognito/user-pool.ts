import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AppClient, issuerOf, type Pool, readableAttributes } from './pool';
import { RefreshTokens } from './refresh-tokens';
import { invalidParameter, notAuthorized, PoolRefusal } from './refusal';
import { SignInFlows } from './sign-in';
import { createTokenSigner, type TokenSigner } from './tokens';

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input) => Promise<object> | object;

const PREFIX = 'AWSCognitoIdentityProviderService.';

/**
 * A stand-in for a Cognito user pool, as far as an app signs its users in: by SRP or password, with refresh (rotation included), revocation,
 * global sign-out and published keys. It has no second factors, no sign-up, no hosted pages and no lasting memory.
 * @param now Milliseconds since 1970.
 * @throws Error for a client with a secret: an app on a user's device has none.
 */
export async function createUserPool(pool: Pool, now: () => number = Date.now): Promise<RequestListener> {
  const secret = pool.clients.find(({ GenerateSecret }) => GenerateSecret === true);
  if (secret !== undefined) throw new Error(`App client ${secret.ClientId} has a secret; this stand-in serves only public clients.`);
  const signer = await createTokenSigner(pool, now);
  const operations = createOperations(pool, signer, now);
  const documents: Readonly<Record<string, object>> = {
    [`/${pool.id}/.well-known/jwks.json`]: signer.jwks,
    [`/${pool.id}/.well-known/openid-configuration`]: {
      issuer: issuerOf(pool),
      jwks_uri: `${issuerOf(pool)}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
    },
  };
  return (request, response) => {
    answer(request, response, operations, documents).catch(() => response.destroy());
  };
}

function createOperations(pool: Pool, signer: TokenSigner, now: () => number): Readonly<Record<string, Operation>> {
  const refreshTokens = new RefreshTokens(now);
  const flows = new SignInFlows({ pool, signer, refreshTokens, now });
  const clients = [...pool.clients];
  const clientOf = ({ ClientId }: Input): AppClient => {
    const found = clients.find((client) => client.ClientId === ClientId);
    if (found === undefined) throw new PoolRefusal('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
    return found;
  };
  const userOf = async ({ AccessToken }: Input) => {
    const claims = await signer.readAccessToken(String(AccessToken));
    if (claims === undefined) throw notAuthorized('Invalid Access Token');
    if (refreshTokens.isRevoked(String(claims.origin_jti))) throw notAuthorized('Access Token has been revoked');
    const user = pool.users.find(({ sub }) => sub === claims.sub);
    if (user === undefined) throw notAuthorized('Invalid Access Token');
    return { user, client: clientOf({ ClientId: claims.client_id }) };
  };
  return {
    InitiateAuth: (input) => flows.initiate(clientOf(input), String(input.AuthFlow), texts(input.AuthParameters)),
    RespondToAuthChallenge: (input) => flows.respond(clientOf(input), String(input.ChallengeName), texts(input.ChallengeResponses)),
    GetTokensFromRefreshToken: (input) => flows.tokensFromRefreshToken(clientOf(input), String(input.RefreshToken)),
    RevokeToken: (input) => {
      if (clientOf(input).EnableTokenRevocation === false) {
        throw new PoolRefusal('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
      }
      refreshTokens.revoke(String(input.Token));
      return {};
    },
    GlobalSignOut: async (input) => {
      refreshTokens.revokeAll((await userOf(input)).user.sub);
      return {};
    },
    CreateUserPoolClient: (input) => {
      const client: AppClient = { ...input, ClientId: randomBytes(13).toString('hex') };
      clients.push(client);
      return { UserPoolClient: client };
    },
    GetUser: async (input) => {
      const { user, client } = await userOf(input);
      const readable = Object.entries({ sub: user.sub, ...readableAttributes(user, client) });
      return { Username: user.sub, UserAttributes: readable.map(([Name, value]) => ({ Name, Value: String(value) })) };
    },
  };
}

/** Cognito answers scripts of any page. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
};

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  operations: Readonly<Record<string, Operation>>,
  documents: Readonly<Record<string, object>>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const send = (status: number, type: string, body: object) =>
    response.writeHead(status, { ...CORS, 'Content-Type': type }).end(JSON.stringify(body));
  if (request.method === 'OPTIONS') return void response.writeHead(200, CORS).end();
  if (request.method === 'GET') {
    const document = documents[new URL(request.url ?? '/', 'http://pool').pathname];
    return void send(document === undefined ? 404 : 200, 'application/json', document ?? { message: 'Not Found' });
  }
  try {
    send(200, 'application/x-amz-json-1.1', await perform(operations, String(request.headers['x-amz-target']), Buffer.concat(chunks)));
  } catch (error) {
    if (!(error instanceof PoolRefusal)) throw error;
    send(400, 'application/x-amz-json-1.1', { __type: error.type, message: error.message });
  }
}

async function perform(operations: Readonly<Record<string, Operation>>, target: string, body: Buffer): Promise<object> {
  const name = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new PoolRefusal('UnknownOperationException', `${target} is not part of this stand-in.`);
  return await operation(readInput(body));
}

function readInput(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (typeof input === 'object' && input !== null) return input as Input;
  } catch {
    // Answered below, as every body that is not an object.
  }
  throw new PoolRefusal('SerializationException', 'The request is not a JSON object.');
}

/** Members that are text; anything else is as if it were missing. */
function texts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) throw invalidParameter('The parameters are missing.');
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
