import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { checkConfig } from '../../lib/config/check';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';
import { checked, settings, testApp } from '../support/template';

const REFUSED = /Role\.customizeRoles.*the role of the function/s;

test.each([
  ['without a list', undefined],
  ['with a role named in its place', { usePrecreatedRoles: { 'FaceMatchProxy-test/Proxy/Function/Role': 'made-by-another-team' } }],
])('an app that makes its roles elsewhere (Role.customizeRoles) gets an error that the roles of this stack cannot be, %s', (_, options) => {
  const app = testApp();
  Role.customizeRoles(app, options);
  expect(() => new FaceMatchProxyStack(app, 'FaceMatchProxy-test', { config: checked() })).toThrow(REFUSED);
});

test('an app that only reports its roles is synthesized as any other', () => {
  const app = testApp();
  Role.customizeRoles(app, { preventSynthesis: false });
  expect(() => new FaceMatchProxyStack(app, 'FaceMatchProxy-test', { config: checked() })).not.toThrow();
});

test('it gets the error with an existing bucket, too, and not because of another part of the app', () => {
  const app = testApp();
  const other = new Stack(app, 'Other');
  Role.customizeRoles(other);
  expect(() => new FaceMatchProxyStack(app, 'FaceMatchProxy-test', { config: checked() })).not.toThrow();
  const bucket = {
    existing: {
      bucketName: 'photos',
      keyArn: 'arn:aws:kms:eu-central-1:999900001111:key/1a2b3c4d-0000-1111-2222-333344445555',
      requireChecksum: true,
    },
  };
  const config = checkConfig(settings({ bucket }), 'test');
  const precreated = testApp();
  Role.customizeRoles(precreated);
  expect(() => new FaceMatchProxyStack(precreated, 'FaceMatchProxy-test', { config })).toThrow(REFUSED);
});
