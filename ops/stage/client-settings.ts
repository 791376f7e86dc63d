import { Failure } from '../failures';
import type { GlobalOptions } from '../global-options';
import type { ClientSettings, Service } from './stage';

/** A service that is away must not hold a person longer than this; a photo of 10 MiB has time enough. */
const PATIENCE = { maxAttempts: 3, requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 } };

/**
 * For a deployed stage: the ordinary chain of the AWS SDK finds the credentials, and honours AWS_ENDPOINT_URL and its kin.
 * AWS_DEFAULT_REGION is what the AWS CLI and CDK take too, and the SDK for JavaScript does not.
 */
export function awsClientSettings(
  { region, profile }: Pick<GlobalOptions, 'region' | 'profile'>,
  environment: Readonly<Record<string, string | undefined>>,
): ClientSettings {
  const chosen = region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  return { ...PATIENCE, ...(chosen && { region: chosen }), ...(profile && { profile }) };
}

/** For the local stack, whose stand-ins take any signature. */
export function localClientSettings(service: Service, endpoints: Partial<Record<Service, string>>, region: string): ClientSettings {
  const endpoint = endpoints[service];
  if (endpoint === undefined) {
    throw new Failure('not-for-local', {
      what: `The local stack has no stand-in for ${service}.`,
      where: '--local',
      toDo: 'Leave out --local and name a deployed stage with --stage.',
    });
  }
  return {
    ...PATIENCE,
    region,
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...(service === 's3' && { forcePathStyle: true }),
  };
}
