import { STAGES } from '../bootstrap/stages';
import { canBe } from '../support/arn-pattern';
import { APPS, resourcesOf } from '../support/compliance-apps';
import { permissionFaults } from '../support/permission-faults';
import { type PolicyDocument, policiesIn, policiesOf, policiesShown, type Statement } from '../support/policy-documents';
import { ACCEPTED_PERMISSIONS } from './accepted-permissions';

interface Found {
  readonly name: string;
  readonly fault: string;
}

/** Every policy that AWS gets from this repository, or that somebody copies from it. */
const POLICIES: readonly PolicyDocument[] = [
  ...APPS.flatMap((name) => policiesOf(name, resourcesOf(name))),
  ...STAGES.flatMap(({ resources }, index) => policiesOf(`stage ${index} of the bootstrap’s tests`, resources)),
  ...['bootstrap', 'pipeline/roles'].flatMap(policiesIn),
  ...policiesShown(),
];

async function faultsIn({ name, kind, statements }: PolicyDocument): Promise<Found[]> {
  const faults = await Promise.all(statements.map((statement) => permissionFaults(statement, kind)));
  return faults.flat().map((fault) => ({ name, fault }));
}

const is = (accepted: string | RegExp, fault: string): boolean =>
  typeof accepted === 'string' ? accepted === fault : accepted.test(fault);

describe('AWS’s Service Authorization Reference', () => {
  let found: readonly Found[];
  const accepts = ({ name, fault }: Found) =>
    ACCEPTED_PERMISSIONS.filter((row) => row.in.test(name) && row.faults.some((each) => is(each, fault)));

  beforeAll(async () => {
    found = (await Promise.all(POLICIES.map(faultsIn))).flat();
  });

  test('has each action of each policy, on these resources and under these conditions', () => {
    expect(found.filter((each) => accepts(each).length === 0)).toEqual([]);
  });

  test('says otherwise of everything that is accepted by name', () => {
    const stale = ACCEPTED_PERMISSIONS.flatMap(({ faults }) => faults).filter((fault) => !found.some((each) => is(fault, each.fault)));
    expect(stale).toEqual([]);
  });

  test('is asked about every kind of policy: of identities, trusts, buckets, keys, topics, log groups, files and documents', () => {
    const names = POLICIES.map(({ name }) => name).join('\n');
    for (const part of ['FunctionPolicy', 'FunctionRole', 'PhotosBucketPolicy', 'PhotosKey', 'TopicPolicy', 'FirewallLog']) {
      expect(names).toMatch(new RegExp(part));
    }
    for (const file of ['bootstrap/execution-policy-data.json', 'pipeline/roles/deploy-policy.json', 'docs/operations.md']) {
      expect(names).toContain(file);
    }
    expect(new Set(POLICIES.map(({ kind }) => kind))).toEqual(new Set(['identity', 'trust', 'resource', 'itself']));
  });
});

