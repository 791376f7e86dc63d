import type { App } from 'aws-cdk-lib';
import type { StageChoice } from '../config/config';
import { contextTakenByNpm, refuseTaken, takenByNpm } from '../config/npm-options';
import { defaultRegion } from '../foundation/stack-region';

/** Of the CDK command line and of the app's own context: each decides what is synthesized, where it is deployed, or whether it is at once. */
const OPTIONS = [
  ...['--context', '--stage', '--config', '--agent-url', '--profile', '--region', '--role-arn', '--app', '--output'],
  ...['--method', '--require-approval'],
];

/**
 * The stage that the CDK command line asks for: `-c stage=<name>`, `-c config=<path>` for the settings of another file, and
 * `-c agentUrl=<url>`, which takes the place of the Agent API of a throw-away stage. For `readConfig`.
 * @returns the stage `dev` where no one asks for another
 * @throws Error for options that npm took for itself, because `--` was left out; for a region of another partition than aws
 */
export function stageFromContext(app: App): StageChoice {
  const taken = [...(contextTakenByNpm(process.env) ? ['-c'] : []), ...takenByNpm(OPTIONS, [], process.env)];
  refuseTaken(taken, process.env.npm_lifecycle_event ?? 'synth');
  const context = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
  return { stage: context('stage') ?? 'dev', file: context('config'), agentUrl: context('agentUrl'), region: defaultRegion() };
}
