import { Failure } from '../failures/failures';
import { type Finding, fail, pass, skipped, unknown } from '../failures/finding';
import type { Patient } from './patient';

/** Whether a deployment would take the file of the stage, in the region that it would go to. A stage of another app has none here. */
export async function checkSettings(patient: Patient): Promise<Finding> {
  if (patient.job.options.local) return skipped('npm start has read its file.');
  try {
    await patient.config();
    return pass('The file of the stage is accepted. npm run diff shows whether it is what is deployed.');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { what, toDo = '' } = error.text;
    if (error.code === 'settings-refused') return fail(what, toDo);
    if (error.code !== 'no-settings') throw error;
    return (await isDeployed(patient)) ? unknown(what, toDo) : fail(`${what} Nor is such a stage deployed.`, toDo);
  }
}

/** A stage that cannot be asked may exist. */
async function isDeployed(patient: Patient): Promise<boolean> {
  return await patient.stack().then(
    () => true,
    (error: unknown) => !(error instanceof Failure && error.code === 'stage-not-found'),
  );
}
