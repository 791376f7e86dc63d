import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { accountAdministers, accountUses, grantsForServicesAlone } from './key-administration';

/** WAF delivers to no log group whose name begins otherwise ("CloudWatch Logs" under "Logging web ACL traffic", WAF developer guide). */
export const FIREWALL_LOG_PREFIX = 'aws-waf-logs-';

/** API Gateway names a stage's execution log by this, the API's id, a slash and the stage ("Set up CloudWatch logging for REST APIs"). */
export const EXECUTION_LOG_PREFIX = 'API-Gateway-Execution-Logs_';

/**
 * Whether a resource with data stays when its stack is deleted. It does not stay after a first deployment that failed: then it holds nothing yet, and would
 * only be in the way (`RetainExceptOnCreate`, "DeletionPolicy attribute" in the CloudFormation user guide).
 */
export function removalPolicyOf(purpose: Purpose): RemovalPolicy {
  return purpose === 'throw-away' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}

/**
 * The same for what a first deployment could not take back: what is protected from deletion, and a bucket that a service fills at once. The
 * rollback would fail at it.
 */
export function removalPolicyOfUndeletable(purpose: Purpose): RemovalPolicy {
  return purpose === 'throw-away' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}

/** The key for everything that is no photo: the secret, the log groups, the counts of attempts and, where there is one, the files of the trail. */
export class ServiceKey extends Key {
  constructor(scope: Construct, id: string, purpose: Purpose) {
    super(scope, id, {
      description: 'face-match-proxy: the secret, the logs, the counts of attempts, the audit trail',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: removalPolicyOf(purpose),
      policy: new PolicyDocument({
        statements: [accountAdministers(), grantsForServicesAlone(), accountUses(scope, 'secretsmanager'), logsUse(scope)],
      }),
    });
  }
}

/**
 * CloudWatch Logs encrypts for the log groups of this stack, whose names CloudFormation begins with the stack's, and for the two that AWS
 * forces a name on; see "Encrypt log data in CloudWatch Logs using AWS KMS" in its user guide. The execution log is named by the API's id, for
 * which the key cannot wait: the API's other logs wait for the key.
 */
function logsUse(scope: Construct): PolicyStatement {
  const stack = Stack.of(scope);
  const names = [`${stack.stackName}-*`, `${FIREWALL_LOG_PREFIX}${stack.stackName}-*`, `${EXECUTION_LOG_PREFIX}*`];
  return new PolicyStatement({
    sid: 'LogGroupsOfThisStack',
    principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': names.map(
          (name) => `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}`,
        ),
      },
    },
  });
}
