import { VARIABLES } from '../../../contract/environment';
import type { StackResource } from '../stack-resources';
import type { Stage } from '../stage';
import { functionOfSecret } from './function-of-secret';
import { type FunctionSettings, readFunctionSettings } from './function-settings';

/** The function of a deployed stage, as it is now. */
export interface ProxyFunction {
  readonly name: string;
  /** Without a version. */
  readonly arn: string;
  readonly roleArn: string;
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  readonly settings: FunctionSettings;
  /** Table in which it records starts. @default - it records none */
  readonly transactions: string | undefined;
}

/** @throws Failure `not-a-stage` when there is none */
export async function findProxyFunction(
  stage: Stage,
  resources: readonly StackResource[],
  abortSignal: AbortSignal,
): Promise<ProxyFunction> {
  const { name, configuration, variables } = await functionOfSecret(stage, stage.credentialsSecretArn, resources, abortSignal);
  const { FunctionArn: arn = '', Role: roleArn = '', Runtime: runtime = '' } = configuration;
  const { [VARIABLES.transactions]: transactions } = variables;
  return { name, arn, roleArn, runtime, transactions, settings: readFunctionSettings(variables, name) };
}
