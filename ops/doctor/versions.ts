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
  const deployed = versionIn(Metadata);
  const { runtime } = await fn();
  const here = `${version} on Node ${process.versions.node}`;
  const diff = `npm run diff -- ${optionsOf(found)} shows what a deployment would change.`;
  if (deployed === undefined)
    return warning(
      `Deployed is a version that does not say which, on ${runtime}; this command line is ${here}.`,
      `Read "Before you deploy" in CHANGELOG.md up to ${version}, from the version that you remember. Then ${diff}`,
    );
  const order = compareVersions(deployed, version);
  if (order > 0)
    return warning(
      `Deployed is ${deployed}, on ${runtime}, newer than this command line, ${here}.`,
      `Take version ${deployed} or a newer one. A deployment by this one would go back, and checks here may be out of date.`,
    );
  if (order < 0)
    return warning(
      `Deployed is ${deployed}, on ${runtime}, older than this command line, ${here}.`,
      `Read "Before you deploy" in CHANGELOG.md from the version after ${deployed} to ${version}. Then ${diff}`,
    );
  return pass(`Deployed is ${deployed}, on ${runtime}; this command line is ${here}. npm run diff shows whether settings differ.`);
}

/** Positive where the first is newer. Versions of this project are three numbers. */
export function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

/** What `addOutputs` wrote into the template's metadata; undefined for a version before it did, or of another form. */
function versionIn(metadata: string): string | undefined {
  const { version: found } = (JSON.parse(metadata) as { 'face-match-proxy'?: { version?: unknown } })['face-match-proxy'] ?? {};
  return typeof found === 'string' && /^\d+\.\d+\.\d+$/.test(found) ? found : undefined;
}
