import { CloudFormationClient, paginateListStackResources, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { asking } from '../failures/aws-failures';
import type { Stage } from './stage';

/** One resource of a deployed stack. */
export interface StackResource {
  readonly logicalId: string;
  /** Empty where CloudFormation has none yet. */
  readonly physicalId: string;
  readonly type: string;
}

/** Every resource of the stage's stack; none for the local stack. */
export async function stackResources(stage: Pick<Stage, 'stackName' | 'client'>, abortSignal: AbortSignal): Promise<StackResource[]> {
  const { stackName } = stage;
  if (stackName === undefined) return [];
  const client = new CloudFormationClient(stage.client('cloudformation'));
  const found: StackResourceSummary[] = [];
  await asking(`CloudFormation, ListStackResources of ${stackName}`, async () => {
    for await (const page of paginateListStackResources({ client }, { StackName: stackName }, { abortSignal })) {
      found.push(...(page.StackResourceSummaries ?? []));
    }
  });
  return found
    .filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE')
    .map(({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' }) => ({
      logicalId: LogicalResourceId,
      physicalId: PhysicalResourceId,
      type: ResourceType,
    }));
}
