import { bodySize } from '../../lib/api/firewall-rules';
import { concrete } from '../support/stack-policies';
import { checked, synthesize, synthesizeStage } from '../support/template';

const KIB = 1024;
const prod = synthesizeStage('prod');
const small = synthesize(checked({ limits: { callerBodyBytes: 32 * KIB }, api: { firewall: { requestsPerAddress: 200 } } }));
const off = synthesize(checked({ api: { firewall: { mode: 'off-and-the-api-open-to-floods' } } }));

const acl = prod.one('AWS::WAFv2::WebACL');
const names = (of: typeof acl): string[] => of.Rules.map(({ Name }: { Name: string }) => Name);
const rule = (of: typeof acl, name: string) => of.Rules.find(({ Name }: { Name: string }) => Name === name);

describe('the firewall', () => {
  test('stands before the API’s stage, by default in every stage', () => {
    for (const stage of [prod, synthesizeStage('local'), synthesizeStage('dev')]) {
      const { ResourceArn, WebACLArn } = stage.one('AWS::WAFv2::WebACLAssociation');
      const [stageId] = stage.of('AWS::ApiGateway::Stage')[0] ?? [];
      expect(concrete(ResourceArn, {})).toMatch(new RegExp(`^arn:aws:apigateway:eu-central-1::/restapis/\\w+/stages/${stageId}$`));
      expect(WebACLArn['Fn::GetAtt'][0]).toBe(stage.of('AWS::WAFv2::WebACL')[0]?.[0]);
    }
    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  });

  test('looks for known attackers, floods, known bad inputs and common attacks, in this order', () => {
    expect(names(acl)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'RequestsPerAddress',
      'BodySize',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    expect(acl.Rules.map(({ Priority }: { Priority: number }) => Priority)).toEqual([0, 1, 2, 3, 4]);
  });

  test('counts the requests of one address in five minutes, as many as configured', () => {
    const limit = (of: typeof acl) => rule(of, 'RequestsPerAddress').Statement.RateBasedStatement;
    expect(limit(acl)).toEqual({ Limit: 1000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' });
    expect(limit(small.one('AWS::WAFv2::WebACL')).Limit).toBe(200);
  });

  test('answers with no separate response: API Gateway’s has the CORS headers and the shape of every refusal', () => {
    expect(JSON.stringify(acl)).not.toContain('CustomResponse');
  });

  test('is off only by a word that no one overlooks, and says so', () => {
    expect(off.of('AWS::WAFv2::WebACL')).toEqual([]);
    expect(off.of('AWS::WAFv2::WebACLAssociation')).toEqual([]);
    expect(off.of('AWS::CloudWatch::Alarm').filter(([id]) => id.includes('Firewall'))).toEqual([]);
    expect(off.warnings.join()).toContain('There is no firewall before the API');
    expect(prod.warnings.join()).not.toContain('firewall');
    expect(() => checked({ api: { firewall: { mode: 'off' } } })).toThrow(/api\.firewall\.mode/);
  });
});

describe('the size of a body', () => {
  test.each([
    [KIB, { inspected: 'KB_16', coreRuleBlocks: true, ownLimit: KIB }],
    [8 * KIB, { inspected: 'KB_16', coreRuleBlocks: true }],
    [8 * KIB + 1, { inspected: 'KB_16', coreRuleBlocks: false, ownLimit: 8 * KIB + 1 }],
    [16 * KIB, { inspected: 'KB_16', coreRuleBlocks: false, ownLimit: 16 * KIB }],
    [16 * KIB + 1, { inspected: 'KB_32', coreRuleBlocks: false, ownLimit: 16 * KIB + 1 }],
    [64 * KIB, { inspected: 'KB_64', coreRuleBlocks: false, ownLimit: 64 * KIB }],
    [64 * KIB + 1, { inspected: 'KB_16', coreRuleBlocks: false }],
    [256 * KIB, { inspected: 'KB_16', coreRuleBlocks: false }],
  ])('of at most %s bytes: the firewall blocks none that is accepted, and all others as far as it sees them', (limit, expected) => {
    expect(bodySize(limit)).toEqual(expected);
  });

  test('is the configured one in a separate rule, and a body beyond WAF’s sight is over it', () => {
    const web = small.one('AWS::WAFv2::WebACL');
    expect(rule(web, 'BodySize')).toMatchObject({
      Action: { Block: {} },
      Statement: {
        SizeConstraintStatement: { ComparisonOperator: 'GT', Size: 32 * KIB, FieldToMatch: { Body: { OversizeHandling: 'MATCH' } } },
      },
    });
    expect(web.AssociationConfig.RequestBody.API_GATEWAY.DefaultSizeInspectionLimit).toBe('KB_32');
  });

  test('is only counted by the core rule set where it would block what is accepted', () => {
    const common = (of: typeof acl) => rule(of, 'AWSManagedRulesCommonRuleSet').Statement.ManagedRuleGroupStatement.RuleActionOverrides;
    expect(common(acl)).toEqual([{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);
    expect(common(synthesize(checked({ limits: { callerBodyBytes: 8 * KIB } })).one('AWS::WAFv2::WebACL'))).toBeUndefined();
  });
});

describe('a managed rule that blocks users', () => {
  const counting = (rules: readonly string[], more = {}) =>
    synthesize(checked({ api: { firewall: { rulesThatOnlyCount: rules } }, ...more }));
  const overrides = (stage: typeof prod, group: string) =>
    rule(stage.one('AWS::WAFv2::WebACL'), group).Statement.ManagedRuleGroupStatement.RuleActionOverrides;
  const counts = (name: string) => ({ Name: name, ActionToUse: { Count: {} } });
  const stage = counting(['NoUserAgent_HEADER', 'Log4JRCE_BODY', 'NoUserAgent_HEADER']);

  test('only counts when the settings name it, in the group that it belongs to, and the others go on blocking', () => {
    expect(overrides(stage, 'AWSManagedRulesCommonRuleSet')).toEqual([counts('NoUserAgent_HEADER'), counts('SizeRestrictions_BODY')]);
    expect(overrides(stage, 'AWSManagedRulesKnownBadInputsRuleSet')).toEqual([counts('Log4JRCE_BODY')]);
    expect(overrides(stage, 'AWSManagedRulesAmazonIpReputationList')).toBeUndefined();
    for (const { OverrideAction, Action } of stage.one('AWS::WAFv2::WebACL').Rules)
      expect(OverrideAction ?? Action).toEqual(OverrideAction ? { None: {} } : { Block: {} });
  });

  test('is said at each synthesis, while it only counts', () => {
    expect(stage.warnings.join()).toContain('Rules of the firewall only count');
    expect(prod.warnings.join()).not.toContain('only count');
  });

  test('is named once where the size of a body has it counted, too', () => {
    expect(overrides(counting(['SizeRestrictions_BODY']), 'AWSManagedRulesCommonRuleSet')).toEqual([counts('SizeRestrictions_BODY')]);
  });

  test.each(['nouseragent_header', 'CrossSiteScripting', 'SQLi_BODY', 'RequestsPerAddress', 'AWSManagedRulesCommonRuleSet', ''])(
    'must have a name that AWS documents, for WAF passes over any other in silence: %s',
    (name) =>
      expect(() => checked({ api: { firewall: { rulesThatOnlyCount: [name] } } })).toThrow(
        /api\.firewall\.rulesThatOnlyCount.*as AWS documents/,
      ),
  );
});

describe('what the firewall writes down', () => {
  const group = prod.one('AWS::Logs::LogGroup', /Firewall/);
  const delivery = prod.one('AWS::WAFv2::LoggingConfiguration');

  test('goes to a group with the prefix that WAF demands, and the stack’s own id, so that a retained one is in no one’s way', () => {
    expect(group.LogGroupName['Fn::Join'][1]).toEqual([
      expect.stringMatching(/^aws-waf-logs-FaceMatchProxy-prod-[0-9a-f]{8}-$/),
      { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
    ]);
    expect(String(concrete(delivery.LogDestinationConfigs[0], {}))).toMatch(
      /^arn:aws:logs:eu-central-1:999900001111:log-group:ProxyFirewallLog\w+$/,
    );
  });

  test('is delivered by a policy of that group alone, to AWS’s log delivery for this account', () => {
    const [statement, ...others] = group.ResourcePolicyDocument.Statement;
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': expect.anything() } },
    });
    expect(prod.of('AWS::Logs::ResourcePolicy')).toEqual([]);
  });

  test('holds no token and no cookie, and quotes nothing of a body or query', () => {
    expect(delivery.RedactedFields).toEqual([{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }]);
    expect(acl.DataProtectionConfig.DataProtections).toEqual([
      { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie'] } },
      { Action: 'SUBSTITUTION', Field: { FieldType: 'QUERY_STRING' } },
      { Action: 'SUBSTITUTION', Field: { FieldType: 'BODY' } },
    ]);
  });

  test('is what was blocked or counted, not every request', () => {
    expect(delivery.LoggingFilter.DefaultBehavior).toBe('DROP');
    const [filter] = delivery.LoggingFilter.Filters;
    expect(filter).toMatchObject({ Behavior: 'KEEP', Requirement: 'MEETS_ANY' });
    expect(filter.Conditions).toContainEqual({ ActionCondition: { Action: 'BLOCK' } });
  });

  test('is counted by each stack in metrics with a separate name', () => {
    expect(acl.VisibilityConfig.MetricName).not.toBe(small.one('AWS::WAFv2::WebACL').VisibilityConfig.MetricName);
  });

  test('is there before the first request is judged', () => {
    const [deliveryId] = prod.of('AWS::WAFv2::LoggingConfiguration')[0] ?? [];
    expect(prod.of('AWS::WAFv2::WebACLAssociation')[0]?.[1].DependsOn).toContain(deliveryId);
  });
});
