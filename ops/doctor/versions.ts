import { CloudFormationClient, GetTemplateSummaryCommand } from '@aws-sdk/client-cloudformation';
import { version } from '../../package.json';
import { asking } from '../failures/aws-failures';
import { type Finding, pass, skipped, warning } from '../failures/finding';
import type { Patient } from './patient';
import { optionsOf } from './repair';

/** Whether what is deployed is of this version, and what it runs on. */
export async function checkVersions({ stage, fn, signal }: Patient): Promise<Finding> {
  const found = await stage();
  const { stackName: StackName } = found;
  if (StackName === undefined) return skipped(`The local stack is synthesized from this version, ${version}.`);
  const { Metadata = '{}' } = await asking(`CloudFormation, GetTemplateSummary of ${StackName}`, () =>
    new CloudFormationClient(found.client('cloudformation')).send(new GetTemplateSummaryCommand({ StackName }), { abortSignal: signal }),
  );
  const deployed = (JSON.parse(Metadata) as { 'face-match-proxy'?: { version?: string } })['face-match-proxy']?.version;
  const { runtime } = await fn();
  const here = `this is ${version}, Node ${process.versions.node}`;
  if (deployed !== version)
    return warning(
      `Deployed is ${deployed ?? 'a version that does not say which'}, on ${runtime}; ${here}.`,
      `npm run diff -- ${optionsOf(found)} shows what a deployment would change.`,
    );
  return pass(`Deployed is ${deployed}, on ${runtime}; ${here}. npm run diff shows whether settings differ.`);
}
