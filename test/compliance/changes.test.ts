import schema from '../../config/schema.json';
import { type Schema, settingNames } from '../../docs/generate/configuration/setting-rows';
import { copyOf, first } from '../support/compliance-protection';
import { isSpecified, updateOf } from '../support/compliance-update';
import { synthesizeStage } from '../support/template';
import { classOf, outcomeOf } from './setting-change';
import { SETTING_CHANGES } from './setting-changes';

const outcomes = new Map(SETTING_CHANGES.map((change) => [change, outcomeOf(change)]));
const prod = synthesizeStage('prod');

test.each(SETTING_CHANGES)('$setting to $to: $is', (change) => {
  const outcome = outcomes.get(change);
  expect(classOf(outcome ?? '')).toBe(change.is);
  // What sets production and development apart is what the settings must say, and not what the stack is; residency is a check alone, and a
  // deployment's role counts where the app's synthesizer names none.
  if (typeof outcome !== 'string' && !['purpose', 'residency', 'auditTrail.deploymentRole'].includes(change.setting))
    expect(outcome?.touched).not.toEqual([]);
});

test('every documented setting is changed once at least', () => {
  const all = settingNames(schema as Schema);
  const leaves = all.filter((name) => !all.some((other) => other.startsWith(`${name}.`) || other.startsWith(`${name}[`)));
  const changed = new Set(SETTING_CHANGES.map(({ setting }) => setting));
  expect(leaves.length).toBeGreaterThan(40);
  expect(leaves.filter((name) => !changed.has(name))).toEqual([]);
  expect([...changed].filter((name) => !all.includes(name))).toEqual([]);
});

test('no change replaces or destroys a resource that holds data', () => {
  for (const outcome of outcomes.values()) {
    if (typeof outcome !== 'string') expect([outcome.dataReplaced, outcome.dataDestroyed]).toEqual([[], []]);
  }
});

test('a bucket that got a name, or another logical id, would be found replaced', () => {
  const named = copyOf(prod);
  first(named, 'AWS::S3::Bucket').Properties.BucketName = 'photos';
  expect(updateOf(prod, named).dataReplaced).toEqual(['AWS::S3::Bucket']);
  const moved = copyOf(prod);
  const [id] = moved.of('AWS::KMS::Key')[0] ?? [''];
  moved.template.Resources.Another = moved.template.Resources[id];
  delete moved.template.Resources[id];
  expect(updateOf(prod, moved).dataReplaced).toEqual(['AWS::KMS::Key']);
});

test('CloudFormation’s word is known of every type that a stage has', () => {
  expect(
    Object.values(prod.resources)
      .map(({ Type }) => Type)
      .filter((type) => !isSpecified(type)),
  ).toEqual([]);
});

test('an app client that is added gets in: the gateway obeys a new audience only after a new deployment', () => {
  const [, outcome] = [...outcomes].find(([{ setting }]) => setting === 'callers.pool.existing.clientIds') ?? [];
  expect(outcome).toMatchObject({ touched: expect.arrayContaining(['AWS::ApiGateway::Authorizer', 'AWS::ApiGateway::Deployment']) });
});
