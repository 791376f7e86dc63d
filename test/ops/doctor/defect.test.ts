import { AwsText } from '../../support/aws-server';
import { runOps } from '../../support/ops';
import { type HealthyStage, startHealthyStage } from './healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

const NO_POLICY_AT_ALL = '{"Statement":[{"Effect":"Perhaps","Zx9":"quoted"}]}';

test('a defect in one check becomes its finding, and takes no other along', async () => {
  stage.aws.answer('kms.GetKeyPolicy', { Policy: NO_POLICY_AT_ALL });
  const { code, of, counts } = await stage.examine();
  expect(code).toBe(70);
  expect(of('key-readers')).toMatchObject({
    verdict: 'unknown',
    says: expect.stringMatching(/^Not checked, because of a defect of this program \(ZodError in key-readers, version \d/),
    toDo: expect.stringContaining('Report this line'),
  });
  expect(counts).toMatchObject({ unknown: 4, fail: 0, skipped: 6 });
});

test('a check that fails next to it decides the exit code', async () => {
  stage.aws.answer('kms.GetKeyPolicy', { Policy: NO_POLICY_AT_ALL });
  stage.aws.answer(
    's3.GET /photos-of-dev?policy',
    new AwsText('{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}'),
  );
  expect((await stage.examine()).code).toBe(1);
});

test('an answer that no SDK can read is the finding of the check that asked', async () => {
  stage.aws.answer('cloudformation.GetTemplateSummary', { Metadata: '{"Zx9": not JSON' });
  const { code, of, stdout } = await stage.examine();
  expect({ code, says: of('versions')?.says }).toEqual({ code: 70, says: expect.stringContaining('SyntaxError in versions') });
  // What could not be read may be a secret.
  expect(stdout).not.toContain('Zx9');
});

test('with NODE_DEBUG=ops the trace is on standard error, and the result stays whole', async () => {
  stage.aws.answer('kms.GetKeyPolicy', { Policy: NO_POLICY_AT_ALL });
  const { stdout, stderr } = await runOps(['doctor'], { environment: { ...stage.aws.environment, NODE_DEBUG: 'ops' } });
  expect(stderr).toMatch(/key-readers: ZodError[\s\S]+policy\.ts/);
  expect(stdout).toMatch(/ passed, 4 not checked, 6 not for this stage\.$/m);
});
