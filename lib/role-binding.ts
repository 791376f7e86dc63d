import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * A role's name is not its workload: whoever passes the role to a function of their own, or changes who may become it, is it. Lambda says in each
 * request for which function it gave the credentials ("Using source function ARN to control function access behavior", Lambda developer guide). A
 * denial, in a policy that is made after the function: a condition on the permission would be undone by one more permission, and would make role and
 * function wait for each other. AWS does not say whether a version or an alias is named, so both forms count. Not on `kms:Decrypt`, which S3,
 * Secrets Manager and DynamoDB ask for themselves.
 */
export function onlyFrom(functionArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'OnlyFromThisFunction',
    effect: Effect.DENY,
    actions: ['s3:*', 'secretsmanager:*', 'dynamodb:*'],
    resources: ['*'],
    conditions: { ArnNotLike: { 'lambda:SourceFunctionArn': [functionArn, `${functionArn}:*`] } },
  });
}
