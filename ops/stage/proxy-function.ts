import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { asking } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import { type FunctionSettings, readFunctionSettings } from './function-settings';
import type { StackResource } from './stack-resources';
import type { Stage } from './stage';

/** The function of a deployed stage, as it is now. */
export interface ProxyFunction {
  readonly name: string;
  /** Without a version. */
  readonly arn: string;
  readonly roleArn: string;
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  readonly settings: FunctionSettings;
}

/**
 * The function that reads this stage's secret: your own stack may have others.
 * @throws Failure `not-a-stage` when there is none
 */
export async function findProxyFunction(
  stage: Stage,
  resources: readonly StackResource[],
  abortSignal: AbortSignal,
): Promise<ProxyFunction> {
  const client = new LambdaClient(stage.client('lambda'));
  for (const { physicalId } of resources.filter(({ type }) => type === 'AWS::Lambda::Function')) {
    const {
      Environment,
      FunctionArn = '',
      Role = '',
      Runtime = '',
    } = await asking(`Lambda, GetFunctionConfiguration of ${physicalId}`, () =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName: physicalId }), { abortSignal }),
    );
    const variables = Environment?.Variables ?? {};
    if (variables.CREDENTIALS_SECRET_ARN !== stage.credentialsSecretArn) continue;
    return { name: physicalId, arn: FunctionArn, roleArn: Role, runtime: Runtime, settings: readFunctionSettings(variables, physicalId) };
  }
  throw new Failure('not-a-stage', {
    what: `No function of ${stage.stackName} reads the secret of the stage.`,
    where: `CloudFormation, ${stage.stackName}`,
    toDo: 'Name the right stack with --stack, or deploy the stage with this version.',
  });
}
