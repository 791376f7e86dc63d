import type { StackResource } from '../../../ops/stage/stack-resources';
import { planOf } from '../../../ops/teardown/plan';
import { removalOf } from '../../../ops/teardown/removal';
import { synthesizeStage } from '../../support/template';

function planOfStage(stage: string) {
  const { template } = synthesizeStage(stage);
  const resources = Object.entries(template.Resources as Record<string, { Type: string }>).map(
    ([logicalId, { Type }]): StackResource => ({ logicalId, type: Type, physicalId: `physical-${logicalId}` }),
  );
  return { plan: planOf(JSON.stringify(template), resources, 'eu-central-1'), resources };
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

test('a throw-away stage keeps no data', () => {
  const { plan } = planOfStage('local');
  expect(plan.stays.filter(({ type }) => type !== 'AWS::Lambda::Version')).toEqual([]);
});

test('a template that is not this project’s is refused', () => {
  expect(() => planOf('Resources: {}', [], 'eu-central-1')).toThrow('not one that this project makes');
});
