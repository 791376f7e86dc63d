import { GetPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { USUAL_QUALIFIERS } from '../../cdk-context';
import { asking } from '../../failures/aws-failures';
import { Failure } from '../../failures/failures';
import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Patient } from '../patient';
import { accountOf } from './account';

/** The policy by which bootstrap/bootstrap.sh demands a boundary of every role. */
const DEMAND = 'face-match-proxy-boundary-required';

/**
 * Whether the permissions boundaries that the settings name are there, and whether the account demands one that they do not name. IAM refuses a role with a
 * boundary that does not exist, and the demand denies one without: either way the first deployment fails.
 */
export async function checkBoundaryPolicies(patient: Patient): Promise<Finding> {
  const { permissionsBoundary, loggingRoleBoundary } = await patient.config();
  const account = await accountOf(patient);
  const named = { permissionsBoundary, loggingRoleBoundary };
  const missing: string[] = [];
  for (const [setting, policy] of Object.entries(named)) {
    if (policy === undefined) continue;
    const arn = policy.startsWith('arn:') ? policy : `arn:aws:iam::${account}:policy/${policy}`;
    if (!(await isThere(patient, arn))) missing.push(`"${setting}" names ${arn}`);
  }
  if (missing.length > 0)
    return fail(
      `A deployment will fail, since there is no such policy: ${missing.join('; ')}.`,
      `Make it: bootstrap/bootstrap.sh ${account} ${await patient.region()} (docs/bootstrap.md). In an account that was prepared otherwise, remove it from the file of the stage.`,
    );
  if (permissionsBoundary !== undefined) return pass('The permissions boundary in the settings is there.');
  if ((await patient.qualifier()) !== USUAL_QUALIFIERS.project) return skipped('The settings name no permissions boundary.');
  if (!(await isThere(patient, `arn:aws:iam::${account}:policy/${DEMAND}`)))
    return skipped('The settings name no permissions boundary, and the account demands none.');
  return fail(
    `A deployment will fail: the account demands a permissions boundary of every role (${DEMAND}), and the settings name none.`,
    'Set "permissionsBoundary" in the file of the stage to face-match-proxy-boundary.',
  );
}

async function isThere({ account, signal }: Patient, PolicyArn: string): Promise<boolean> {
  try {
    await asking(`IAM, GetPolicy of ${PolicyArn}`, () =>
      new IAMClient(account).send(new GetPolicyCommand({ PolicyArn }), { abortSignal: signal }),
    );
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return false;
    throw error;
  }
}
