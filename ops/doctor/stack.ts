import { Failure } from '../failures/failures';
import { type Finding, fail, pass, skipped, warning } from '../failures/finding';
import { type DeployedStack, sayState } from '../stage/deployed-stack';
import { stackResources } from '../stage/stack-resources';
import type { Patient } from './patient';

/** In what state CloudFormation has the stack, and whether it is a stage at all. */
export async function checkStack(patient: Patient): Promise<Finding> {
  if (patient.job.options.local) return skipped('The local stack is not deployed.');
  const stack = await patient.stack();
  const { state, stackName, status } = stack;
  if (state.verdict === 'fail') return fail(`${sayState(stack)}${await sayKept(stack, patient.signal)}`, state.remedy(stack));
  try {
    await patient.stage();
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-a-stage') return fail(error.text.what, error.text.toDo);
    if (!(error instanceof Failure && error.code === 'stage-not-ready')) throw error;
  }
  return state.verdict === 'pass' ? pass(`${stackName}: ${state.means} (${status}).`) : warning(sayState(stack), state.remedy(stack));
}

/** What a first deployment that failed left behind: what CloudFormation still lists, it did not delete. */
async function sayKept(stack: DeployedStack, signal: AbortSignal): Promise<string> {
  if (stack.status !== 'ROLLBACK_COMPLETE') return '';
  const kept = await stackResources(stack, signal);
  return kept.length === 0 ? '' : ` It kept ${kept.map(({ type, physicalId }) => `${type} ${physicalId}`).join(', ')}.`;
}
