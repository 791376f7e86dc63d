import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Patient } from '../patient';
import { type Answer, inFunction, type Question, SOURCE_FUNCTION, simulate } from '../policies/simulation';
import { revertDrift } from '../repair';
import { NO_VERDICTS } from './no-verdicts';

/** Whether the function that answers questions can run, and looks where the one that starts does. */
export async function checkVerdictFunction(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.verdicts === undefined) return NO_VERDICTS;
  if (stage.isLocal) return skipped('The local stack runs it itself.');
  const { name, state, lastUpdate, reason, environment } = await patient.verdictFunction();
  const because = reason === undefined || reason === '' ? '' : `, because: ${reason}`;
  // Without a call for weeks Lambda puts a function to sleep, and wakes it by the next ("Lambda function states").
  if (!['Active', 'Inactive', 'Pending'].includes(state) || lastUpdate === 'Failed')
    return fail(
      `${name} is in the state ${state}, its last update ${lastUpdate}${because}.`,
      'Deploy the stage again; if it stays, its reason says what is missing.',
    );
  const { settings, transactions } = await patient.fn();
  const differs = [
    ...(transactions === environment.transactions
      ? []
      : [`starts are recorded in ${transactions ?? 'no table'}, and read in ${environment.transactions}`]),
    ...(settings.agentUrl === environment.agentUrl
      ? []
      : [`transactions go to ${settings.agentUrl}, and are read from ${environment.agentUrl}`]),
  ];
  if (differs.length > 0)
    return fail(
      `The two functions do not fit together: ${differs.join('; ')}.`,
      `Look in the trail who changed them. ${revertDrift(stage)}.`,
    );
  return pass(`${name} is ${state}, and says yes to starts of at most ${environment.maxAgeMinutes} minutes ago.`);
}

/** What its role may do and may not, as deployed. */
export async function checkVerdictRole(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.verdicts === undefined) return NO_VERDICTS;
  if (stage.isLocal) return skipped('The local stack has no IAM.');
  const { arn, roleArn, environment } = await patient.verdictFunction();
  const table = arn.replace(
    /^arn:aws:lambda:([^:]+):([^:]+):.*$/,
    (_, region, account) => `arn:aws:dynamodb:${region}:${account}:table/${environment.transactions}`,
  );
  const [face = ''] = Object.values(stage.images).map(
    ({ key }) => `arn:aws:s3:::${stage.bucketName}/${key.replace('{subject}', 'asked-by-doctor')}`,
  );
  const own = inFunction(arn);
  const reads = { action: 'secretsmanager:GetSecretValue', resource: stage.verdicts.secretArn };
  const decides = ['dynamodb:GetItem', 'dynamodb:UpdateItem'].map((action) => ({ action, resource: table }));
  const questions: Question[] = [
    ...[reads, ...decides].map((each): Question => ({ ...each, context: own, expected: 'allowed' })),
    ...[reads, ...decides].map((each): Question => ({ ...each, context: inFunction(`${arn}-of-somebody`), expected: 'denied' })),
    ...['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Scan'].map(
      (action): Question => ({ action, resource: table, context: own, expected: 'denied' }),
    ),
    { action: reads.action, resource: stage.credentialsSecretArn, context: own, expected: 'denied' },
    { action: 's3:GetObject', resource: face, context: own, expected: 'denied' },
  ];
  const answers = await simulate(stage, roleArn, questions, patient.signal);
  const wrong = answers.filter(({ isAllowed, expected }) => isAllowed !== (expected === 'allowed'));
  if (wrong.length === 0)
    return pass(
      `Simulated ${answers.length} actions of its role: it reads its secret and decides records; it reads no photo, and in another function nothing.`,
    );
  return fail(
    `The role of the function that answers is not what the stack gives: ${wrong.map(sayAnswer).join('; ')}.`,
    `Look who changed the policies of ${roleArn}. ${revertDrift(stage)}.`,
  );
}

const sayAnswer = ({ action, resource, isAllowed, context = {} }: Answer) =>
  `${action} on ${resource}, as ${context[SOURCE_FUNCTION]}, is ${isAllowed ? 'allowed' : 'denied'}`;
