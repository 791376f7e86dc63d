import fc from 'fast-check';

/** Roles that may ask. */
export const PRINCIPALS = ['function', 'reader', 'stranger'].map((name) => `arn:aws:iam::111122223333:role/${name}`);

const oneOrMany = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { maxLength: 3 }));
const action = fc.constantFrom('s3:GetObject', 's3:Get*', 's3:GetObject?', 's3:*', '*', 's3:PutObject', 'kms:Decrypt');
const resource = fc.constantFrom(
  '*',
  'arn:aws:s3:::photos',
  'arn:aws:s3:::photos/*',
  'arn:aws:s3:::photos/faces/*',
  'arn:aws:s3:::photos/faces/a*',
  'arn:aws:s3:::photos/f*s/*',
  'arn:aws:s3:::photos/faces/a',
);
const arn = fc.constantFrom(...PRINCIPALS, 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/r*', 'AROAEXAMPLEEXAMPLE00');
const principal = fc.oneof(fc.constant('*'), fc.record({ AWS: oneOrMany(fc.oneof(fc.constant('*'), arn)) }));
const scalar = fc.oneof(
  arn,
  fc.constantFrom('true', 'false', '1.2'),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);
const key = fc.constantFrom('aws:PrincipalArn', 'aws:SecureTransport', 's3:TlsVersion', 'aws:userId');

const conditionsOf = (operators: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...operators), fc.dictionary(key, oneOrMany(scalar), { maxKeys: 2 }), { maxKeys: 2 });
/** Those that both the reader and the judge of the tests know. */
const JUDGED = ['ArnNotEquals', 'StringNotEquals', 'ArnNotEqualsIfExists', 'ArnEquals', 'StringLike', 'Bool', 'Null', 'NumericLessThan'];
const toOthers = fc.record({ ArnNotEquals: fc.record({ 'aws:PrincipalArn': oneOrMany(arn) }) });

const plain = fc.record(
  {
    Sid: fc.string({ maxLength: 8 }),
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: principal,
    Action: oneOrMany(action),
    Resource: oneOrMany(resource),
    Condition: fc.oneof(toOthers, conditionsOf(JUDGED)),
  },
  { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] },
);

/** A policy in the forms that the judge knows, mostly of denials such as the stack writes. */
export const JUDGED_POLICY = fc.record({ Version: fc.constant('2012-10-17'), Statement: fc.array(plain, { maxLength: 4 }) });

const others = fc.record(
  {
    AWS: oneOrMany(arn),
    Service: oneOrMany(fc.constant('logs.amazonaws.com')),
    Federated: arn,
    CanonicalUser: fc.constant('79a59df900b949e5'),
  },
  { requiredKeys: [] },
);
const either = (name: string, value: fc.Arbitrary<unknown>) => fc.oneof(fc.record({ [name]: value }), fc.record({ [`Not${name}`]: value }));
const any = fc
  .tuple(
    fc.record({ Effect: fc.constantFrom('Allow', 'Deny') }),
    fc.record(
      { Sid: fc.string(), Condition: conditionsOf([...JUDGED, 'ForAllValues:StringLike', 'IpAddress', 'DateLessThan', 'NumericEquals']) },
      { requiredKeys: [] },
    ),
    either('Principal', fc.oneof(principal, others)),
    either('Action', oneOrMany(action)),
    either('Resource', oneOrMany(resource)),
  )
  .map((parts): object => Object.assign({}, ...parts));

/** A policy in any form of the grammar ("Grammar of the IAM JSON policy language" in the IAM user guide). */
export const ANY_POLICY = fc.record(
  { Version: fc.constantFrom('2012-10-17', '2008-10-17'), Id: fc.string(), Statement: fc.oneof(any, fc.array(any, { maxLength: 4 })) },
  { requiredKeys: ['Statement'] },
);
