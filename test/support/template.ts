import path from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json';
import { checkConfig } from '../../lib/config/check';
import { type Config, readConfig } from '../../lib/config/config';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';

/** Settings whose bucket, key and pool exist already. */
export const EXISTING = path.join(__dirname, '..', 'lib', 'fixtures', 'existing.json');

/** Settings of production with verdicts, which a role of this account and one of another ask for. */
export const VERDICTS = path.join(__dirname, '..', 'lib', 'fixtures', 'verdicts.json');

/** A resource as the template has it. */
export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: a template is arbitrary JSON, and each test says which part it expects.
  readonly Properties: any;
}

/** A synthesized stage. */
export class Synthesized {
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly template: any;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  /** Whether CloudFormation refuses to delete the stack until the protection is off. */
  readonly terminationProtection: boolean;

  constructor(stack: Stack) {
    const artifact = (stack.node.root as App).synth().getStackByName(stack.stackName);
    this.template = artifact.template;
    const messages = (wanted: string) => artifact.messages.filter(({ level }) => level === wanted).map(({ entry }) => String(entry.data));
    this.warnings = messages('warning');
    this.errors = messages('error');
    this.terminationProtection = artifact.terminationProtection === true;
  }

  get resources(): Readonly<Record<string, Resource>> {
    return this.template.Resources;
  }

  /** All resources of a type, by logical id. */
  of(type: string): [string, Resource][] {
    return Object.entries(this.resources).filter(([, resource]) => resource.Type === type);
  }

  /** The properties of the one resource of a type whose logical id matches. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  one(type: string, id = /./): any {
    const found = this.of(type).filter(([logicalId]) => id.test(logicalId));
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type} match ${id}`);
    return found[0][1].Properties;
  }

  /** For people who read a change: what fits into a line of 140 characters stands in one. */
  get readable(): string {
    return inLines(this.normalised, '');
  }

  /** The template without what changes with each edit of the function and each release: asset hashes, the hash in the name of its version, and ours. */
  get normalised(): unknown {
    const { Metadata, ...template } = this.template;
    const metadata = { ...Metadata, 'face-match-proxy': { version: '<release>' } };
    const text = JSON.stringify({ Metadata: metadata, ...template }).replace(/[0-9a-f]{64}(?=\.zip)/g, '<asset>');
    return JSON.parse(text.replace(/(FunctionCurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<version>'));
  }
}

function inLines(value: unknown, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= 140) return line;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const within = `${indent} `;
  const members = Array.isArray(value)
    ? value.map((item) => inLines(item, within))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${inLines(item, within)}`);
  return `${open}\n${members.map((member) => within + member).join(',\n')}\n${indent}${close}`;
}

/** Context of an app that does not note where in the code each construct was made, which takes a fifth of a synthesis here. */
export const UNTRACED = { 'aws:cdk:disable-creation-stack-traces': true };

/**
 * An app without CDK's own validator, whose start takes longer than a synthesis, and without a file of its tree. That the validator finds nothing in any
 * stage, and stops a synthesis where it does, is a test by itself (test/lib/validator.test.ts).
 */
export const BARE = { builtinCloudFormationValidation: false, treeMetadata: false };

/** The project's own context, but for what no test of a template needs: the bundled code, and warnings printed once more as a report. */
const CONTEXT = { ...cdkJson.context, ...UNTRACED, 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:annotationsInValidationReport': false };

/** An app like the project's own, but for what does not change the template. */
export function testApp(): App {
  return new App({ ...BARE, context: CONTEXT });
}

/** Synthesizes a stage of the project, or other settings under its name. */
export function synthesizeStage(stage: string, file?: string): Synthesized {
  return synthesize(readConfig({ stage, file }), stage);
}

export function synthesize(config: Config, stage = 'test'): Synthesized {
  return new Synthesized(new FaceMatchProxyStack(testApp(), `FaceMatchProxy-${stage}`, { config, stage }));
}

/** The smallest settings that are accepted; `changes` replace whole sections, `undefined` removes one. */
export function settings(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    purpose: 'development',
    agent: { region: 'eu' },
    callers: { pool: { new: {} } },
    images: { face: { key: 'faces/{subject}' } },
    bucket: { new: {} },
    workflows: { inject: { 'wf-1': { field: 'faceImage', image: 'face' } } },
    cors: { origins: 'https://app.test' },
    ...changes,
  };
}

/** The settings, checked. */
export function checked(changes: Readonly<Record<string, unknown>> = {}): Config {
  return checkConfig(settings(changes), 'test');
}
