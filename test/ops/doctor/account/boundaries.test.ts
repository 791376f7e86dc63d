import { AwsRefusal } from '../../../support/aws-server';
import { type HealthyStage, role, startHealthyStage } from '../healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

/** What doctor says of the boundaries when IAM answers so for the function's role; the logging role is as it should be. */
async function said(answer: object | AwsRefusal) {
  stage.aws.answer('iam.GetRole', ({ input }) =>
    input.RoleName === 'FaceMatchProxy-dev-Role' ? answer : role(String(input.RoleName), 'face-match-proxy-boundary-logging'),
  );
  const { of, code } = await stage.examine();
  return { code, ...of('boundaries') };
}

test('doctor passes roles that have the permissions boundary of the stage’s file', async () => {
  expect(await said(role('FaceMatchProxy-dev-Role', 'face-match-proxy-boundary'))).toMatchObject({ code: 0, verdict: 'pass' });
});

test.each([
  ['that was made before there was a boundary', role('FaceMatchProxy-dev-Role'), 'has none'],
  ['with another boundary', role('FaceMatchProxy-dev-Role', 'x-face-match-proxy-boundary'), 'policy/x-face-match-proxy-boundary'],
  ['that is gone', new AwsRefusal('NoSuchEntity', 'not there', 404), 'has been deleted'],
])('doctor names a role %s, and says how it gets one', async (_, answer, words) => {
  const { code, verdict, says, toDo } = await said(answer);
  expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
  expect(says).toContain('FaceMatchProxy-dev-Role');
  expect(says).not.toContain('LoggingRole');
  expect(says).toContain(words);
  expect(toDo).toContain('Deploy the stage again');
});

test('doctor does not call a role unbounded that it may not look at', async () => {
  expect(await said(new AwsRefusal('AccessDenied', 'User: x is not authorized to perform: iam:GetRole on resource: y', 403))).toMatchObject(
    {
      verdict: 'unknown',
    },
  );
});
