import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientDefaults, DYNAMODB_DEFAULTS, S3_DEFAULTS, withoutLog } from '../../../lambda/clients/client-defaults';
import { sourcesIn } from '../../support/sources';

const region = 'eu-central-1';
const before = process.env;
beforeEach(() => {
  // No setting of the person who runs this, and no file of theirs.
  process.env = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
});
afterEach(() => {
  process.env = before;
});

/** What a client has come to, whether it was given or found. */
async function resolved(config: object, name: string): Promise<unknown> {
  const value = (config as Record<string, unknown>)[name];
  return typeof value === 'function' ? await value() : value;
}

test.each([
  // Sessions of directory buckets are the one default that is not kept.
  [
    'S3',
    { ...clientDefaults(), ...S3_DEFAULTS, disableS3ExpressSessionAuth: false },
    (given: object) => new S3Client({ region, ...given }),
  ],
  ['Secrets Manager', clientDefaults(), (given: object) => new SecretsManagerClient({ region, ...given })],
  ['DynamoDB', { ...clientDefaults(), ...DYNAMODB_DEFAULTS }, (given: object) => new DynamoDBClient({ region, ...given })],
])('the client of %s is given what it would have found by itself where nothing is set', async (_, given, make) => {
  for (const name of Object.keys(given)) {
    expect([name, await resolved(make(given).config, name)]).toEqual([name, await resolved(make({}).config, name)]);
  }
});

test('what the code sets counts, not the environment', async () => {
  Object.assign(process.env, { AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required', AWS_USE_FIPS_ENDPOINT: 'true' });
  const { config } = new S3Client({ region, ...clientDefaults(), ...S3_DEFAULTS });
  expect(await resolved(config, 'responseChecksumValidation')).toBe('WHEN_SUPPORTED');
  expect(await resolved(config, 'useFipsEndpoint')).toBe(false);
  expect(await resolved(new S3Client({ region }).config, 'responseChecksumValidation')).toBe('WHEN_REQUIRED');
});

test.each([
  ['S3', () => new S3Client({ region })],
  ['Secrets Manager', () => new SecretsManagerClient({ region })],
  ['DynamoDB', () => new DynamoDBClient({ region })],
])("the SDK's own log is out of the client of %s, and nothing else", (_, make) => {
  const isOfLog = (step: string) => step.startsWith('loggerMiddleware');
  const before = make().middlewareStack.identify();
  expect(before.filter(isOfLog)).toHaveLength(1);
  expect(withoutLog(make() as S3Client).middlewareStack.identify()).toEqual(before.filter((step) => !isOfLog(step)));
});

test('and out of every client that the functions make', () => {
  const made = [...sourcesIn('lambda').values()].flatMap((text) => text.match(/\S*new \w+Client\(/g) ?? []);
  // Two of each that the verdict's function has, too.
  const services = ['DynamoDB', 'DynamoDB', 'S3', 'SecretsManager', 'SecretsManager'];
  expect(made.sort()).toEqual(services.map((service) => `withoutLog(new ${service}Client(`));
});
