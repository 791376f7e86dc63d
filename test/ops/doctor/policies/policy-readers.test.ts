import fc from 'fast-check';
import { statementsOf } from '../../../../ops/doctor/policies/policy';
import { includesRole, readersOf } from '../../../../ops/doctor/policies/policy-readers';
import { allowedByEither, identityPolicy } from '../../../support/stack-policies';
import { ANY_POLICY, JUDGED_POLICY, PRINCIPALS } from '../policy-documents';

const FUNCTION = 'arn:aws:iam::111122223333:role/function';
const READER = 'arn:aws:iam::111122223333:role/reader';
const PHOTOS = ['arn:aws:s3:::photos/faces/*'];
const others = (action: string, ...arns: string[]) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: action,
  Resource: 'arn:aws:s3:::photos/*',
  Condition: { ArnNotEquals: { 'aws:PrincipalArn': arns } },
});
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const read = (text: string) => readersOf(text, 's3:GetObject', PHOTOS);

test('a denial to all others leaves who is excepted from it, by a wildcard too', () => {
  expect(read(policy(others('s3:GetObject*', FUNCTION, READER))).alone).toEqual([FUNCTION, READER]);
  expect(read(policy(others('s3:*', FUNCTION, READER), others('s3:Get*', FUNCTION))).alone).toEqual([FUNCTION]);
});

test.each([
  ['ArnNotLike', 'aws:PrincipalArn'],
  ['StringNotEquals', 'aws:principalarn'],
  ['StringNotLike', 'AWS:PrincipalArn'],
  ['ArnNotEqualsIfExists', 'aws:PrincipalArn'],
])('a denial to all others by %s of %s is one, too', (operator, key) => {
  expect(read(policy({ ...others('s3:GetObject'), Condition: { [operator]: { [key]: FUNCTION } } })).alone).toEqual([FUNCTION]);
});

test('a denial whose ARNs hold wildcards or variables lets the function through that they fit', () => {
  for (const arn of ['arn:aws:iam::111122223333:role/f*', 'arn:aws:iam::$' + '{aws:PrincipalAccount}:role/function']) {
    expect(includesRole(read(policy(others('s3:GetObject', arn))).alone ?? [], FUNCTION)).toBe(true);
  }
  expect(includesRole([READER], FUNCTION)).toBe(false);
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
  ['of other objects', { ...others('s3:GetObject', FUNCTION), Resource: 'arn:aws:s3:::photos/documents/*' }],
  ['of some of the photos', { ...others('s3:GetObject', FUNCTION), Resource: 'arn:aws:s3:::photos/faces/a*' }],
  ['of objects in other letters', { ...others('s3:GetObject', FUNCTION), Resource: 'arn:aws:s3:::photos/FACES/*' }],
  ['of all but the photos', { ...others('s3:GetObject', FUNCTION), Resource: undefined, NotResource: PHOTOS }],
])('a denial %s closes nothing', (_which, statement) => {
  expect(read(policy(statement)).alone).toBeUndefined();
});

test('a denial that closes one kind of photo of two closes not all', () => {
  const statement = { ...others('s3:GetObject', FUNCTION), Resource: PHOTOS };
  expect(readersOf(policy(statement), 's3:GetObject', [...PHOTOS, 'arn:aws:s3:::photos/documents/*']).alone).toBeUndefined();
});

test('all who are allowed are named with the statement, everybody as everybody', () => {
  const allow = (Principal: unknown, rest: object = {}) => ({ Effect: 'Allow', Principal, Action: 's3:*', Resource: '*', ...rest });
  const { allowed } = read(
    policy(
      allow('*', { Sid: 'Open', Action: 's3:GetObject' }),
      allow({ AWS: [READER] }),
      allow('*', { Sid: 'Other', Action: 's3:PutObject' }),
      allow('*', { Sid: 'Elsewhere', Resource: 'arn:aws:s3:::photos/public/*' }),
      allow(undefined, { Sid: 'Nearly', NotPrincipal: { AWS: READER } }),
    ),
  );
  expect(allowed).toEqual([
    'everybody (statement Open)',
    `${READER} (statement without a name)`,
    `everybody but ${READER} (statement Nearly)`,
  ]);
});

test('a policy may be one statement that is no list, with values that are numbers and booleans, or none at all', () => {
  const statement = {
    ...others('s3:GetObject', FUNCTION),
    Condition: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 's3:TlsVersion': [1.2, '1.3'] } },
  };
  expect(statementsOf(JSON.stringify({ Statement: statement }))).toMatchObject([
    { Condition: { Bool: { 'aws:SecureTransport': ['false'] }, NumericLessThan: { 's3:TlsVersion': ['1.2', '1.3'] } } },
  ]);
  expect(statementsOf('{"Statement":[]}')).toEqual([]);
});

test('no policy that IAM’s grammar allows is too much for the reader', () => {
  fc.assert(
    fc.property(ANY_POLICY, (document) => {
      read(JSON.stringify(document));
    }),
    { numRuns: 1000 },
  );
});

/** Their own policies allow all of them everything. */
const OWN = PRINCIPALS.flatMap((arn) => identityPolicy(arn, [{ Effect: 'Allow', Action: '*', Resource: '*' }]));

test('by any policy, each photo is denied to all but those who alone may read', () => {
  let judged = 0;
  fc.assert(
    fc.property(JUDGED_POLICY, fc.constantFrom(...PRINCIPALS), fc.constantFrom('a', 'bob'), ({ Statement }, principal, subject) => {
      const { alone } = read(JSON.stringify({ Statement }));
      if (alone === undefined || includesRole(alone, principal)) return;
      judged += 1;
      const call = { principal, action: 's3:GetObject', resource: `arn:aws:s3:::photos/faces/${subject}` };
      expect(allowedByEither(call, Statement as Parameters<typeof allowedByEither>[1], OWN)).toBe(false);
    }),
    { numRuns: 5000 },
  );
  expect(judged).toBeGreaterThan(50);
});
