import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { MANAGED_RULES, type ManagedGroup } from '../config/managed-rules';
import type { FirewallSettings } from '../config/parts';

const KIB = 1024;

/** Above this, the core rule set's own rule for bodies blocks ("Baseline rule groups" in the WAF developer guide). In bytes. */
const CORE_BODY_LIMIT = 8 * KIB;

const CORE_BODY_RULE = 'SizeRestrictions_BODY';

/** How much of a body API Gateway can pass to WAF, in KiB; the first without further charge ("RequestBodyAssociatedResourceTypeConfig" in the WAF API reference). */
const INSPECTED_KIB = [16, 32, 48, 64] as const;

/**
 * Who decides on the size of a body, by the configured limit: the core rule set's rule up to 8 KiB, a rule of our own as far as WAF can
 * see, and beyond that the function alone (docs/decisions.md).
 */
export interface BodySize {
  /** What API Gateway passes to WAF, as WAF names it. */
  readonly inspected: `KB_${(typeof INSPECTED_KIB)[number]}`;
  /** Whether the core rule set's limit of 8 KiB holds. */
  readonly coreRuleBlocks: boolean;
  /** Largest body that our own rule lets through, in bytes. @default - there is no such rule */
  readonly ownLimit?: number;
}

/** @param limit largest body of a caller that is accepted, in bytes */
export function bodySize(limit: number): BodySize {
  const seen = INSPECTED_KIB.find((kib) => limit <= kib * KIB);
  if (limit < CORE_BODY_LIMIT) return { inspected: 'KB_16', coreRuleBlocks: true, ownLimit: limit };
  if (limit === CORE_BODY_LIMIT) return { inspected: 'KB_16', coreRuleBlocks: true };
  return seen === undefined
    ? { inspected: 'KB_16', coreRuleBlocks: false }
    : { inspected: `KB_${seen}`, coreRuleBlocks: false, ownLimit: limit };
}

type RuleSettings = Pick<FirewallSettings, 'requestsPerAddress' | 'rulesThatOnlyCount'>;

/** The rules, in the order in which they are asked: cheap ones and those that look at the sender first. */
export function firewallRules({ requestsPerAddress, rulesThatOnlyCount }: RuleSettings, body: BodySize): CfnWebACL.RuleProperty[] {
  const counted = new Set([...rulesThatOnlyCount, ...(body.coreRuleBlocks ? [] : [CORE_BODY_RULE])]);
  const managed = (group: ManagedGroup) =>
    managedGroup(
      group,
      MANAGED_RULES[group].filter((rule) => counted.has(rule)),
    );
  const rules = [
    managed('AWSManagedRulesAmazonIpReputationList'),
    { name: 'RequestsPerAddress', action: { block: {} }, statement: { rateBasedStatement: rate(requestsPerAddress) } },
    ...(body.ownLimit === undefined
      ? []
      : [{ name: 'BodySize', action: { block: {} }, statement: { sizeConstraintStatement: larger(body.ownLimit) } }]),
    managed('AWSManagedRulesKnownBadInputsRuleSet'),
    managed('AWSManagedRulesCommonRuleSet'),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

/**
 * Counted, but nothing kept as a sample: sampled requests show their headers, and with them tokens, to everyone who may look at the web ACL.
 */
export function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}

/** A rule group of AWS's own, at its default version, so that its updates come by themselves. */
function managedGroup(name: ManagedGroup, countOnly: readonly string[]): Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'> {
  const ruleActionOverrides = countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: { vendorName: 'AWS', name, ...(ruleActionOverrides.length === 0 ? {} : { ruleActionOverrides }) },
    },
  };
}

/** Each address by itself; anyone who has many is slowed by the throttle of the whole API ("Aggregating rate-based rules" in the WAF developer guide). */
function rate(limit: number): CfnWebACL.RateBasedStatementProperty {
  return { limit, evaluationWindowSec: 300, aggregateKeyType: 'IP' };
}

/** A body of which WAF sees only a part is larger than that part, and so than the limit. */
function larger(size: number): CfnWebACL.SizeConstraintStatementProperty {
  return {
    comparisonOperator: 'GT',
    size,
    fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
    textTransformations: [{ priority: 0, type: 'NONE' }],
  };
}
