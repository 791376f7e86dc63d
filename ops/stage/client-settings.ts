import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Failure } from '../failures/failures';
import type { GlobalOptions } from '../global-options';
import { type ProxyVariables, proxyVariables } from '../proxy';
import type { Prompts } from '../terminal/prompts';
import { awsCredentials } from './aws-credentials';
import { namedRegion, regionOfProfile } from './aws-profile';
import type { ClientSettings, Service } from './stage';

/** A person waits no longer than this for a service that is down; it is enough for a photo of 10 MiB. */
const LIMITS = { maxAttempts: 3, requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 } };

/**
 * For a deployed stage: credentials as the AWS SDK finds them, with the AWS_ENDPOINT_URL variables, and the proxy of the environment.
 * AWS_DEFAULT_REGION is what the AWS CLI and CDK take too, and the SDK for JavaScript does not.
 * @throws Failure `usage` for a proxy that cannot be used
 */
export function awsClientSettings(
  { region, profile }: Pick<GlobalOptions, 'region' | 'profile'>,
  environment: Readonly<Record<string, string | undefined>>,
  prompts: Prompts,
): ClientSettings {
  const [named, where] =
    region === undefined
      ? [environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION, 'AWS_REGION, or AWS_DEFAULT_REGION']
      : [region, '--region'];
  const ofProfile = () => regionOfProfile(profile ?? environment.AWS_PROFILE);
  const requestHandler = { ...LIMITS.requestHandler, ...agentsOf(proxyVariables(environment)) };
  const credentials = awsCredentials({ profile, environment, prompts, requestHandler });
  return { ...LIMITS, requestHandler, credentials, region: named ? namedRegion(named, where) : ofProfile, ...(profile && { profile }) };
}

function agentsOf(proxyEnv: ProxyVariables | undefined): Pick<ClientSettings['requestHandler'], 'httpAgent' | 'httpsAgent'> {
  if (proxyEnv === undefined) return {};
  const options = { keepAlive: true, proxyEnv: { ...proxyEnv } };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
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
    ...LIMITS,
    region,
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...(service === 's3' && { forcePathStyle: true }),
  };
}
