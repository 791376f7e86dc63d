import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { APPLICATION, type OWN_TAGS } from '../config/sections/stage';

/**
 * What gets no tag. A dashboard took none until 2026 and takes none in some regions still, and those of the stack itself reach every resource of it,
 * the dashboard included ("Resource tag" in the CloudFormation User Guide).
 */
const UNTAGGED = ['AWS::CloudWatch::Dashboard', 'aws:cdk:stack'];

/**
 * Tags everything in the scope that every region lets be tagged. One classification for all, that of the most sensitive data of a stage: what holds no photo still protects one.
 * @param stage name of the stage
 * @param tags of the company's own, by name
 */
export function tagStage(scope: IConstruct, stage: string, tags: Readonly<Record<string, string>>): void {
  const own: Record<(typeof OWN_TAGS)[number], string> = { application: APPLICATION, stage, 'data-classification': 'biometric' };
  for (const [name, value] of Object.entries({ ...tags, ...own })) Tags.of(scope).add(name, value, { excludeResourceTypes: UNTAGGED });
}
