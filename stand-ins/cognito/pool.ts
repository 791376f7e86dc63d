/** A user of the pool. */
export interface PoolUser {
  /** The `sub` of the user's tokens, and the name by which the pool knows them. */
  readonly sub: string;
  /** What the user signs in with. */
  readonly email: string;
  readonly password: string;
  /** Further attributes, such as `custom:customerId`; in an ID token if the app client may read them. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An app client, in the words of `AWS::Cognito::UserPoolClient`; what is left out is as it is on AWS. */
export interface AppClient {
  readonly ClientId: string;
  readonly ExplicitAuthFlows?: readonly string[];
  /** Attributes of the user that the app may read. @default every standard attribute of the user */
  readonly ReadAttributes?: readonly string[];
  readonly PreventUserExistenceErrors?: string;
  readonly EnableTokenRevocation?: boolean;
  readonly IdTokenValidity?: number;
  readonly AccessTokenValidity?: number;
  readonly RefreshTokenValidity?: number;
  readonly TokenValidityUnits?: Readonly<Partial<Record<'IdToken' | 'AccessToken' | 'RefreshToken', string>>>;
  readonly RefreshTokenRotation?: { readonly Feature?: string; readonly RetryGracePeriodSeconds?: number };
  readonly GenerateSecret?: boolean;
}

/** A user pool, its app clients and its users. */
export interface Pool {
  /** `<region>_<name>`. */
  readonly id: string;
  /** Whether `Alice@example.com` and `alice@example.com` are two users. @default false */
  readonly isCaseSensitive?: boolean;
  readonly clients: readonly AppClient[];
  readonly users: readonly PoolUser[];
}

/** Tokens name the issuer that the pool would have on AWS, so that verifying them needs no exception. */
export function issuerOf({ id }: Pool): string {
  return `https://cognito-idp.${id.split('_')[0]}.amazonaws.com/${id}`;
}

/** The user with this e-mail address or `sub`. */
export function findUser({ users, isCaseSensitive }: Pool, name: string): PoolUser | undefined {
  const written = (text: string) => (isCaseSensitive === true ? text : text.toLowerCase());
  return users.find(({ sub, email }) => sub === name || written(email) === written(name));
}

/** What an app client may read of a user besides `sub`: in the ID token and by `GetUser`. */
export function readableAttributes({ email, attributes }: PoolUser, { ReadAttributes }: AppClient): Record<string, string | boolean> {
  const isReadable = (name: string) => (ReadAttributes === undefined ? !name.startsWith('custom:') : ReadAttributes.includes(name));
  const all = { email, email_verified: true, ...attributes };
  return Object.fromEntries(Object.entries(all).filter(([name]) => isReadable(name)));
}

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** How long a client's tokens are valid, in seconds: AWS's defaults are an hour, and thirty days for a refresh token. */
export function validity(client: AppClient, token: 'IdToken' | 'AccessToken' | 'RefreshToken'): number {
  const unit = client.TokenValidityUnits?.[token] ?? (token === 'RefreshToken' ? 'days' : 'hours');
  return (client[`${token}Validity`] ?? (token === 'RefreshToken' ? 30 : 1)) * (SECONDS[unit] ?? 3600);
}
