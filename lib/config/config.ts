import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config/settings';
import { checkConfig } from './check';
import { valueAt } from './input';
import { jsonFault } from './json-fault';

export type { Config, ConfigInput } from '../../config/settings';
export type { Purpose } from './parts';

/** Where the stages' files are: in the app that is synthesized or operated, whose folder commands are run in. */
export const CONFIG_DIRECTORY = path.resolve('config');

/** Which settings to read, from the context of the CDK app (`-c name=value`). */
export interface StageChoice {
  /** Name of the stage: lower-case letters, digits, hyphens. It becomes part of the stack's name. */
  readonly stage: string;
  /** Another file than `config/<stage>.json`. @default - the stage's own file */
  readonly file?: string;
  /** Takes the place of the configured agent URL; accepted only with purpose "throw-away". @default - the configured one */
  readonly agentUrl?: string;
  /** The region that the stack goes to, of the ARNs in the settings. @default - not known */
  readonly region?: string;
}

/**
 * Reads and checks the settings of one stage.
 * @throws Error that says which file was looked for and which stages exist, where in the file the JSON breaks off, or every fault in it
 */
export function readConfig({ stage, file, agentUrl, region }: StageChoice): Config {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(stage)) {
    throw new Error(`The stage "${stage}" is not accepted: up to 31 lower-case letters, digits and hyphens, beginning with a letter.`);
  }
  const from = file === undefined ? path.join(CONFIG_DIRECTORY, `${stage}.json`) : path.resolve(file);
  const near = path.relative(process.cwd(), from);
  const shownAs = near.startsWith('..') ? from : near;
  const settings = parse(read(from, shownAs), shownAs);
  if (agentUrl === undefined) return checkConfig(settings, shownAs, region);
  return checkConfig(withAgentUrl(settings, agentUrl), `${shownAs} with the context value agentUrl`, region);
}

/** The local stack's stand-in listens on a port that is free at the moment, so its URL cannot be in a file. */
function withAgentUrl(settings: unknown, url: string): unknown {
  const purpose = valueAt(settings, ['purpose']);
  if (purpose !== 'throw-away') {
    const found = purpose === undefined ? 'none' : JSON.stringify(purpose);
    throw new Error(
      `The context value agentUrl is accepted only with purpose "throw-away"; that of this stage is ${found}. Set agent in its file.`,
    );
  }
  const { region: _, ...agent } = Object(valueAt(settings, ['agent'])) as Record<string, unknown>;
  return { ...Object(settings), agent: { ...agent, url } };
}

function read(from: string, shownAs: string): string {
  try {
    return readFileSync(from, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const choose = '-c stage=<name> for CDK, --stage <name> for the command line';
    const there = stages();
    const toDo =
      there.length === 0
        ? `No stage is in ${CONFIG_DIRECTORY}: go to the folder of your app`
        : `Choose one of the stages ${there.join(', ')} (${choose})`;
    throw new Error(`There is no settings file ${shownAs}. ${toDo}.`, { cause });
  }
}

function stages(): string[] {
  return (existsSync(CONFIG_DIRECTORY) ? readdirSync(CONFIG_DIRECTORY) : [])
    .filter((name) => name.endsWith('.json') && name !== 'schema.json')
    .map((name) => path.basename(name, '.json'))
    .sort();
}

function parse(text: string, shownAs: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${shownAs} is not JSON: ${jsonFault(text)}`);
  }
}
