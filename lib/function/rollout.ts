import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { type ILambdaDeploymentConfig, LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Pace } from '../config/parts';
import { acknowledgeWildcards } from '../foundation/wildcards';
import type { ProxyFunction } from './proxy-function';
import { LIVE } from './service-function';

const CONFIGURATIONS: Readonly<Record<Pace, ILambdaDeploymentConfig>> = {
  'all-at-once': LambdaDeploymentConfig.ALL_AT_ONCE,
  'linear-10-percent-every-minute': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE,
  'linear-10-percent-every-2-minutes': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_2MINUTES,
  'linear-10-percent-every-3-minutes': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_3MINUTES,
  'linear-10-percent-every-10-minutes': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_10MINUTES,
  'canary-10-percent-for-5-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  'canary-10-percent-for-10-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES,
  'canary-10-percent-for-15-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES,
  'canary-10-percent-for-30-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_30MINUTES,
};

export interface RolloutProps {
  readonly fn: ProxyFunction;
  readonly pace: Pace;
}

/**
 * Moves the alias to a new version at the configured pace, and back when an alarm fires: CloudFormation hands each change of the alias to
 * CodeDeploy ("UpdatePolicy attribute", CodeDeployLambdaAliasUpdate), and a rollout that is taken back rolls the whole update back.
 */
export class Rollout extends Construct {
  readonly group: LambdaDeploymentGroup;
  /** With which CodeDeploy moves the alias. */
  readonly role: Role;

  private readonly application: LambdaApplication;

  constructor(scope: Construct, id: string, { fn, pace }: RolloutProps) {
    super(scope, id);
    this.application = new LambdaApplication(this, 'Application');
    this.role = new Role(this, 'Role', { assumedBy: this.codeDeploy() });
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Moves traffic between versions of the face match function',
      roles: [this.role],
      statements: [...moveAlias(fn), seeAlarms()],
    });
    acknowledgeWildcards(policy, 'alarms-are-seen-at-once', ['*']);
    this.group = new LambdaDeploymentGroup(this, 'Group', {
      application: this.application,
      alias: fn.live,
      // CDK would add AWS's own policy, which lets the role move every alias of the account.
      role: this.role.withoutPolicyUpdates(),
      deploymentConfig: CONFIGURATIONS[pace],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
    this.group.node.addDependency(policy);
  }

  /** Lets any of these alarms that fires end a rollout and take it back. */
  watch(alarms: readonly Alarm[]): void {
    for (const alarm of alarms) this.group.addAlarm(alarm);
  }

  /** CodeDeploy for this application alone ("Cross-service confused deputy prevention", CodeDeploy user guide). */
  private codeDeploy(): ServicePrincipal {
    const stack = Stack.of(this);
    const groups = stack.formatArn({
      service: 'codedeploy',
      resource: 'deploymentgroup',
      resourceName: `${this.application.applicationName}/*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new ServicePrincipal('codedeploy.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': groups } },
    });
  }
}

/**
 * IAM decides on an alias by the function's own ARN, and on its provisioned concurrency by the alias's ("Actions, resources, and condition keys
 * for AWS Lambda"). By ARNs put together: a reference to the alias would make the alias wait for the rollout, and the rollout for the alias.
 */
function moveAlias(fn: ProxyFunction): PolicyStatement[] {
  const { functionArn } = fn.lambda;
  const live = `${functionArn}:${LIVE}`;
  return [
    new PolicyStatement({ sid: 'MoveTheAlias', actions: ['lambda:GetAlias', 'lambda:UpdateAlias'], resources: [functionArn, live] }),
    new PolicyStatement({ sid: 'SeeItsConcurrency', actions: ['lambda:GetProvisionedConcurrencyConfig'], resources: [live] }),
  ];
}

/** On every resource, as in AWS's own policy: with less, `DescribeAlarms` sees no composite alarms (its API reference), and CodeDeploy says nowhere how it asks. */
function seeAlarms(): PolicyStatement {
  return new PolicyStatement({ sid: 'SeeAlarms', actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] });
}
