import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json';
import { addBank as addBankInTheEu } from '../../examples/custom-domain-in-the-eu/bank';
import { addBank } from '../../examples/inside-your-own-app/bank';
import { addBank as addBankWithStepUp } from '../../examples/step-up/bank';
import { FaceMatchProxyStack, readConfig } from '../../lib';
import { AuditedApp } from './compliance-app';
import { BARE, EXISTING, type Resource, UNTRACED, VERDICTS } from './template';

/** Where the examples are. */
export const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

/** How each example builds its stacks. A folder without an entry fails a test. */
const BUILDERS: Readonly<Record<string, (app: App) => void>> = {
  'inside-your-own-app': addBank,
  'custom-domain-in-the-eu': addBankInTheEu,
  'step-up': addBankWithStepUp,
  'existing-pool-and-bucket': (app) => addStage(app, 'bank', path.join(EXAMPLES, 'existing-pool-and-bucket', 'bank.json')),
};

const STAGES: Readonly<Record<string, string | undefined>> = {
  local: undefined,
  dev: undefined,
  prod: undefined,
  verdicts: VERDICTS,
  existing: EXISTING,
};

/** Names of all stages and examples, in the order in which documents list them. */
export const APPS: readonly string[] = [...Object.keys(STAGES), ...readdirSync(EXAMPLES).sort()];

/** Synthesizes a stage or an example as its own app would, with every rule pack at work; the bundled code alone is left out. */
export function audit(name: string): AuditedApp {
  return new AuditedApp(name, ...partsOf(name));
}

/** The resources of all stacks of a stage or an example, without any rule pack at work. */
export function resourcesOf(name: string): Readonly<Record<string, Resource>> {
  const [build, context] = partsOf(name);
  const app = new App({ ...BARE, context: { ...context, ...UNTRACED, '@aws-cdk/core:annotationsInValidationReport': false } });
  build(app);
  return Object.assign({}, ...app.synth().stacks.map(({ template }) => template.Resources as Record<string, Resource>));
}

function partsOf(name: string): [build: (app: App) => void, context: Record<string, unknown>] {
  const example = BUILDERS[name];
  if (example !== undefined) return [example, contextOf(path.join(EXAMPLES, name, 'cdk.json'))];
  if (!Object.hasOwn(STAGES, name)) throw new Error(`examples/${name} is not known here: say how it builds its stacks.`);
  return [(app) => addStage(app, name, STAGES[name]), unbundled(cdkJson.context)];
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
