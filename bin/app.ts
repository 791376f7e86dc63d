import { App } from 'aws-cdk-lib';
import { FaceMatchProxyStack, readConfig } from '../lib';
import { defaultRegion } from '../lib/stack-region';

/**
 * The CDK app: one stack, for the stage chosen with `-c stage=<name>` (default `dev`). `-c config=<path>` reads the stage's settings
 * from another file; `-c agentUrl=<url>` replaces the Agent API of a throw-away stage.
 */
function main(): void {
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
