import { readConfig } from '../../../lib/config/config';
import type { StackResource } from '../../../ops/stage/stack-resources';
import { guardOf, qualifierOf, readTemplate } from '../../../ops/teardown/deployed-template';
import { planOf } from '../../../ops/teardown/plan';
import { removalOf } from '../../../ops/teardown/removal';
import { checked, synthesize, synthesizeStage } from '../../support/template';

function planOfStage(stage: string, file?: string) {
  const { template } = synthesizeStage(stage, file);
  const resources = Object.entries(template.Resources as Record<string, { Type: string }>).map(
    ([logicalId, { Type }]): StackResource => ({ logicalId, type: Type, physicalId: `physical-${logicalId}` }),
  );
  return { plan: planOf(readTemplate(JSON.stringify(template)), resources, '--region eu-central-1'), resources };
}

describe('the plan for a production stage', () => {
  const { plan, resources } = planOfStage('prod');

  test('keeps what the template keeps, and lets go of everything else', () => {
    const gone = Object.values(plan.goes).reduce((sum, count) => sum + count, 0);
    expect(gone + plan.stays.length).toBe(resources.length);
    for (const type of [
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::SecretsManager::Secret',
      'AWS::Cognito::UserPool',
      'AWS::DynamoDB::Table',
    ]) {
      expect(plan.goes[type]).toBeUndefined();
      expect(plan.stays.some((kept) => kept.type === type)).toBe(true);
    }
    expect(plan.goes['AWS::Lambda::Function']).toBeGreaterThan(0);
  });

  test('knows every type that stays, and why', () => {
    expect(plan.stays.filter(({ why }) => why === removalOf('AWS::No::Such').why)).toEqual([]);
  });

  test('removes keys last, by name and region', () => {
    expect(plan.stays.at(-1)?.type).toBe('AWS::KMS::Key');
    const [command = ''] = plan.stays.at(-1)?.commands ?? [];
    expect(command).toBe(
      `aws kms schedule-key-deletion --region eu-central-1 --key-id ${plan.stays.at(-1)?.physicalId} --pending-window-in-days 30`,
    );
  });
});

describe('the plan says who may delete what is in a bucket', () => {
  const { plan } = planOfStage('prod');
  const bucket = (name: RegExp) => plan.stays.find(({ type, logicalId }) => type === 'AWS::S3::Bucket' && name.test(logicalId));

  test('photos: the roles of operators.erase and no one else', () => {
    const [role] = synthesizedRoles('prod');
    expect(bucket(/Photos/)?.why).toContain(`no one delete photos but operators.erase, ${role}`);
    expect(bucket(/Photos/)?.commands).toHaveLength(2);
  });

  test('files of the trail: no one, so that no line is printed that the bucket’s own policy refuses', () => {
    expect(bucket(/TrailFiles/)?.why).toMatch(/Its own policy denies everybody.*each lock ends by itself when its lock does/);
    expect(bucket(/TrailFiles/)?.commands).toEqual([expect.stringMatching(/^aws s3api delete-bucket /)]);
  });

  test('access logs: no one either, and no lock is named that they have not', () => {
    expect(bucket(/AccessLog/)?.why).toMatch(/Its own policy denies everybody.*each lock ends by itself after logs\.retentionDays/);
    expect(bucket(/AccessLog/)?.commands).toEqual([expect.stringMatching(/^aws s3api delete-bucket /)]);
  });
});

/** The roles that may erase, as the settings of a stage name them. */
function synthesizedRoles(stage: string): readonly string[] {
  return readConfig({ stage }).operators?.erase ?? [];
}

test('a stage with verdicts keeps the second secret, table and logs, each with its own reason, and lets the second API and function go', () => {
  const { plan } = planOfStage('prod', 'test/lib/fixtures/verdicts.json');
  const stays = (type: string, name: RegExp) => plan.stays.filter((kept) => kept.type === type && name.test(kept.logicalId));
  const [table] = stays('AWS::DynamoDB::Table', /Verdicts/);
  expect(table).toMatchObject({ why: 'Without its items no match of the last day gets a verdict', commands: { length: 3 } });
  expect(stays('AWS::DynamoDB::Table', /Attempts/)).toMatchObject([{ why: 'Without its items every user has new attempts' }]);
  expect(stays('AWS::SecretsManager::Secret', /./)).toHaveLength(2);
  expect(stays('AWS::Logs::LogGroup', /Verdicts/)).toHaveLength(3);
  expect([plan.goes['AWS::ApiGateway::RestApi'], plan.goes['AWS::Lambda::Function']]).toEqual([2, 2]);
});

test('the qualifier of the bootstrap is the one that the stack was deployed with', () => {
  const of = (Default: string) => qualifierOf({ Parameters: { BootstrapVersion: { Default } }, Resources: {} });
  expect([of('/cdk-bootstrap/fmproxy/version'), of('elsewhere'), qualifierOf({ Resources: {} })]).toEqual([
    'fmproxy',
    undefined,
    undefined,
  ]);
});

test('a bucket without a policy is guarded by IAM alone', () => {
  expect(guardOf({ Resources: {} }, 'Photos')).toEqual({ isClosed: false, isLocked: false, reservedFor: [] });
});

test('a throw-away stage keeps no data, and its bucket has to be empty before', () => {
  const { plan } = planOfStage('local');
  expect(plan.stays.filter(({ type }) => type !== 'AWS::Lambda::Version')).toEqual([]);
  expect(plan.emptyFirst).toMatchObject([{ type: 'AWS::S3::Bucket', commands: [expect.stringContaining('list-object-versions')] }]);
});

test('a throw-away stage with a trail has no bucket that its own policy keeps from being emptied', () => {
  const { template } = synthesize(checked({ purpose: 'throw-away', auditTrail: { trail: 'on' } }));
  const read = readTemplate(JSON.stringify(template));
  const buckets = Object.entries(read.Resources).flatMap(([id, { Type }]) => (Type === 'AWS::S3::Bucket' ? [id] : []));
  expect(buckets.length).toBeGreaterThan(1);
  expect(buckets.filter((id) => guardOf(read, id).isClosed)).toEqual([]);
});

test('a template that is not this project’s is refused', () => {
  expect(() => readTemplate('Resources: {}')).toThrow('not one that this project makes');
});
