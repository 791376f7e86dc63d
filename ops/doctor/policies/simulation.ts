import { type ContextEntry, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { asking } from '../../failures/aws-failures';
import type { Stage } from '../../stage/stage';

/** One question to IAM: may this role do that? */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly expected: 'allowed' | 'denied';
  /** Values of condition keys. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Lambda names in each request the function that it gave the credentials for; the role's own policies ask for it. */
export const SOURCE_FUNCTION = 'lambda:SourceFunctionArn';

/** The context of a request that a function makes. */
export const inFunction = (functionArn: string): Readonly<Record<string, string>> => ({ [SOURCE_FUNCTION]: functionArn });

export interface Answer extends Question {
  readonly isAllowed: boolean;
}

/**
 * What IAM itself says of a role's policies and its boundary, without the action. It considers no resource policy for a role, nor what the
 * organisation denies ("SimulatePrincipalPolicy" in the IAM API reference).
 */
export async function simulate(stage: Stage, roleArn: string, questions: readonly Question[], abortSignal: AbortSignal): Promise<Answer[]> {
  const client = new IAMClient(stage.client('iam'));
  const answers: Answer[] = [];
  for (const question of questions) {
    const { EvaluationResults = [] } = await asking(`IAM, SimulatePrincipalPolicy of ${roleArn}`, () =>
      client.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: roleArn,
          ActionNames: [question.action],
          ResourceArns: [question.resource],
          ContextEntries: Object.entries(question.context ?? {}).map(contextEntry),
        }),
        { abortSignal },
      ),
    );
    answers.push({ ...question, isAllowed: EvaluationResults[0]?.EvalDecision === 'allowed' });
  }
  return answers;
}

function contextEntry([ContextKeyName, value]: [string, string]): ContextEntry {
  return { ContextKeyName, ContextKeyType: 'string', ContextKeyValues: [value] };
}
