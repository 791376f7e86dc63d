import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapQualifier } from '../../../../ops/cdk-context';
import { AwsRefusal } from '../../../support/aws-server';
import { settings } from '../../../support/template';
import { type HealthyStage, startHealthyStage } from '../healthy-stage';

const CONTEXT = '@aws-cdk/core:bootstrapQualifier';
let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

describe('the bootstrap is looked for by the qualifier that a deployment would use', () => {
  const bootstrapped = (...qualifiers: string[]) =>
    stage.aws.answer('ssm.GetParameter', ({ input }) =>
      qualifiers.some((qualifier) => input.Name === `/cdk-bootstrap/${qualifier}/version`)
        ? { Parameter: { Value: '27' } }
        : new AwsRefusal('ParameterNotFound', ''),
    );

  test.each([
    [['--qualifier', 'bank']],
    [['-c', `${CONTEXT}=bank`]],
    [['-c', `${CONTEXT}=other`, '-c', 'stage=dev', '-c', `${CONTEXT}=bank`]],
    [['-c', `${CONTEXT}=other`, '--qualifier', 'bank']],
  ])('%j', async (words) => {
    bootstrapped('bank');
    expect((await stage.examine(...words)).of('bootstrap')).toMatchObject({ verdict: 'pass', says: 'Bootstrapped: bank (version 27).' });
    bootstrapped('fmproxy', 'hnb659fds');
    expect((await stage.examine(...words)).of('bootstrap')).toMatchObject({
      verdict: 'fail',
      says: expect.stringContaining('as bank, which a deployment would use'),
      toDo: expect.stringContaining('npx cdk bootstrap --qualifier bank'),
    });
  });

  test('said nowhere, either of the usual ones will do, and that of this project is to be passed on', async () => {
    bootstrapped('fmproxy');
    expect((await stage.examine()).of('bootstrap')?.says).toBe(`Bootstrapped: fmproxy (version 27). Deploy with -c ${CONTEXT}=fmproxy.`);
    bootstrapped('hnb659fds');
    expect((await stage.examine()).of('bootstrap')?.says).toBe('Bootstrapped: hnb659fds (version 27).');
  });

  test('a context without a value is refused in that check', async () => {
    expect((await stage.examine('-c', 'bank')).of('bootstrap')).toMatchObject({
      verdict: 'unknown',
      says: expect.stringContaining('-c bank gives no value'),
    });
  });

  test('cdk.json has a word in it, behind what is passed', async () => {
    const write = (text: string) => writeFile(join(stage.directory, 'cdk.json'), text);
    expect(await bootstrapQualifier(undefined, [], stage.directory)).toBeUndefined();
    await write('{"app":"x"}');
    expect(await bootstrapQualifier(undefined, [], stage.directory)).toBeUndefined();
    await write(JSON.stringify({ context: { [CONTEXT]: 'bank' } }));
    expect(await bootstrapQualifier(undefined, [], stage.directory)).toBe('bank');
    expect(await bootstrapQualifier(undefined, [`${CONTEXT}=other`], stage.directory)).toBe('other');
    await write('{');
    await expect(bootstrapQualifier(undefined, [], stage.directory)).rejects.toMatchObject({ code: 'file-not-readable' });
  });
});

describe('the roles in operators are looked for before a deployment', () => {
  const ARN = 'arn:aws:iam::999900001111:role';
  const operators = { enrol: [`${ARN}/Enrolment`], read: [`${ARN}/bank/Disputes`], erase: [`${ARN}/Enrolment`] };
  const examineWith = async (changes: object) => {
    const file = join(stage.directory, 'stage.json');
    await writeFile(file, JSON.stringify(settings({ operators, ...changes })));
    return (await stage.examine('-c', `config=${file}`)).of('operators');
  };
  const roles = (...arns: string[]) =>
    stage.aws.answer('iam.GetRole', ({ input }) => {
      const Arn = arns.find((each) => each.endsWith(`/${input.RoleName}`));
      return Arn === undefined
        ? new AwsRefusal('NoSuchEntity', 'The role with name x cannot be found.', 404)
        : { Role: { Arn, Path: '/', RoleName: input.RoleName, RoleId: 'AROA', CreateDate: new Date('2026-01-01T00:00:00Z') } };
    });
  beforeEach(() =>
    stage.aws.answer('sts.GetCallerIdentity', { Account: '999900001111', Arn: 'arn:aws:iam::999900001111:user/anna', UserId: 'x' }),
  );

  test('all there is a pass', async () => {
    roles(`${ARN}/Enrolment`, `${ARN}/bank/Disputes`);
    expect(await examineWith({})).toMatchObject({ verdict: 'pass', says: 'The 2 roles in operators are there.' });
  });

  test('one that is not there, or has another path, fails with the error that a deployment would end with', async () => {
    roles(`${ARN}/Disputes`);
    const found = await examineWith({});
    expect(found).toMatchObject({ verdict: 'fail', says: expect.stringContaining('Invalid principal in policy') });
    expect(found?.says).toContain(`${ARN}/Enrolment is not there`);
    expect(found?.says).toContain(`${ARN}/bank/Disputes is not there; the role of that name is ${ARN}/Disputes`);
  });

  test('one of another account is not known from here', async () => {
    roles(`${ARN}/Enrolment`);
    const read = ['arn:aws:iam::222233334444:role/Disputes'];
    expect(await examineWith({ operators: { ...operators, read } })).toMatchObject({
      verdict: 'unknown',
      says: expect.stringContaining('222233334444'),
    });
  });

  test('without the permission it says so', async () => {
    expect(await examineWith({})).toMatchObject({ verdict: 'unknown', says: expect.stringContaining('iam:GetRole') });
  });

  test('examples that are left in are a failure, without a question', async () => {
    const erase = ['arn:aws:iam::111122223333:role/replace-with-your-privacy-role'];
    expect(await examineWith({ operators: { ...operators, erase } })).toMatchObject({
      verdict: 'fail',
      says: expect.stringContaining('Examples are still in place'),
    });
  });

  test('a stage that names none has nothing to look for', async () => {
    expect(await examineWith({ operators: undefined })).toMatchObject({ verdict: 'skipped' });
  });
});
