import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../foundation/wildcards';

/**
 * The role with which API Gateway writes logs, one for the whole account and region ("Set up CloudWatch logging for REST APIs"). A new account has
 * none and refuses a stage with logs. It is retained, since every other API of the account depends on it.
 */
export class LoggingRole extends Construct {
  /** The account's setting; a stage with logs must wait for it. */
  readonly account: CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'API Gateway writes its logs',
      roles: [role],
      statements: [writeLogs()],
    });
    acknowledgeWildcards(policy, 'logs-of-every-api', ['*']);
    this.account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    this.account.node.addDependency(policy);
    for (const resource of [role, policy]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}

/**
 * What AWS's own policy for it allows (`AmazonAPIGatewayPushToCloudWatchLogs`), written out. API Gateway refuses a role that lacks a part of it,
 * and AWS documents neither narrower resources nor a condition in the trust ("Permissions for CloudWatch logging").
 */
function writeLogs(): PolicyStatement {
  return new PolicyStatement({
    sid: 'WriteLogs',
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:FilterLogEvents',
      'logs:GetLogEvents',
      'logs:PutLogEvents',
    ],
    resources: ['*'],
  });
}
