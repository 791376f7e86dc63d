import { examplesLeftIn } from '../../../lib/config/examples-left';
import { type Finding, fail, pass, skipped, unknown } from '../../failures/finding';
import { accountOf } from '../account/account';
import type { Patient } from '../patient';
import { missingRole } from '../policies/operators';

/** Whether the roles that may ask are there, where they are of this account. The API's policy takes any name, and a wrong one lets in no one. */
export async function checkAskers(patient: Patient): Promise<Finding> {
  const { verdicts } = await patient.config();
  if (verdicts === undefined) return skipped('The file of the stage asks for no verdicts.');
  const examples = examplesLeftIn(verdicts.callers, 'verdicts.callers');
  if (examples.length > 0)
    return fail(`Examples are still in place of roles: ${examples.join('; ')}.`, 'Name the roles of your backend in "verdicts.callers".');
  const account = await accountOf(patient);
  const foreign = verdicts.callers.filter((arn) => arn.split(':')[4] !== account);
  const missing: string[] = [];
  for (const arn of verdicts.callers.filter((each) => !foreign.includes(each))) missing.push(...(await missingRole(patient, arn)));
  if (missing.length > 0)
    return fail(
      `No one can ask as a role that is not there: ${missing.join('; ')}.`,
      'Make the role, or name the right one, with its path, in "verdicts.callers" of the file of the stage, and deploy.',
    );
  if (foreign.length > 0)
    return unknown(
      `Not checked: ${foreign.join(', ')}, of another account than ${account}.`,
      'Look there that the role exists, with that path, and may execute-api:Invoke on the API for verdicts.',
    );
  return pass(
    verdicts.callers.length === 1 ? 'The one role that may ask is there.' : `The ${verdicts.callers.length} roles that may ask are there.`,
  );
}
