import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { continentOfAwsRegion, continentOfMicroblinkRegion } from '../config/continents';
import type { AgentSettings, Residency } from '../config/parts';
import { LOOPBACK_URL } from '../config/sections/agent';
import { regionOfStack } from './stack-region';

/**
 * Says at synth when photos leave the continent that they are kept on: those in the bucket go to Microblink's region with each transaction.
 * Nothing is said of an Agent API on this computer, since nothing leaves it.
 * @param residency whether that is a warning, an error or intended
 */
export function checkResidency(scope: Construct, residency: Residency, agent: AgentSettings): void {
  if (residency === 'other-continents-are-intended' || LOOPBACK_URL.test(agent.url ?? '')) return;
  const finding = findingOn(regionOfStack(scope), microblinkRegionOf(agent));
  if (finding === undefined) return;
  if (residency === 'error') Annotations.of(scope).addError(`${finding} (residency is "error")`);
  else Annotations.of(scope).addWarningV2('face-match-proxy:residency', finding);
}

function findingOn(awsRegion: string | undefined, microblinkRegion: string): string | undefined {
  const here = awsRegion === undefined ? undefined : continentOfAwsRegion(awsRegion);
  const there = continentOfMicroblinkRegion(microblinkRegion);
  if (awsRegion === undefined) {
    return `Whether photos stay on their continent could not be checked: the region of the stack is not known at synth, Microblink's is ${microblinkRegion}. Set AWS_REGION, or the env of the stack.`;
  }
  if (here === undefined) return `Whether photos stay on their continent could not be checked: where ${awsRegion} is, is not known here.`;
  if (there === undefined) {
    return `Whether photos stay on their continent could not be checked: where Microblink's region ${microblinkRegion} is, is not known here.`;
  }
  if (here === there) return undefined;
  return `Photos leave their continent: the stack is in ${awsRegion} (${here}), Microblink's region is ${microblinkRegion} (${there}).`;
}

/** The region as configured, or as it stands in the Agent API's URL. */
function microblinkRegionOf({ region, url }: AgentSettings): string {
  return region ?? /^https:\/\/api\.([a-z0-9-]+)\./.exec(url ?? '')?.[1] ?? '';
}
