import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsRefusal } from '../../support/aws-server';
import { settings } from '../../support/template';
import { type HealthyStage, startHealthyStage } from './healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

async function examineWith(changes: object, ...words: string[]) {
  const file = join(stage.directory, 'stage.json');
  await writeFile(file, JSON.stringify(settings(changes as Record<string, unknown>)));
  return stage.examine('-c', `config=${file}`, ...words);
}

describe('the file of the stage is read as a deployment would read it', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:222233334444:certificate/1111';
  const domain = { api: { domain: { name: 'faces.bank.test', certificateArn } } };

  test('with the region that it would go to: a certificate of another fails', async () => {
    const { code, of } = await examineWith(domain);
    expect({ code, ...of('settings') }).toMatchObject({
      ...{ code: 1, verdict: 'fail' },
      says: expect.stringMatching(/api\.domain\.certificateArn: .*accepted: an ARN of eu-central-1, the region of the stack/),
    });
    for (const id of ['operators', 'email-case']) {
      expect(of(id)).toMatchObject({ verdict: 'unknown', says: 'Not checked: see settings above.' });
    }
  });

  test('and passes in its own region', async () => {
    expect((await examineWith(domain, '--region', 'us-east-1')).of('settings')).toMatchObject({ verdict: 'pass' });
  });

  test('each fault of it is said', async () => {
    const { says = '' } = (await examineWith({ purpose: 'prod', cors: { origins: 'x' } })).of('settings') ?? {};
    expect(says).toContain('purpose: is "prod"');
    expect(says).toContain('cors.origins');
  });

  test('one for an older version fails with what to write now', async () => {
    const { code, of } = await examineWith({ limits: { agentReplyBytes: 5_242_880 } });
    expect({ code, ...of('settings') }).toMatchObject({
      ...{ code: 1, verdict: 'fail' },
      says: expect.stringMatching(/accepted until version 0\.1\.0; now: at most 2097152[\s\S]*"Before you deploy" in CHANGELOG\.md/),
    });
  });

  test('one that is not there is no failure: the stage may be of another app', async () => {
    const { code, of } = await stage.examine('-c', `config=${join(stage.directory, 'none.json')}`);
    expect({ code, ...of('settings') }).toMatchObject({
      ...{ code: 0, verdict: 'unknown' },
      ...{ says: expect.stringContaining('There is no settings file'), toDo: expect.stringContaining('-c config=') },
    });
  });

  test('one that is not there, of a stage that is not there either, is a mistyped name', async () => {
    stage.aws.answer(
      'cloudformation.DescribeStacks',
      new AwsRefusal('ValidationError', 'Stack with id FaceMatchProxy-prdo does not exist'),
    );
    const { code, of } = await stage.examine('--stage', 'prdo');
    expect({ code, ...of('settings') }).toMatchObject({ code: 1, verdict: 'fail', says: expect.stringContaining('config/prdo.json') });
    expect(of('settings')?.toDo).toContain('--stage');
  });
});

describe('permissions boundaries are looked for before a deployment', () => {
  const policies = (...names: string[]) =>
    stage.aws.answer('iam.GetPolicy', ({ input }) =>
      names.some((name) => input.PolicyArn === `arn:aws:iam::111122223333:policy/${name}`)
        ? { Policy: { Arn: input.PolicyArn } }
        : new AwsRefusal('NoSuchEntity', 'Policy x was not found.', 404),
    );

  test.each<[string, object, string]>([
    ['by name', { permissionsBoundary: 'face-match-proxy-boundary' }, '"permissionsBoundary"'],
    ['by ARN', { permissionsBoundary: 'arn:aws:iam::111122223333:policy/bank/boundary' }, 'policy/bank/boundary'],
    [
      'for the logging role',
      { api: { loggingRole: 'managed-here' }, permissionsBoundary: 'there', loggingRoleBoundary: 'face-match-proxy-boundary-logging' },
      '"loggingRoleBoundary"',
    ],
  ])('one that is not there fails, as the deployment would: %s', async (_, changes, named) => {
    policies('there');
    expect((await examineWith(changes)).of('boundary-policies')).toMatchObject({
      ...{ verdict: 'fail', says: expect.stringContaining(named) },
      toDo: expect.stringContaining('bootstrap/bootstrap.sh 111122223333 eu-central-1'),
    });
  });

  test('all there is a pass, and none named is left out', async () => {
    policies('there');
    expect((await examineWith({ permissionsBoundary: 'there' })).of('boundary-policies')).toMatchObject({ verdict: 'pass' });
    expect((await examineWith({})).of('boundary-policies')).toMatchObject({ verdict: 'skipped' });
  });

  test('none named fails where the account that is deployed to demands one', async () => {
    policies('face-match-proxy-boundary-required');
    expect((await examineWith({}, '--qualifier', 'fmproxy')).of('boundary-policies')).toMatchObject({
      ...{ verdict: 'fail', says: expect.stringContaining('the account demands a permissions boundary') },
      toDo: expect.stringContaining('"permissionsBoundary"'),
    });
    policies();
    expect((await examineWith({}, '--qualifier', 'fmproxy')).of('boundary-policies')).toMatchObject({ verdict: 'skipped' });
  });
});
