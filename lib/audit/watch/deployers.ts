import { Annotations, BootstraplessSynthesizer, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { any, isNot } from '../../foundation/filter-pattern';

/** A role through which a service of AWS deploys. Both must be right: the role alone could be assumed by others, the service acts for anyone. */
export interface Deployer {
  readonly roleArn: string;
  /** What the service is called in the events of what it changes. */
  readonly service: 'cloudformation.amazonaws.com' | 'codedeploy.amazonaws.com';
}

/**
 * The role with which CloudFormation deploys this stack: the one that the app's synthesizer names, else that of the settings. Undefined: a
 * deployment is like any change by hand.
 * @param stated `auditTrail.deploymentRole`
 */
export function cloudFormation(scope: Construct, stated: string | undefined): Deployer | undefined {
  const stack = Stack.of(scope);
  const named = stack.synthesizer.cloudFormationExecutionRole;
  if (named !== undefined && stated !== undefined) {
    Annotations.of(scope).addWarningV2(
      'face-match-proxy:deployment-role-not-used',
      'auditTrail.deploymentRole is not used: the synthesizer of this app names the role with which CloudFormation deploys. Remove the setting.',
    );
  }
  const roleArn = named === undefined ? stated : withoutPlaceholders(named, stack);
  return roleArn === undefined ? undefined : { roleArn, service: 'cloudformation.amazonaws.com' };
}

/** ARN of the role that has CloudFormation deploy this stack, where the app's synthesizer has one. */
export function startsDeployments(scope: Construct): string | undefined {
  const stack = Stack.of(scope);
  const { synthesizer } = stack;
  if (!(synthesizer instanceof DefaultStackSynthesizer) || synthesizer instanceof BootstraplessSynthesizer) return undefined;
  return withoutPlaceholders(synthesizer.deployRoleArn, stack);
}

/** A synthesizer leaves what it does not know in the form `${AWS::Region}` for the CLI to fill in. */
function withoutPlaceholders(arn: string, stack: Stack): string {
  const known: Readonly<Record<string, string>> = { Partition: stack.partition, AccountId: stack.account, Region: stack.region };
  return arn.replace(/\$\{AWS::(\w+)\}/g, (placeholder, name: string) => known[name] ?? placeholder);
}

/** Terms of a filter pattern: by anyone but these. */
export function notBy(deployers: readonly (Deployer | undefined)[]): string[] {
  return deployers
    .filter((deployer) => deployer !== undefined)
    .map(({ roleArn, service }) =>
      any(isNot('$.userIdentity.sessionContext.sessionIssuer.arn', roleArn), isNot('$.userIdentity.invokedBy', service)),
    );
}
