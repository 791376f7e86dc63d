import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscriptionFilter, type LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import type { AuditLinesSettings } from '../config/parts';

/** The lines of photos that left (lambda/telemetry/telemetry.ts, docs/reference.md), and no others. */
export const AUDIT_LINES = '{ $.type = "audit" }';

export interface AuditLinesProps {
  /** The function's log group. */
  readonly logGroup: LogGroup;
  readonly settings: AuditLinesSettings;
}

/** What CloudWatch Logs needs to deliver: a role or none, and what must be there before it tries, which it does when the filter is made. */
interface Way {
  readonly destinationArn: string;
  readonly roleArn?: string;
  readonly before?: IConstruct;
}

/** Sends the function's audit lines on as they are written ("Real-time processing of log data with subscriptions"). */
export class AuditLines extends Construct {
  private readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { logGroup, settings }: AuditLinesProps) {
    super(scope, id);
    this.logGroup = logGroup;
    const { destinationArn, roleArn, before } = this.way(settings);
    const { logGroupName } = logGroup;
    const filter = new CfnSubscriptionFilter(this, 'Filter', { logGroupName, filterPattern: AUDIT_LINES, destinationArn, roleArn });
    if (before !== undefined) filter.node.addDependency(before);
  }

  private way({ stream, firehose, function: functionArn, destination }: AuditLinesSettings): Way {
    if (stream !== undefined) return this.byRole(stream, ['kinesis:PutRecord', 'kinesis:PutRecords']);
    if (firehose !== undefined) return this.byRole(firehose, ['firehose:PutRecord', 'firehose:PutRecordBatch']);
    if (functionArn !== undefined) return this.byPermission(functionArn);
    if (destination !== undefined) return { destinationArn: destination };
    throw new Error('auditTrail.linesTo names no destination; checkConfig refuses such settings.');
  }

  private byRole(destinationArn: string, actions: string[]): Way {
    const role = new Role(this, 'Sender', {
      assumedBy: new ServicePrincipal('logs.amazonaws.com', {
        conditions: {
          // CDK's ARN of a group ends in `:*`, and the guide does not say whether the one that is compared does.
          ArnLike: { 'aws:SourceArn': [this.logGroup.logGroupArn, this.arnOfGroup()] },
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    });
    const policy = new ManagedPolicy(this, 'SenderPolicy', {
      description: 'CloudWatch Logs sends the audit lines on',
      roles: [role],
      statements: [new PolicyStatement({ sid: 'SendLines', actions, resources: [destinationArn] })],
    });
    return { destinationArn, roleArn: role.roleArn, before: policy };
  }

  private arnOfGroup(): string {
    const resourceName = this.logGroup.logGroupName;
    return Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  private byPermission(functionName: string): Way {
    const permission = new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName,
      principal: 'logs.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: this.logGroup.logGroupArn,
    });
    return { destinationArn: functionName, before: permission };
  }
}
