import { App, CfnResource, Stack } from 'aws-cdk-lib';
import cdk from '../../cdk.json';
import { type Config, FaceMatchProxyStack, readConfig } from '../../lib';
import { checked, EXISTING, VERDICTS } from '../support/template';

const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:annotationsInValidationReport': false };

/** Settings with all that is optional. */
const optional = {
  callers: { pool: { new: { mfa: 'required', threatProtection: 'enforced' } }, subjectClaim: 'custom:customer', maxAuthAgeMinutes: 60 },
  images: { face: { key: 'faces/{subject}', retentionDays: 365 }, documentFront: { key: 'documents/{subject}/front', retentionDays: 30 } },
  operators: {
    enrol: ['arn:aws:iam::999900001111:role/Branch'],
    read: ['arn:aws:iam::999900001111:role/Review'],
    erase: ['arn:aws:iam::999900001111:role/Privacy'],
  },
  limits: { callerBodyBytes: 32_768 },
  api: {
    loggingRole: 'managed-here',
    domain: {
      name: 'faces.bank.test',
      certificateArn: 'arn:aws:acm:eu-central-1:999900001111:certificate/1',
      hostedZone: { id: 'Z1', name: 'bank.test' },
    },
  },
  function: { reservedConcurrency: 5 },
  rollout: 'canary-10-percent-for-5-minutes',
  alarms: { email: 'on-call@bank.test' },
  auditTrail: { trail: 'on', linesTo: { firehose: 'arn:aws:firehose:eu-central-1:999900001111:deliverystream/audit' } },
  permissionsBoundary: 'arn:aws:iam::999900001111:policy/face-match-proxy-boundary',
  tags: { 'cost-centre': '4711' },
};

test.each<[string, () => Config]>([
  ['local', () => readConfig({ stage: 'local' })],
  ['dev', () => readConfig({ stage: 'dev' })],
  ['prod', () => readConfig({ stage: 'prod' })],
  ['a stage with an existing pool, bucket and key', () => readConfig({ stage: 'existing', file: EXISTING })],
  ['a stage with verdicts', () => readConfig({ stage: 'verdicts', file: VERDICTS })],
  ['a stage with all that is optional', () => checked(optional)],
])('%s synthesizes under the validator', (_what, config) => {
  const app = new App({ context, analyticsReporting: false });
  new FaceMatchProxyStack(app, 'FaceMatchProxy-test', { config: config(), env: { account: '999900001111', region: 'eu-central-1' } });
  expect(() => app.synth()).not.toThrow();
});

/** CDK checks a template against CloudFormation's own schemas when the flag in cdk.json is on; this shows that it stops a synthesis. */
test.each([
  ['an unknown property', { Bogus: true }],
  ['a value of the wrong type', { BucketName: ['a'] }],
  ['a reference to nothing', { BucketName: { Ref: 'Nothing' } }],
])('a template with %s does not synthesize', (_what, properties) => {
  const app = new App({ context: cdk.context, analyticsReporting: false });
  new CfnResource(new Stack(app, 'Bad'), 'Bucket', { type: 'AWS::S3::Bucket', properties });
  expect(() => app.synth()).toThrow(/CloudFormation Validate|Validation failed/);
});
