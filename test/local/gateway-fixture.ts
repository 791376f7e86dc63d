import { generateKeyPairSync, sign } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createGateway } from '../../local/gateway/gateway';
import { readTemplate } from '../../local/template/template';
import { listenOnLoopback } from '../../stand-ins/loopback';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** The gateway in front of the fixture's template, with an issuer of tokens. */
export interface GatewayFixture {
  /** Sends a request with its headers spelled as given. */
  send(method: string, path: string, headers?: Record<string, string>, body?: string | Buffer): Promise<WireAnswer>;
  /** A signed ID token of the fixture's pool; `claims` go over its claims. */
  token(claims?: Record<string, unknown>): string;
  readonly functionLines: string[];
  readonly accessLines: string[];
  stop(): Promise<void>;
}

const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Fixture01';
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

export async function startGatewayFixture(): Promise<GatewayFixture> {
  const functionLines: string[] = [];
  const accessLines: string[] = [];
  const cognito = await listenOnLoopback();
  const jwks = { keys: [{ ...KEYS.publicKey.export({ format: 'jwk' }), kid: 'fixture', alg: 'RS256', use: 'sig' }] };
  cognito.serve((_request, response) => response.end(JSON.stringify(jwks)));
  const gateway = createGateway(await readTemplate(join(__dirname, 'fixtures')), {
    cognitoEndpoint: cognito.url,
    functionEnvironment: { REPLACED: 'test' },
    logFunction: (line) => functionLines.push(line),
    onAnswered: (_exchange, line) => accessLines.push(line ?? ''),
  });
  const front = await listenOnLoopback();
  front.serve(gateway.listener);
  return {
    send: (method, path, headers, body) => send(front.port, method, path, headers, body),
    token: createToken,
    functionLines,
    accessLines,
    stop: async () => void (await Promise.all([gateway.stop(), front.close(), cognito.close()])),
  };
}

function createToken(claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { sub: 'u-1', aud: 'app-1', iss: ISSUER, token_use: 'id', iat: now, auth_time: now, exp: now + 600, ...claims };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'fixture' })}.${part(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), KEYS.privateKey).toString('base64url')}`;
}

/** Sends a request to a port of this machine with any header, also one that `fetch` would not let through. */
export function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
