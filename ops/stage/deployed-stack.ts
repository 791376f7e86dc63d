import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { asking, awsFailure } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import type { GlobalOptions } from '../global-options';
import { whereOptions } from './shell';
import { type StackState, stackStateOf, type TroubledStack } from './stack-state';
import type { ClientSettings, Stage } from './stage';

/** The stack of a stage, in any state. */
export interface DeployedStack extends TroubledStack, Pick<Stage, 'client' | 'region'> {
  /** As CloudFormation names it, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly state: StackState;
  /** Why it is in that state. @default - CloudFormation does not say */
  readonly reason?: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export function stackNameOf({ stage, stack }: Pick<GlobalOptions, 'stage' | 'stack'>): string {
  return stack ?? `FaceMatchProxy-${stage}`;
}

/** @throws Failure `stage-not-found`, or what keeps CloudFormation from answering */
export async function findStack(options: GlobalOptions, settings: ClientSettings, signal: AbortSignal): Promise<DeployedStack> {
  const client = new CloudFormationClient(settings);
  const stackName = stackNameOf(options);
  const region = await asking('the AWS configuration of this machine', () => client.config.region());
  const {
    StackStatus = '',
    StackStatusReason,
    EnableTerminationProtection,
    Outputs = [],
  } = await describe(client, stackName, region, signal);
  const located = { ...settings, region };
  return {
    ...{ name: options.stage, stackName, region, status: StackStatus, state: stackStateOf(StackStatus), reason: StackStatusReason },
    where: whereOptions(region, options.profile),
    isProtected: EnableTerminationProtection === true,
    outputs: Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    client: () => located,
  };
}

/** A sentence on the state of the stack. */
export function sayState({ stackName, region, status, state, reason }: DeployedStack): string {
  const because = reason === undefined || reason === '' ? '' : ` CloudFormation says: ${reason.replace(/\.?$/, '.')}`;
  return `The stack ${stackName} in ${region} is in the state ${status}: ${state.means}.${because}`;
}

async function describe(client: CloudFormationClient, stackName: string, region: string, signal: AbortSignal): Promise<Stack> {
  const during = `CloudFormation, DescribeStacks of ${stackName} in ${region}`;
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }), { abortSignal: signal });
    // By its ARN CloudFormation still describes a stack that was deleted.
    if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') throw notFound(stackName, region);
    return stack;
  } catch (error) {
    // CloudFormation has no separate error for a stack that is not there: a ValidationError whose sentence says so.
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
