import { APPLICATION } from '../lib/config/sections/stage';

/**
 * What CloudFormation does to deploy, change and remove resources of some types, by the permissions that the types' handlers name and
 * the "Service Authorization Reference". As far as a service lets one, resources are narrowed by the names that CloudFormation gives them
 * (those of the stack, or of the resource), else by the tag that every resource of a stage carries.
 */
export interface DeploymentPermission {
  /** Types of resource that need it. */
  readonly types: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** As in a policy. @default - none */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Beginning of the stacks' names, and with it of what CloudFormation names after them; a bucket's is in lower case. */
export const STACKS = 'FaceMatchProxy-';

/** For what has a name drawn at random, and carries our tag already. */
export const RESOURCE_IS_OURS = { StringEquals: { 'aws:ResourceTag/application': APPLICATION } };

/** For what has no name yet, and gets our tag with it. */
export const BECOMES_OURS = { StringEquals: { 'aws:RequestTag/application': APPLICATION } };
