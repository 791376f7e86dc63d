import { examplesLeftIn } from '../../../lib/config/examples-left';
import { Failure } from '../../failures/failures';
import { type Finding, fail, pass, skipped, unknown } from '../../failures/finding';
import { accountOf } from '../account/account';
import type { Patient } from '../patient';
import { nameInArn, readRole } from './role';

/**
 * Whether the roles that the settings name as operators are there. S3 and KMS refuse a policy that names a principal which does not exist ("Invalid
 * principal in policy"), and with it the deployment.
 */
export async function checkOperators(patient: Patient): Promise<Finding> {
  const { operators } = await patient.config();
  const examples = examplesLeftIn(operators, 'operators');
  if (examples.length > 0)
    return fail(
      `Examples are still in place of roles, and a deployment will fail: ${examples.join('; ')}.`,
      'Make the roles, and name them in "operators" in the file of the stage.',
    );
  const arns = [...new Set(Object.values(operators ?? {}).flat())];
  if (arns.length === 0) return skipped('The file of the stage names no operators.');
  const account = await accountOf(patient);
  const foreign = arns.filter((arn) => arn.split(':')[4] !== account);
  const missing: string[] = [];
  for (const arn of arns.filter((each) => !foreign.includes(each))) missing.push(...(await missingRole(patient, arn)));
  if (missing.length > 0)
    return fail(
      `A deployment will fail (Invalid principal in policy): ${missing.join('; ')}.`,
      'Make the role first, or name the right one in "operators" in the file of the stage.',
    );
  if (foreign.length > 0)
    return unknown(
      `Not checked: ${foreign.join(', ')}, of another account than ${account}.`,
      'Look there that the role exists, with that path: else a deployment fails (Invalid principal in policy).',
    );
  return pass(arns.length === 1 ? 'The one role in operators is there.' : `The ${arns.length} roles in operators are there.`);
}

/** What is wrong with a role, if anything. IAM finds a role by its name alone; a principal is its whole ARN, with the path. */
export async function missingRole({ account, signal }: Patient, arn: string): Promise<string[]> {
  try {
    const role = await readRole(account, nameInArn(arn), signal);
    return role?.Arn === arn ? [] : [`${arn} is not there; the role of that name is ${role?.Arn}`];
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return [`${arn} is not there`];
    throw error;
  }
}
