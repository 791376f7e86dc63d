import { Stack } from 'aws-cdk-lib';
import { Agent, Callers, FaceImages, FaceMatchProxy, type FaceMatchProxyProps } from '../../../lib';
import { Synthesized, testApp } from '../../support/template';

const SAFE: FaceMatchProxyProps = {
  purpose: 'development',
  agent: Agent.region('eu'),
  callers: Callers.newPool(),
  images: FaceImages.newBucket(
    { face: { key: 'faces/{subject}' } },
    { operators: { enrol: ['arn:aws:iam::999900001111:role/Branch'], erase: ['arn:aws:iam::999900001111:role/Privacy'] } },
  ),
  workflows: { inject: { 'wf-1': { field: 'faceImage', image: 'face' } } },
  corsOrigins: 'https://app.test',
  auditTrail: { trail: 'on' },
};

/** Warnings of the construct inside of an app that is not the project's own. */
function warnings(changes: Partial<FaceMatchProxyProps>): readonly string[] {
  const stack = new Stack(testApp(), 'Bank', { env: { account: '999900001111', region: 'eu-central-1' } });
  new FaceMatchProxy(stack, 'Proxy', { ...SAFE, ...changes });
  return new Synthesized(stack).warnings;
}

describe('the construct, in any app,', () => {
  test('says nothing of settings that give nothing up', () => expect(warnings({})).toEqual([]));

  test('says of each protection that is switched off what follows', () => {
    const said = warnings({
      callers: Callers.newPool({ consentGate: 'start-without-consent-for-android-1.0-and-1.1' }),
      images: FaceImages.newBucket({ face: { key: 'faces/{subject}' } }),
      workflows: { ...SAFE.workflows, passThrough: 'every-workflow-of-the-organisation' },
      limits: { attempts: 'off-and-every-start-unlimited' },
      api: { firewall: { mode: 'off-and-the-api-open-to-floods' } },
    });
    for (const words of [
      'No operators are named',
      'every workflow',
      'any number of transactions',
      'There is no firewall',
      'before the user has agreed',
    ])
      expect(said.filter((warning) => warning.includes(words))).toHaveLength(1);
    expect(said).toHaveLength(5);
  });

  test.each([
    ['a workflow with a photo', { inject: { 'wf-1': { field: 'faceImage', image: 'face', callerFields: ['upload'] } } }],
    ['one that passes through', { ...SAFE.workflows, passThrough: [{ workflow: 'wf-2', callerFields: ['upload'] }] }],
  ])('says that a body stays small where %s lets a field hold anything, until the limit is raised', (_where, workflows) => {
    expect(warnings({ workflows }).map((text) => text.includes('limits.callerBodyBytes, by default 16384 bytes'))).toEqual([true]);
    expect(warnings({ workflows, limits: { callerBodyBytes: 1024 * 1024 } })).toEqual([]);
  });

  test('says who decides about an existing bucket, and which examples are left in', () => {
    const keyArn = 'arn:aws:kms:eu-central-1:999900001111:key/1';
    const existing = FaceImages.existingBucket(
      { face: { key: 'faces/{subject}' } },
      { bucketName: 'photos', keyArn, requireChecksum: true },
    );
    const said = warnings({
      images: existing,
      corsOrigins: 'https://app.example.com',
      callers: Callers.existingPool({
        userPoolArn: 'arn:aws:cognito-idp:eu-central-1:999900001111:userpool/eu-central-1_a',
        clientIds: ['replaceWithYourAppClientId'],
      }),
    });
    expect(said.filter((warning) => warning.includes('decided by the existing bucket and key'))).toHaveLength(1);
    expect(said.join()).toMatch(/EXAMPLE VALUES.*callers\.pool\.existing\.clientIds\.0.*cors\.origins/);
    expect(said.join()).not.toContain('No operators are named');
  });
});
