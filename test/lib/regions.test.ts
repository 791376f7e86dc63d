import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import schema from '../../config/schema.json';
import { isRegionOfPartition } from '../../contract/aws-partition';
import { Agent, Callers, FaceImages, FaceMatchProxy, FaceMatchProxyStack } from '../../lib';
import { checkConfig } from '../../lib/config/check';
import { REGIONAL } from '../../lib/config/rules/region';
import { checked, settings, testApp } from '../support/template';

const FIXTURES = path.join(__dirname, 'fixtures');
const POOL = 'arn:aws:cognito-idp:eu-central-1:222233334444:userpool/eu-central-1_Customers';
const KEY = 'arn:aws:kms:eu-central-1:222233334444:key/1111-2222';
const TOPIC = 'arn:aws:sns:eu-central-1:222233334444:on-call';
const CERTIFICATE = 'arn:aws:acm:eu-central-1:222233334444:certificate/1111';
const pool = (userPoolArn: string) => ({ callers: { pool: { existing: { userPoolArn, clientIds: ['app1'] } } } });
const domain = (certificateArn: string) => ({ api: { domain: { name: 'faces.bank.test', certificateArn } } });

function refusal(changes: Readonly<Record<string, unknown>>, region?: string): string {
  try {
    checkConfig(settings(changes), 'x.json', region);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

/** The product's own app, as the CDK command line runs it. @returns what it says when it ends with an error, and nothing else */
function errorsOfApp(context: Readonly<Record<string, string>>, region: string): string {
  const env = {
    ...process.env,
    CDK_DEFAULT_REGION: region,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_OUTDIR: mkdtempSync(path.join(tmpdir(), 'face-match-proxy-regions-')),
  };
  try {
    execFileSync(process.execPath, ['--require', 'tsx/cjs', 'bin/app.ts'], { cwd: path.join(__dirname, '..', '..'), env, stdio: 'pipe' });
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
  return '';
}

describe('a partition other than aws is refused', () => {
  test('in the region of every partition that CDK knows, and in no region of this one', () => {
    const wrong = RegionInfo.regions.filter(({ name, partition }) => isRegionOfPartition(name) !== (partition === 'aws'));
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(RegionInfo.regions.length).toBeGreaterThan(30);
  });

  test.each(['us-gov-west-1', 'cn-north-1', 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1', 'eusc-de-east-1'])(
    'for a stack in %s, with the region and the reason, also when the construct is part of another app',
    (region) => {
      const words = new RegExp(`region of the stack is "${region}"; accepted: one of the partition aws, since`);
      expect(() => new FaceMatchProxyStack(testApp(), 'Stage', { config: checked(), env: { region } })).toThrow(words);
      const another = new Stack(testApp(), 'Bank', { env: { region } });
      const props = {
        purpose: 'development' as const,
        agent: Agent.region('eu'),
        callers: Callers.newPool(),
        images: FaceImages.newBucket({ face: { key: 'faces/{subject}' } }),
        workflows: { passThrough: ['wf-1'] },
        corsOrigins: '*' as const,
      };
      expect(() => new FaceMatchProxy(another, 'Proxy', props)).toThrow(words);
    },
  );

  test('by the product’s own app, for the region of the command line', () => {
    expect(errorsOfApp({ stage: 'dev' }, 'us-gov-west-1')).toMatch(
      /^The region of the stack is "us-gov-west-1"; accepted: one of the partition aws/,
    );
  });

  test('for every ARN of a stage in GovCloud, one line each that says where', () => {
    const said = errorsOfApp({ stage: 'gov', config: path.join(FIXTURES, 'gov.json') }, 'us-east-1');
    for (const where of ['operators.enrol[0]', 'operators.erase[0]', 'operators.read[0]', 'permissionsBoundary']) {
      expect(said).toContain(`  ${where}: is "arn:aws-us-gov:iam::`);
    }
    expect(said).toMatch(/: 4 faults\n/);
    expect(said.match(/accepted: one of the partition aws, since/g)).toHaveLength(4);
  });

  test.each(['aws-us-gov', 'aws-cn', 'aws-iso', 'aws-iso-b', 'aws-eusc'])('for an ARN of %s in every place for an ARN', (partition) => {
    const foreign = (arn: string) => arn.replace('arn:aws:', `arn:${partition}:`);
    const said = refusal({
      ...pool(foreign(POOL)),
      bucket: { existing: { bucketName: 'photos', keyArn: foreign(KEY), requireChecksum: true } },
      ...domain(foreign(CERTIFICATE)),
      alarms: { topicArn: foreign(TOPIC) },
      auditTrail: { linesTo: { stream: foreign('arn:aws:kinesis:eu-central-1:222233334444:stream/lines') } },
      tags: { owner: foreign('arn:aws:iam::222233334444:role/Owner') },
    });
    for (const where of ['userPoolArn', 'keyArn', 'certificateArn', 'topicArn', 'linesTo.stream', 'tags.owner']) {
      expect(said).toMatch(new RegExp(`${where}: is "arn:${partition}:.*accepted: one of the partition aws, since`));
    }
  });

  test('within a text, as the name of a tag, and in place of what is no ARN, with one line each', () => {
    const ROLE = 'arn:aws-us-gov:iam::222233334444:role/Owner';
    const said = refusal({
      tags: { owner: `see ${ROLE}`, [ROLE.replace('iam::', 'iam:us-gov-west-1:')]: 'x', learn: 'learn:more:of aws-cn' },
      bucket: { existing: { bucketName: 'arn:aws-cn:s3:::photos', keyArn: KEY, requireChecksum: true } },
      loggingRoleBoundary: ROLE.replace('role/', 'policy/'),
    });
    expect(said.match(/accepted: one of the partition aws, since/g)).toHaveLength(4);
    expect(said).toMatch(/: 4 faults\n/);
  });

  test('in an ARN that has the right partition and a region of another', () => {
    expect(refusal(domain(CERTIFICATE.replace('eu-central-1', 'us-gov-west-1')))).toMatch(
      /certificateArn: .*accepted: one of the partition aws/,
    );
  });

  test('by config/schema.json, in editors', () => {
    const patterns = [...JSON.stringify(schema).matchAll(/\^arn:([^:]+):/g)].map(([, partition]) => partition);
    expect(new Set(patterns)).toEqual(new Set(['aws']));
  });
});

describe('an ARN of another region than the stack’s is refused', () => {
  test('by the product’s own app, whose stack has no region', () => {
    const context = { stage: 'bank', config: path.join(FIXTURES, 'certificate-in-another-region.json') };
    expect(errorsOfApp(context, 'eu-central-1')).toMatch(
      /api\.domain\.certificateArn: is "arn:aws:acm:us-east-1:.*accepted: an ARN of eu-central-1, the region of the stack/,
    );
  });

  test.each<[string, Record<string, unknown>]>([
    ['callers.pool.existing.userPoolArn', pool(POOL)],
    ['bucket.existing.keyArn', { bucket: { existing: { bucketName: 'photos', keyArn: KEY, requireChecksum: true } } }],
    ['api.domain.certificateArn', domain(CERTIFICATE)],
    ['alarms.topicArn', { alarms: { topicArn: TOPIC } }],
    ...Object.entries({
      stream: 'arn:aws:kinesis:eu-central-1:222233334444:stream/lines',
      firehose: 'arn:aws:firehose:eu-central-1:222233334444:deliverystream/lines',
      function: 'arn:aws:lambda:eu-central-1:222233334444:function:lines',
      destination: 'arn:aws:logs:eu-central-1:222233334444:destination:lines',
    }).map(([name, arn]): [string, Record<string, unknown>] => [
      `auditTrail.linesTo.${name}`,
      { auditTrail: { linesTo: { [name]: arn } } },
    ]),
  ])('%s', (where, changes) => {
    expect(refusal(changes, 'eu-west-1')).toMatch(
      new RegExp(`${where.replaceAll('.', '\\.')}: is .*accepted: an ARN of eu-west-1, the region of the stack`),
    );
    expect(refusal(changes, 'eu-central-1')).toBe('');
    expect(refusal(changes)).toBe('');
  });

  test('in any setting: each pattern of the schema that has a region is compared', () => {
    expect(regionalPathsOf(schema).sort()).toEqual(REGIONAL.map((each) => each.join('.')).sort());
  });

  test('also where the region of the stack is not known: all must name one', () => {
    const said = refusal({ ...pool(POOL), ...domain(CERTIFICATE.replace('eu-central-1', 'us-east-1')) });
    expect(said).toMatch(
      /api\.domain\.certificateArn: .*accepted: an ARN of eu-central-1, the region in callers\.pool\.existing\.userPoolArn/,
    );
  });

  test('in a pool whose ARN and id name two', () => {
    const two = POOL.replace('userpool/eu-central-1', 'userpool/eu-west-1');
    for (const region of [undefined, 'eu-central-1']) {
      expect(refusal(pool(two), region)).toMatch(
        /userPoolArn: .*accepted: one region in both places: the id of a pool in eu-central-1 begins with eu-central-1_/,
      );
    }
  });

  test('together with every other fault, at one look', () => {
    const said = refusal({ ...domain(CERTIFICATE), purpose: 'prod' }, 'us-east-1');
    expect(said).toContain('purpose: is "prod"');
    expect(said).toContain('an ARN of us-east-1');
  });
});

/** Paths of the schema whose pattern is an ARN with a region. */
function regionalPathsOf(node: unknown, at: readonly string[] = []): string[] {
  const { properties = {}, pattern } = node as { properties?: object; pattern?: string };
  const below = Object.entries(properties).flatMap(([name, each]) => regionalPathsOf(each, [...at, name]));
  return [...(/^\^arn:aws:[a-z-]+:\[/.test(pattern ?? '') ? [at.join('.')] : []), ...below];
}
