import { devNull } from 'node:os';

/**
 * The SDK's own defaults, said to its clients. Each client would look for each of these in the environment and in files before its first
 * request, and make two errors with a stack for each that is not there. So nothing in an environment changes them either: not how often
 * a request is repeated, and not whether a photo is checked against its checksum.
 */
const EVERY = { retryMode: 'standard', defaultsMode: 'legacy', useDualstackEndpoint: false, useFipsEndpoint: false } as const;

/** For each client, next to its limits. */
export function clientDefaults() {
  return { ...EVERY, authSchemePreference: [] };
}

/**
 * For what no default covers, each client looks into `~/.aws`: a file there could send it to another address. Lambda has no such file, and
 * everywhere else the function runs none counts. The variables are those of the "AWS SDKs and Tools Reference Guide", "Shared files".
 */
export function withoutSettingsFiles(): void {
  Object.assign(process.env, { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull });
}

/**
 * Takes the SDK's own log out of a client. No one reads it, and still each request and each reply is copied for it, without what its
 * model calls sensitive.
 */
export function withoutLog<Client extends { readonly middlewareStack: { remove(name: string): boolean } }>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

export const S3_DEFAULTS = {
  requestChecksumCalculation: 'WHEN_SUPPORTED',
  responseChecksumValidation: 'WHEN_SUPPORTED',
  // Of a directory bucket the client would ask for a session on its own, before the request that it was asked for.
  disableS3ExpressSessionAuth: true,
} as const;

export const DYNAMODB_DEFAULTS = { accountIdEndpointMode: 'preferred' } as const;
