import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json';
import { addBank as addBankInTheEu } from '../../examples/custom-domain-in-the-eu/bank';
import { addBank } from '../../examples/inside-your-own-app/bank';
import { FaceMatchProxyStack, readConfig } from '../../lib';
import { AuditedApp } from './compliance-app';
import { EXISTING } from './template';

/** Where the examples are. */
export const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

/** How each example builds its stacks. A folder without an entry fails a test. */
const BUILDERS: Readonly<Record<string, (app: App) => void>> = {
  'inside-your-own-app': addBank,
  'custom-domain-in-the-eu': addBankInTheEu,
  'existing-pool-and-bucket': (app) => addStage(app, 'bank', path.join(EXAMPLES, 'existing-pool-and-bucket', 'bank.json')),
};

const STAGES: Readonly<Record<string, string | undefined>> = { local: undefined, dev: undefined, prod: undefined, existing: EXISTING };

/** Names of all stages and examples, in the order in which documents list them. */
export const APPS: readonly string[] = [...Object.keys(STAGES), ...readdirSync(EXAMPLES).sort()];

/** Synthesizes a stage or an example as its own app would, with every rule pack at work; the bundled code alone is left out. */
export function audit(name: string): AuditedApp {
  const example = BUILDERS[name];
  if (example !== undefined) return new AuditedApp(name, example, contextOf(path.join(EXAMPLES, name, 'cdk.json')));
  if (!Object.hasOwn(STAGES, name)) throw new Error(`examples/${name} is not known here: say how it builds its stacks.`);
  return new AuditedApp(name, (app) => addStage(app, name, STAGES[name]), unbundled(cdkJson.context));
}

function addStage(app: App, stage: string, file: string | undefined): void {
  new FaceMatchProxyStack(app, `FaceMatchProxy-${stage}`, { config: readConfig({ stage, file }) });
}

function contextOf(file: string): Record<string, unknown> {
  return unbundled((JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context);
}

function unbundled(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...context, 'aws:cdk:bundling-stacks': [] };
}
