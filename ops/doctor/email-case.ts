import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { asking } from '../failures/aws-failures';
import { type Finding, fail, pass, skipped } from '../failures/finding';
import type { Patient } from './patient';

/**
 * Whether the next deployment would change how the stage's own pool treats the case of e-mail addresses. Cognito sets that once and refuses the update, and
 * CloudFormation rolls the whole deployment back.
 */
export async function checkEmailCase(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The users of the local stack are created at each start.');
  const { userPoolId } = stage;
  const isOwn = await patient.owns(userPoolId);
  const settings = (await patient.config()).callers.pool.new;
  if (!isOwn || settings === undefined)
    return skipped('No deployment changes the pool: it does not belong to the stack, now or after the next one.');
  const client = new CognitoIdentityProviderClient(stage.client('cognito-identity-provider'));
  const { UserPool } = await asking(`Cognito, DescribeUserPool of ${userPoolId}`, () =>
    client.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }), { abortSignal: patient.signal }),
  );
  // Cognito's own default, for a pool that was made without the setting, is to distinguish upper from lower case ("UsernameConfigurationType").
  const made = UserPool?.UsernameConfiguration?.CaseSensitive === false ? 'ignored' : 'exact-as-this-pool-was-made';
  const means = made === 'ignored' ? 'ignores the case of e-mail addresses' : 'distinguishes upper from lower case in e-mail addresses';
  if (made === settings.emailCase) return pass(`The pool ${means}, and the settings keep it so.`);
  return fail(
    `The pool ${means}, and the settings would change that: AWS refuses, and the next deployment rolls back.`,
    `Set "callers.pool.new.emailCase" to ${made} in the file of the stage.`,
  );
}
