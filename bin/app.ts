import { App } from 'aws-cdk-lib';
import { FaceMatchProxyStack, readConfig } from '../lib';
import { defaultRegion } from '../lib/foundation/stack-region';
import { contextTakenByNpm, refuseTaken, takenByNpm } from '../ops/npm-options';

/** Of the CDK command line and of the app's own context: each decides what is synthesized, where it is deployed, or whether it is at once. */
const OPTIONS = [
  ...['--context', '--stage', '--config', '--agent-url', '--profile', '--region', '--role-arn', '--app', '--output'],
  ...['--method', '--require-approval'],
];

/**
 * The CDK app: one stack, for the stage chosen with `-c stage=<name>` (default `dev`). `-c config=<path>` reads the stage's settings
 * from another file; `-c agentUrl=<url>` replaces the Agent API of a throw-away stage.
 */
function main(): void {
  const taken = [...(contextTakenByNpm(process.env) ? ['-c'] : []), ...takenByNpm(OPTIONS, [], process.env)];
  refuseTaken(taken, process.env.npm_lifecycle_event ?? 'synth');
  // Else CDK would synthesize on exit what a refusal had left half built.
  const app = new App({ autoSynth: false });
  const context = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
  const stage = context('stage') ?? 'dev';
  const config = readConfig({ stage, file: context('config'), agentUrl: context('agentUrl'), region: defaultRegion() });
  new FaceMatchProxyStack(app, `FaceMatchProxy-${stage}`, { config, stage });
  app.synth();
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
