import { App } from 'aws-cdk-lib';
import { FaceMatchProxyStack, readConfig, stageFromContext } from '../lib';

/** The CDK app: one stack, for the stage that `-c stage=<name>` chooses. */
function main(): void {
  // Else CDK would synthesize on exit what a refusal had left half built.
  const app = new App({ autoSynth: false });
  const choice = stageFromContext(app);
  const { stage } = choice;
  new FaceMatchProxyStack(app, `FaceMatchProxy-${stage}`, { config: readConfig(choice), stage });
  app.synth();
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
