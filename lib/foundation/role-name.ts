import { Arn, ArnFormat } from 'aws-cdk-lib';

/** The name of a role by its ARN, without its path, as IAM is called with it. */
export function roleName(arn: string): string {
  const name = arn.split('/').at(-1);
  // An ARN that is known only when deployed is one token. A path in it cannot be distinguished from the name then.
  return arn.includes('/') && name !== undefined ? name : (Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).resourceName ?? arn);
}
