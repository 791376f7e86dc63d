import { readVerdictEnvironment, type VerdictEnvironment } from '../../../contract/verdict-environment';
import { Failure } from '../../failures/failures';
import type { StackResource } from '../stack-resources';
import type { Stage } from '../stage';
import { verdictsOf } from '../stage-verdicts';
import { functionOfSecret } from './function-of-secret';

/** The function that answers questions, as it is now. */
export interface VerdictFunction {
  readonly name: string;
  /** Without a version. */
  readonly arn: string;
  readonly roleArn: string;
  /** Such as `Active`. */
  readonly state: string;
  /** Such as `Successful`. */
  readonly lastUpdate: string;
  /** Why it is in that state, where Lambda says it. */
  readonly reason: string | undefined;
  readonly environment: VerdictEnvironment;
}

/** @throws Failure `no-verdicts`; `not-a-stage` when there is none, or its variables cannot be read */
export async function findVerdictFunction(
  stage: Stage,
  resources: readonly StackResource[],
  abortSignal: AbortSignal,
): Promise<VerdictFunction> {
  const { name, configuration, variables } = await functionOfSecret(stage, verdictsOf(stage).secretArn, resources, abortSignal);
  const { FunctionArn: arn = '', Role: roleArn = '', State: state = '', LastUpdateStatus: lastUpdate = '' } = configuration;
  const reason = configuration.StateReason ?? configuration.LastUpdateStatusReason;
  return { name, arn, roleArn, state, lastUpdate, reason, environment: readEnvironment(variables, name) };
}

function readEnvironment(variables: Readonly<Record<string, string>>, name: string): VerdictEnvironment {
  try {
    return readVerdictEnvironment(variables);
  } catch (cause) {
    throw new Failure(
      'not-a-stage',
      {
        what: `The function ${name} has no variables that this version reads. ${(cause as Error).message}`,
        where: `Lambda, ${name}`,
        toDo: 'Deploy the stage with this version (npm run deploy -- -c stage=<name>).',
      },
      { cause },
    );
  }
}
