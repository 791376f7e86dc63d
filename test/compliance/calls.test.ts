import { accessRows } from '../../docs/generate/access/row';
import { Access } from '../support/compliance-access';
import { type ExpectedCall, functionCalls, openCalls, operatedCalls, serviceKeyCalls } from '../support/compliance-calls';
import { recordCalls } from '../support/compliance-record-calls';
import { verdictCalls } from '../support/compliance-verdict-calls';
import { EXISTING, synthesizeStage, VERDICTS } from '../support/template';

const prodStage = synthesizeStage('prod');
const prod = new Access(prodStage);
const dev = new Access(synthesizeStage('dev'));
const verdictStage = synthesizeStage('verdicts', VERDICTS);
const verdicts = new Access(verdictStage);
const existing = new Access(synthesizeStage('existing', EXISTING));

/** The calls that the stage's policies decide otherwise than expected. */
function surprises(access: Access, expected: readonly ExpectedCall[]): ExpectedCall[] {
  return expected.filter(({ who, action, on, context, own, allowed }) => access.may(who, action, on, context, own) !== allowed);
}

describe.each([
  ['prod', prod, 'faces/alice'],
  ['dev', dev, 'faces/alice'],
  ['verdicts', verdicts, 'faces/alice'],
  ['existing', existing, 'people/faces/alice/portrait.jpg'],
] as const)('stage %s', (name, access, key) => {
  test('lets the function do its work, and nothing else', () => {
    expect(surprises(access, functionCalls(access, `${access.bucket}/${key}`))).toEqual([]);
  });

  test('lets the service key serve the secret and the logs of this stack', () => {
    expect(surprises(access, serviceKeyCalls(access, `FaceMatchProxy-${name}`))).toEqual([]);
  });
});

test('prod gives each operator one job, and administrators of the account and strangers none', () => {
  const expected = operatedCalls(prod, `${prod.bucket}/faces/alice`);
  expect(surprises(prod, expected)).toEqual([]);
  expect(new Set(expected.map(({ who }) => who)).size).toBe(5);
});

test('prod lets CloudTrail alone write its files, no one delete one, and only its alarms and rules use its topic', () => {
  expect(surprises(prod, recordCalls(prod, 'FaceMatchProxy-prod'))).toEqual([]);
});

test('with verdicts, named roles alone ask, the two functions alone touch records, and each reads its own key', () => {
  const expected = verdictCalls(verdicts);
  expect(surprises(verdicts, expected)).toEqual([]);
  expect(new Set(expected.map(({ allowed }) => allowed))).toEqual(new Set([true, false]));
  expect(surprises(verdicts, operatedCalls(verdicts, `${verdicts.bucket}/faces/alice`))).toEqual([]);
  expect(surprises(verdicts, recordCalls(verdicts, 'FaceMatchProxy-verdicts'))).toEqual([]);
});

test('dev leaves photos to the IAM of the account, through S3 alone', () => {
  expect(surprises(dev, openCalls(dev, `${dev.bucket}/faces/alice`))).toEqual([]);
});

test('existing gives no one but the function anything at the bucket and the key of the settings', () => {
  const others = existing.identityStatements().filter(({ Principal }) => (Principal as { AWS: string }).AWS !== existing.function);
  expect(others.flatMap(({ Action }) => Action).filter((action) => /^(?:s3|kms|secretsmanager|iam|sts):/.test(action))).toEqual([]);
  expect(existing.operators('s3:PutObject')).toEqual([]);
});

test('a call that is expected the wrong way round is a surprise', () => {
  const [first] = functionCalls(prod, `${prod.bucket}/faces/alice`);
  expect(surprises(prod, [{ ...(first as ExpectedCall), allowed: false }])).toHaveLength(1);
});

describe('docs/access.md', () => {
  test('leaves no statement out', () => {
    for (const stage of [prodStage, verdictStage]) {
      const statements = JSON.stringify(stage.template).match(/"Effect":"(?:Allow|Deny)"/g) ?? [];
      // A permission has no statement in a template.
      const rows = accessRows(stage).filter(({ actions }) => !actions.includes('lambda:InvokeFunction'));
      expect(statements.length).toBeGreaterThan(20);
      expect(rows.length).toBeGreaterThanOrEqual(statements.length);
    }
    const holders = accessRows(verdictStage).map(({ from }) => from);
    expect(holders).toContain('resource policy of VerdictsTransactionsTable');
    expect(holders).toContain('resource policy of VerdictsApi');
  });
});
