import { App, CfnResource, Stack } from 'aws-cdk-lib';
import cdk from '../../cdk.json';

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
