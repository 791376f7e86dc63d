import { preflightFinding } from '../api/api-preflight';
import { requestApi } from '../api/api-request';
import { type Finding, fail, pass } from '../failures/finding';
import type { Patient } from './patient';
import { optionsOf, revertDrift } from './repair';

/** Whether a browser may call the API from the origins of the settings, and from no other. */
export async function checkPreflight(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  return preflightFinding(stage, stage.isLocal ? '*' : (await patient.fn()).settings.corsOrigins, patient.signal);
}

/** Whether the API refuses a request without a token, before the function is called. */
export async function checkRefusal(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  const answer = await requestApi(
    stage.transactionUrl,
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
    patient.signal,
  );
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  if (answer.status === 401 && code === 'unauthorized') return pass('A request without a token is answered with 401, unauthorized.');
  return fail(
    `A request without a token is answered with ${answer.status}${code === undefined ? '' : `, ${code}`}; it should be 401, unauthorized.`,
    answer.status < 300
      ? `The API is open. Find out who changed its authorizers. ${revertDrift(stage)}.`
      : `npx cdk drift ${optionsOf(stage)} shows what was changed by hand. ${revertDrift(stage)}.`,
  );
}
