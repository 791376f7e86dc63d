import type { AppClient } from '../stand-ins/cognito/pool';
import { createUserPool } from '../stand-ins/cognito/user-pool';
import { takePort } from './process/take-port';
import type { Template } from './template/template';
import type { LocalUser } from './users/users';

/** What a pool and its app client are called. */
export interface PoolNames {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** A running stand-in for the template's user pool. */
export interface Cognito {
  readonly endpoint: string;
  stop(): Promise<void>;
}

interface PoolProperties {
  readonly UsernameConfiguration?: { readonly CaseSensitive?: boolean };
}

/**
 * Serves the template's pool and app client, with these users.
 * @param subjectClaim The claim that holds a user's subject; a custom one becomes an attribute of the user.
 */
export async function startCognito(
  template: Template,
  { userPoolId, clientId }: PoolNames,
  users: readonly LocalUser[],
  subjectClaim: string,
  port = 0,
): Promise<Cognito> {
  const pool = template.find<PoolProperties>('AWS::Cognito::UserPool', userPoolId)?.properties;
  const client = template.find<Omit<AppClient, 'ClientId'>>('AWS::Cognito::UserPoolClient', clientId)?.properties;
  const listener = await createUserPool({
    id: userPoolId,
    isCaseSensitive: pool?.UsernameConfiguration?.CaseSensitive !== false,
    clients: [{ ...client, ClientId: clientId }],
    users: users.map(({ sub, email, password, subject }) => ({
      sub,
      email,
      password,
      attributes: subjectClaim.startsWith('custom:') ? { [subjectClaim]: subject } : {},
    })),
  });
  const server = await takePort(port, 'cognito');
  server.serve(listener);
  return { endpoint: server.url, stop: () => server.close() };
}
