import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { asking, awsFailure } from '../aws-failures';
import { Failure } from '../failures';
import type { GlobalOptions } from '../global-options';
import { awsClientSettings } from './client-settings';
import type { Stage } from './stage';
import { readStageOutputs } from './stage-outputs';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export function stackNameOf({ stage, stack }: Pick<GlobalOptions, 'stage' | 'stack'>): string {
  return stack ?? `FaceMatchProxy-${stage}`;
}

/**
 * Finds a deployed stage by the outputs of its stack.
 * @throws Failure `stage-not-found`, `not-a-stage`, or whatever keeps CloudFormation from answering
 */
export async function findDeployedStage(options: GlobalOptions, { environment, signal }: Surroundings): Promise<Stage> {
  const settings = awsClientSettings(options, environment);
  const client = new CloudFormationClient(settings);
  const stackName = stackNameOf(options);
  const region = await asking('the AWS configuration of this machine', () => client.config.region());
  const stack = await describe(client, stackName, region, signal);
  const values = Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  const located = { ...settings, region };
  return { name: options.stage, isLocal: false, region, stackName, ...readStageOutputs(values, stackName), client: () => located };
}

async function describe(client: CloudFormationClient, stackName: string, region: string, signal: AbortSignal): Promise<Stack> {
  const during = `CloudFormation, DescribeStacks of ${stackName} in ${region}`;
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }), { abortSignal: signal });
    if (stack === undefined) throw notFound(stackName, region);
    return stack;
  } catch (error) {
    // CloudFormation has no error of its own for a stack that is not there: a ValidationError whose sentence says so.
    const { name, message } = error as Error;
    throw name === 'ValidationError' && /does not exist/.test(message) ? notFound(stackName, region) : awsFailure(error, during);
  }
}

function notFound(stackName: string, region: string): Failure {
  return new Failure('stage-not-found', {
    what: `There is no stack ${stackName} in ${region}, in the account of these credentials.`,
    where: `CloudFormation, ${region}`,
    toDo: 'Check --stage, --region and --profile, deploy the stage first (npm run deploy -- -c stage=<name>), or name the stack with --stack.',
  });
}
