import { readersOf } from '../../../ops/doctor/policy-readers';

const FUNCTION = 'arn:aws:iam::111122223333:role/function';
const READER = 'arn:aws:iam::111122223333:role/reader';
const others = (action: string, ...arns: string[]) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: action,
  Condition: { ArnNotEquals: { 'aws:PrincipalArn': arns } },
});
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

test('a denial to all others leaves who is excepted from it, by a wildcard too', () => {
  expect(readersOf(policy(others('s3:GetObject*', FUNCTION, READER)), 's3:GetObject').alone).toEqual([FUNCTION, READER]);
  expect(readersOf(policy(others('s3:*', FUNCTION, READER), others('s3:Get*', FUNCTION)), 's3:GetObject').alone).toEqual([FUNCTION]);
});

test.each([
  ['of another action', others('s3:PutObject', FUNCTION)],
  [
    'under a condition more',
    {
      ...others('s3:GetObject', FUNCTION),
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': FUNCTION }, Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
  ['under another condition', { ...others('s3:GetObject'), Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  ['to one principal', { ...others('s3:GetObject', FUNCTION), Principal: { AWS: READER } }],
  ['with NotAction that leaves it out', { ...others('x', FUNCTION), Action: undefined, NotAction: 's3:GetObject' }],
])('a denial %s closes nothing', (_which, statement) => {
  expect(readersOf(policy(statement), 's3:GetObject').alone).toBeUndefined();
});

test('whoever is allowed is named with the statement, everybody as everybody', () => {
  const { allowed } = readersOf(
    policy(
      { Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
      { Effect: 'Allow', Principal: { AWS: [READER] }, Action: ['s3:*'] },
      { Sid: 'Other', Effect: 'Allow', Principal: '*', Action: 's3:PutObject' },
    ),
    's3:GetObject',
  );
  expect(allowed).toEqual(['everybody (statement Open)', `${READER} (statement without a name)`]);
});
