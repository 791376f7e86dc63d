import type { Stack } from 'aws-cdk-lib';
import { type IManagedPolicy, ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { LoggingRole } from '../api/logging-role';
import type { Config } from '../config/config';

/**
 * Bounds every role of a stage, also those of a later part of the stack. The role of API Gateway's logs, which must be able to
 * read logs, has a separate boundary, so that the others need not.
 */
export function boundRoles(stack: Stack, { permissionsBoundary, loggingRoleBoundary }: Config): void {
  if (permissionsBoundary !== undefined) {
    PermissionsBoundary.of(stack).apply(policyOf(stack, 'PermissionsBoundary', permissionsBoundary));
  }
  if (loggingRoleBoundary === undefined) return;
  const boundary = policyOf(stack, 'LoggingRoleBoundary', loggingRoleBoundary);
  // Of two aspects that set a boundary the one nearer to the role comes last, and stays.
  for (const role of stack.node.findAll()) if (role instanceof LoggingRole) PermissionsBoundary.of(role).apply(boundary);
}

/** A policy by its ARN, or by its name in the stack's account. */
function policyOf(stack: Stack, id: string, policy: string): IManagedPolicy {
  return policy.startsWith('arn:')
    ? ManagedPolicy.fromManagedPolicyArn(stack, id, policy)
    : ManagedPolicy.fromManagedPolicyName(stack, id, policy);
}
