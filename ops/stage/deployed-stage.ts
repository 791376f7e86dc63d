import { Failure } from '../failures/failures';
import type { GlobalOptions } from '../global-options';
import { type DeployedStack, findStack, sayState } from './deployed-stack';
import type { ClientSettings, Stage, StageVerdicts } from './stage';
import { readStageOutputs } from './stage-outputs';

/**
 * Finds a deployed stage by the outputs of its stack.
 * @throws Failure `stage-not-found`, `stage-not-ready`, `not-a-stage`, or what keeps CloudFormation from answering
 */
export async function findDeployedStage(options: GlobalOptions, settings: ClientSettings, signal: AbortSignal): Promise<Stage> {
  return stageOf(await findStack(options, settings, signal));
}

/** @throws Failure `stage-not-ready` for a stack whose first deployment has not succeeded, `not-a-stage` for any other without the outputs */
export function stageOf(stack: DeployedStack): Stage {
  const { name, region, stackName, where, context, outputs, client, state } = stack;
  // A deployed stack keeps its outputs while it is deleted: photos may have to be erased for that.
  if (!state.stands && Object.keys(outputs).length === 0) throw notReady(stack);
  const stage = { ...{ name, isLocal: false, region, stackName, where, context }, ...readStageOutputs(outputs, stackName), client };
  const verdicts = verdictsOf(stack);
  return verdicts === undefined ? stage : { ...stage, verdicts };
}

/** Two outputs that a stack has together. */
function verdictsOf({ outputs, region, client }: DeployedStack): StageVerdicts | undefined {
  const { VerdictsUrl: url, ReadingSecretArn: secretArn } = outputs;
  const { credentials } = client('api-gateway');
  return url === undefined || secretArn === undefined || credentials === undefined ? undefined : { url, region, credentials, secretArn };
}

function notReady(stack: DeployedStack): Failure {
  return new Failure('stage-not-ready', {
    what: sayState(stack),
    where: `CloudFormation, ${stack.stackName}`,
    toDo: stack.state.remedy(stack),
  });
}