describe('a statement is refused', () => {
  const LIVE = 'arn:aws:lambda:eu-central-1:999900001111:function:Proxy:live';
  const allow = (action: string | string[], resource: string | string[], Condition?: Statement['Condition']): Statement => ({
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(Condition === undefined ? {} : { Condition }),
  });

  const deny = (...of: Parameters<typeof allow>): Statement => ({ ...allow(...of), Effect: 'Deny' });

  test.each<[string, Statement, string[]]>([
    [
      'that lets a role move an alias by the alias’s ARN alone',
      allow(['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'], LIVE),
      [`lambda:GetAlias takes none of ${LIVE}`, `lambda:UpdateAlias takes none of ${LIVE}`],
    ],
    [
      'whose action is misspelt or of another service',
      allow(['s3:GetObjects', 'lambda:DescribeAlarms', 'nothing:Get'], 'arn:aws:s3:::bucket/*'),
      ['s3:GetObjects does not exist', 'lambda:DescribeAlarms does not exist', 'nothing:Get does not exist'],
    ],
    [
      'that reads objects by the ARN of their bucket',
      allow('s3:GetObject', 'arn:aws:s3:::bucket'),
      ['s3:GetObject takes none of arn:aws:s3:::bucket', 'no action of s3:GetObject takes arn:aws:s3:::bucket'],
    ],
    [
      'that lists a bucket by its objects’ ARNs',
      allow('s3:ListBucket', 'arn:aws:s3:::bucket/*'),
      ['s3:ListBucket takes none of arn:aws:s3:::bucket/*', 'no action of s3:ListBucket takes arn:aws:s3:::bucket/*'],
    ],
    [
      'that narrows an action that takes no resource',
      allow('codedeploy:StopDeployment', 'arn:aws:codedeploy:*:*:deploymentgroup:x/*'),
      ['codedeploy:StopDeployment takes no resource but *'],
    ],
    ['that names every resource where AWS offers single ones', allow('s3:GetObject', '*'), ['s3:GetObject is allowed on every resource']],
    ['that allows by wildcard', allow('s3:Get*', 'arn:aws:s3:::bucket/*'), ['s3:Get* allows by wildcard']],
    [
      'whose condition no call of it carries',
      allow('s3:GetObject', 'arn:aws:s3:::bucket/*', { StringEquals: { 's3:x-amz-acl': 'private', 'aws:RequestTag/application': 'x' } }),
      ['s3:GetObject knows no condition key s3:x-amz-acl', 's3:GetObject knows no condition key aws:RequestTag/application'],
    ],
    ['that denies by a wildcard that no action fits', deny(['s3:GetObjcet*', 's3:DeleteObject*'], '*'), ['s3:GetObjcet* denies nothing']],
    [
      'that denies objects by the ARN of their bucket',
      deny('s3:GetObject', 'arn:aws:s3:::bucket'),
      ['s3:GetObject takes none of arn:aws:s3:::bucket', 'no action of s3:GetObject takes arn:aws:s3:::bucket'],
    ],
    [
      'whose global condition key is misspelt',
      deny('s3:GetObject', '*', { ArnNotEquals: { 'aws:PrincipalArm': 'x' }, StringNotLike: { 'aws:userId': 'x' } }),
      ['s3:GetObject knows no condition key aws:PrincipalArm'],
    ],
    [
      'whose condition operator is misspelt',
      deny('s3:GetObject', '*', { StringNotEqual: { 'aws:PrincipalArn': 'x' } }),
      ['there is no condition operator StringNotEqual'],
    ],
    [
      'that says what it does not mean',
      { Effect: 'Allow', NotAction: 's3:*', Resource: '*' } as Statement,
      ['NotAction is not judged here'],
    ],
  ])('%s', async (_, statement, faults) => expect(await permissionFaults(statement, 'identity')).toEqual(faults));

  test('and one that AWS can match is not', async () => {
    const fine = allow('kms:Decrypt', 'arn:aws:kms:eu-central-1:999900001111:key/*', {
      StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::b' },
      ArnLike: { 'aws:PrincipalArn': '*', 'lambda:SourceFunctionArn': '*' },
    });
    expect(await permissionFaults(fine, 'identity')).toEqual([]);
    expect(await permissionFaults({ Effect: 'Deny', Action: 's3:*', Resource: '*' }, 'identity')).toEqual([]);
  });
});

test.each([
  ['arn:aws:lambda:eu-central-1:1:function:x', true],
  ['arn:aws:lambda:*:*:function:FaceMatchProxy-*', true],
  ['arn:*', true],
  ['arn:aws:lambda:eu-central-1:1:function:?*', true],
  ['arn:aws:lambda:eu-central-1:1:function:x:live', false],
  ['arn:aws:lambda:eu-central-1:1:function:', false],
  ['arn:aws:lambda:eu-central-1:1:layer:*', false],
  ['arn:aws:s3:::function', false],
])('the pattern %s can be a function: %s', (pattern, can) => {
  expect(canBe(pattern, ['arn:$', '{Partition}:lambda:$', '{Region}:$', '{Account}:function:$', '{FunctionName}'].join(''))).toBe(can);
});
