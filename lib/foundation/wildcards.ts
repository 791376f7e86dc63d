import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resourceOf } from './acknowledgements';
import { templateText } from './template-text';

/** Reasons for wildcards in the resources of a policy, whose findings repeat the resource and so depend on the settings. */
export const WILDCARDS = {
  'photos-of-all-subjects':
    'The subject is known only in the request; the permission ends at the prefix of each kind of photo and holds no action but reading.',
  'log-streams-of-the-trail':
    'CloudTrail names the streams of its log group itself, from the account and the region, with a suffix of its own.',
  'traces-have-no-resource':
    'A segment of X-Ray belongs to no resource that a policy could name, so sending one is allowed on every resource or not at all.',
  'alarms-are-seen-at-once':
    'CodeDeploy asks for the state of alarms in a way that AWS does not describe, and its own policy allows it on every resource; the action reads, and changes no alarm.',
  'logs-of-every-api':
    'API Gateway checks the role of the account against the policy that AWS documents for it, which names every resource; it holds no action that deletes a log.',
} as const;

/** Lets a finding on the wildcards of a policy stand: one for each resource, by its exact text. */
export function acknowledgeWildcards(policy: IConstruct, name: keyof typeof WILDCARDS, resources: readonly string[]): void {
  for (const resource of resources) {
    // As cdk-nag writes a resource: references in angle brackets.
    const text = templateText(Stack.of(policy).resolve(resource), (...reference) => `<${reference.join('.')}>`);
    const finding = `AwsSolutions-IAM5[Resource::${text}]`;
    Validations.of(resourceOf(policy)).acknowledge({ id: `AwsSolutions::${finding}`, reason: WILDCARDS[name] });
  }
}
