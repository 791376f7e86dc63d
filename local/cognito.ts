import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPortChild } from './child';
import type { Template } from './template';
import type { LocalUser } from './users';

/** Tokens name the issuer that a pool on AWS would have, so that verifying them needs no exception. */
const ISSUER_DOMAIN = 'https://cognito-idp.eu-central-1.amazonaws.com';

/** What a pool and its app client are called. */
export interface PoolNames {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** A stand-in for a Cognito user pool, with the settings of the template's pool and app client. */
export interface Cognito {
  /** Writes the pool down and starts to serve it. @returns the endpoint. */
  serve(template: Template, names: PoolNames, users: readonly LocalUser[], subjectClaim: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param directory An empty folder of the stand-in's own: it is its working directory and holds its data. */
export function startCognito(directory: string): Cognito {
  const child = startPortChild(join(__dirname, 'cognito-process.cjs'), directory);
  return {
    serve: async (template, names, users, subjectClaim) => {
      await writePool(join(directory, '.cognito'), template, names, users, subjectClaim);
      child.begin();
      return `http://127.0.0.1:${await child.port}`;
    },
    stop: () => child.stop(),
  };
}

async function writePool(
  folder: string,
  template: Template,
  names: PoolNames,
  users: readonly LocalUser[],
  subjectClaim: string,
): Promise<void> {
  await mkdir(join(folder, 'db'), { recursive: true });
  const write = (path: string, content: object) => writeFile(join(folder, path), JSON.stringify(content));
  const pool = template.find<object>('AWS::Cognito::UserPool', names.userPoolId)?.properties;
  await write('config.json', {
    TokenConfig: { IssuerDomain: ISSUER_DOMAIN },
    ServerConfig: { hostname: '127.0.0.1', port: 0 },
  });
  await write('db/clients.json', { Clients: { [names.clientId]: clientRecord(template, names) } });
  await write(`db/${names.userPoolId}.json`, {
    Users: Object.fromEntries(users.map((user) => [user.sub, userRecord(user, subjectClaim)])),
    Options: { UsernameAttributes: ['email'], MfaConfiguration: 'OFF', ...pool, Id: names.userPoolId },
  });
}

function clientRecord(template: Template, names: PoolNames): object {
  const client = template.find<object>('AWS::Cognito::UserPoolClient', names.clientId)?.properties;
  return { ClientName: 'local', ...client, ...timestamps('CreationDate'), UserPoolId: names.userPoolId, ClientId: names.clientId };
}

function userRecord(user: LocalUser, subjectClaim: string): object {
  const attributes = { sub: user.sub, email: user.email, email_verified: 'true', [subjectClaim]: user.subject };
  return {
    Username: user.sub,
    Password: user.password,
    UserStatus: 'CONFIRMED',
    Enabled: true,
    RefreshTokens: [],
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    ...timestamps('UserCreateDate'),
  };
}

function timestamps(created: 'CreationDate' | 'UserCreateDate'): object {
  const now = new Date().toISOString();
  return { [created]: now, [created === 'CreationDate' ? 'LastModifiedDate' : 'UserLastModifiedDate']: now };
}
