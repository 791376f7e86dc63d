import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isRegionOfPartition, ONLY_THIS_PARTITION } from '../../contract/aws-partition';

/**
 * The region that a stack goes to. One without its own environment goes to that of {@link defaultRegion}.
 * @returns undefined where no one says before deployment
 * @throws Error for a region of another partition
 */
export function regionOfStack(scope: Construct): string | undefined {
  const { region } = Stack.of(scope);
  return Token.isUnresolved(region) ? defaultRegion() : accepted(region);
}

/**
 * The region that the CDK command line found in AWS_REGION or the profile, and passes to the app ("Environments for the AWS CDK").
 * @returns undefined where the app was not started by it
 * @throws Error for a region of another partition
 */
export function defaultRegion(): string | undefined {
  return accepted(process.env.CDK_DEFAULT_REGION || undefined);
}

function accepted(region: string | undefined): string | undefined {
  if (region === undefined || isRegionOfPartition(region)) return region;
  throw new Error(
    `The region of the stack is "${region}"; accepted: ${ONLY_THIS_PARTITION}. The stack's env, AWS_REGION or the profile chooses it.`,
  );
}
