import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role for a function of this stack, which the stack makes itself.
 * @throws Error where the app makes its roles elsewhere: such a role shows no unique id, by which policies and alarms know it, and gets no binding
 */
export function ownRole(scope: Construct, id: string): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  if (role.node.defaultChild !== undefined) return role;
  throw new Error(
    `Role.customizeRoles of this app keeps the stack from making the role of the function (${role.node.path}), and that is not supported: the policies of bucket and key know the role by its unique id, and a second policy holds it to the function. Call Role.customizeRoles for the other parts of the app alone.`,
  );
}

/**
 * A role's name is not its workload: anyone who passes the role to another function, or changes who may become it, is it. Lambda says in each
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
