import { checked, type Synthesized, synthesize, synthesizeStage } from '../support/template';
import { read, section } from './documents';

const ROLE = { api: { loggingRole: 'managed-here' } };
/** What the page calls each type that CloudFormation keeps even when the deployment that made it fails (`Retain`, and not `RetainExceptOnCreate`). */
const ROWS: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPool': 'the user pool',
  'AWS::DynamoDB::Table': 'the table of attempts',
  'AWS::S3::Bucket': 'the buckets of the trail and of the access logs, with their policies',
  'AWS::S3::BucketPolicy': 'the buckets of the trail and of the access logs, with their policies',
  'AWS::IAM::Role': 'the logging role of API Gateway, its policy and setting',
  'AWS::IAM::ManagedPolicy': 'the logging role of API Gateway, its policy and setting',
  'AWS::ApiGateway::Account': 'the logging role of API Gateway, its policy and setting',
  'AWS::Lambda::Version': 'a version of the function',
};

const keptBy = (stages: readonly Synthesized[]) =>
  stages
    .flatMap(({ resources }) => Object.values(resources))
    .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')
    .map(({ Type }) => ROWS[Type] ?? `${Type} has no row`);
const page = section(read('docs/first-hour.md'), 'A first deployment that failed');
const rows = [...page.matchAll(/^\| (?!Kept|---)([^|]+) \| (.+) \|$/gm)].map(([, kept = '']) => kept);

test('the first hour says of everything that a failed first deployment keeps how it is removed, and of nothing else', () => {
  const lasting = [synthesizeStage('prod'), synthesizeStage('dev'), synthesize(checked(ROLE))];
  expect(new Set(rows)).toEqual(new Set(keptBy(lasting)));
  expect(lasting.every(({ terminationProtection }) => terminationProtection)).toBe(true);
});

test('a throw-away stage keeps the last two of them, and has no protection', () => {
  const passing = [synthesizeStage('local'), synthesize(checked({ ...ROLE, purpose: 'throw-away' }))];
  expect(new Set(keptBy(passing))).toEqual(new Set(rows.slice(-2)));
  expect(passing.some(({ terminationProtection }) => terminationProtection)).toBe(false);
});
