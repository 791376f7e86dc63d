import { GetFunctionConfigurationCommand, type GetFunctionConfigurationCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { asking } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import type { StackResource } from '../stack-resources';
import type { Stage } from '../stage';

/** A function as Lambda has it, and its name in the stack. */
export interface FoundFunction {
  readonly name: string;
  readonly configuration: GetFunctionConfigurationCommandOutput;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The function of a deployed stage that reads a secret: the stage may have two, and your own stack others.
 * @throws Failure `not-a-stage` when there is none
 */
export async function functionOfSecret(
  stage: Stage,
  secretArn: string,
  resources: readonly StackResource[],
  abortSignal: AbortSignal,
): Promise<FoundFunction> {
  const client = new LambdaClient(stage.client('lambda'));
  for (const { physicalId: name } of resources.filter(({ type }) => type === 'AWS::Lambda::Function')) {
    const configuration = await asking(`Lambda, GetFunctionConfiguration of ${name}`, () =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName: name }), { abortSignal }),
    );
    const variables = configuration.Environment?.Variables ?? {};
    if (variables.CREDENTIALS_SECRET_ARN === secretArn) return { name, configuration, variables };
  }
  throw new Failure('not-a-stage', {
    what: `No function of ${stage.stackName} reads the secret ${secretArn}.`,
    where: `CloudFormation, ${stage.stackName}`,
    toDo: 'Name the right stack with --stack, or deploy the stage with this version.',
  });
}
