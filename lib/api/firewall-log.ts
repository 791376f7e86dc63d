import { ArnFormat, Aws, Fn, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { FIREWALL_LOG_PREFIX } from '../foundation/service-key';
import { ServiceLog } from '../foundation/service-log';

/** Headers that must not be read from a log. API Gateway takes the token from the first; the SDKs send no cookie, but a browser might. */
export const REDACTED_HEADERS = ['authorization', 'cookie'] as const;

export interface FirewallLogProps {
  readonly purpose: Purpose;
  readonly retentionDays: number;
  /** Encrypts the log group. */
  readonly key: IKey;
  /** ARN of the web ACL. */
  readonly aclArn: string;
}

/** What the firewall blocked or would have blocked. Requests that passed are in the access log. */
export class FirewallLog extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { purpose, retentionDays, key, aclArn }: FirewallLogProps) {
    super(scope, id);
    const name = this.groupName();
    this.logGroup = new ServiceLog(this, 'Group', { purpose, retentionDays, key, name });
    // The L2 construct would make a policy of the account, of which a region has ten. Without any, WAF makes one itself, outside of the stack.
    (this.logGroup.node.defaultChild as CfnLogGroup).resourcePolicyDocument = this.deliveryPolicy(name);
    new CfnLoggingConfiguration(this, 'Delivery', {
      resourceArn: aclArn,
      logDestinationConfigs: [this.arnOf(this.logGroup.logGroupName)],
      redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { Name: header } })),
      loggingFilter: blockedOrCounted(),
    });
  }

  /** Since WAF forces the prefix, the group has a name. The stack's id in it keeps a retained group from blocking the next stack. */
  private groupName(): string {
    const [, , idOfStack] = [0, 1, 2].map((at) => Fn.select(at, Fn.split('/', Aws.STACK_ID)));
    return `${FIREWALL_LOG_PREFIX}${Stack.of(this).stackName}-${this.node.addr.slice(-8)}-${idOfStack}`;
  }

  /** A policy of the group alone, as AWS sets one since it keeps them by group ("AWS services that publish logs" in the CloudWatch Logs user guide). */
  private deliveryPolicy(name: string): PolicyDocument {
    const statement = new PolicyStatement({
      sid: 'FirewallDelivers',
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${this.arnOf(name)}:log-stream:*`],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'logs', resource: '*' }) },
      },
    });
    return new PolicyDocument({ statements: [statement] });
  }

  /** Without the `:*` at the end that CDK's own has, and WAF refuses. */
  private arnOf(resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}

/** Written as the template has it: CDK's own type gives these members' names in another case ("LoggingFilter" in the template reference). */
function blockedOrCounted(): Record<string, unknown> {
  const conditions = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } }));
  return { DefaultBehavior: 'DROP', Filters: [{ Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: conditions }] };
}
