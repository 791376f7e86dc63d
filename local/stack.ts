import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_WITNESS } from '../stand-ins/agent/witness';
import { startConsole } from './console/server';
import { Traces } from './console/traces';
import { createGateway } from './gateway/gateway';
import { createLogs } from './logs';
import { portOf, takePort } from './process/take-port';
import { holdStackFile, type StackDetails } from './stack-file';
import { type StandInDetails, startStandIns } from './stand-ins';
import { readApis } from './template/apis';
import { readFunctionSettings } from './template/function-settings';
import { synthesize } from './template/synth';
import { readTemplate } from './template/template';
import { createToldAnswers } from './told/told-answers';
import { newSeed, readSeed } from './users/seed';
import { createUsers, type LocalUser } from './users/users';
import { serveVerdicts } from './verdicts';

export interface LocalStackOptions {
  /** Port of the API; 0 takes any free one. */
  readonly port: number;
  /** What the ports of console and stand-ins are counted from; 0 takes any free ones. @default that of the API */
  readonly portsFrom?: number;
  /** Folder of `stack.json`. @default `.local` in the project */
  readonly directory?: string;
  /** A configuration file to use in place of the stage's own, with an absolute path. */
  readonly configFile?: string;
  /** Variables of the function's process; they win over the template's and over the endpoints of the stand-ins. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Leaves the secret without a value. @default false */
  readonly leaveSecretEmpty?: boolean;
  /** Users with a photo on record, in addition to alice, bob and carol. @default 0 */
  readonly moreUsers?: number;
  /** Takes a short line for each request. @default none is kept */
  readonly log?: (line: string) => void;
  /** Takes each line that the function writes. @default they are kept for `functionLogs` alone */
  readonly logFunction?: (line: string) => void;
  /** Called with each step of the start as it begins. @default none */
  readonly step?: (step: string) => void;
  /** Follows requests and serves a page that shows them. @default false */
  readonly console?: boolean;
  /** False holds no folder and writes no file. @default true */
  readonly writeStackFile?: boolean;
  /** Makes the cloud assembly. @default runs the app */
  readonly synthesize?: typeof synthesize;
}

/** A running local stack. */
export interface LocalStack {
  /** What `stack.json` holds. */
  readonly details: StackDetails;
  /** Kind of token that callers send. */
  readonly tokens: 'id' | 'access';
  /** Every line that the functions have written. */
  functionLogs(): string[];
  /** Every line of the APIs' access logs. */
  accessLogs(): string[];
  /** Ends every process, frees every port and removes every file. Further calls wait for the first. */
  stop(): Promise<void>;
}

const PROJECT = join(__dirname, '..');

/** Things to undo, the last one first. */
type Undo = (() => Promise<unknown>)[];

/**
 * Synthesizes the stage `local` and serves it, with stand-ins for everything that it needs.
 * @throws StartError for what a developer can fix; for a stack that does not synthesize it holds the app's own words.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const undo: Undo = [];
  let ended: Promise<void> | undefined;
  const stop = () => {
    ended ??= undoAll(undo);
    return ended;
  };
  try {
    return { ...(await start(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function undoAll(undo: Undo): Promise<void> {
  for (const step of undo.toReversed()) await step();
}

async function start(options: LocalStackOptions, undo: Undo): Promise<Omit<LocalStack, 'stop'>> {
  const { step = () => undefined, portsFrom = options.port } = options;
  step('Starting the stand-ins');
  const directory = options.directory ?? join(PROJECT, '.local');
  const file = options.writeStackFile === false ? undefined : await holdStackFile(directory);
  undo.push(async () => file?.release());
  const front = await takePort(options.port, 'api');
  undo.push(() => front.close());
  const scratch = await mkdtemp(join(tmpdir(), 'face-match-proxy-'));
  undo.push(() => rm(scratch, { recursive: true, force: true }));
  const traces = options.console === true ? new Traces() : undefined;
  const standIns = await startStandIns(scratch, portsFrom, traces?.agentWitness ?? NO_WITNESS);
  undo.push(() => standIns.stop());

  step('Synthesizing the stage and bundling the function');
  const template = await synthesizeLocalStage(join(scratch, 'cdk.out'), standIns.agentApiUrl, options);
  const settings = readFunctionSettings(template);
  const seed = file === undefined ? newSeed() : await readSeed(directory);
  const users = await createUsers(seed, settings.subjectClaim, options.moreUsers);
  step('Filling the stand-ins: users, photos, credentials');
  const apis = readApis(template);
  const told = createToldAnswers(apis, settings.origins);
  const leaveSecretEmpty = options.leaveSecretEmpty ?? false;
  const seeded = await standIns.seed({ template, settings, users, leaveSecretEmpty, answerNext: told.tell });
  const logs = createLogs(options, traces);
  const functionEnvironment = environment(seeded, options);
  const served = { cognitoEndpoint: seeded.cognito.endpoint, functionEnvironment };
  const gateway = createGateway(apis.proxy, { ...served, ...logs.traced, told: told.proxy });
  undo.push(() => gateway.stop());
  front.serve(gateway.listener);
  const verdicts = apis.verdicts && (await serveVerdicts(apis.verdicts, portsFrom, { ...served, ...logs.untraced, told: told.verdicts }));
  undo.push(async () => verdicts?.stop());

  const apiDetails = {
    baseUrl: front.url,
    transactionUrl: `${front.url}/transaction`,
    ...seeded,
    ...(verdicts && { verdicts: verdicts.details }),
    workflows: settings.workflows,
    users: users.map(userDetails),
  };
  const page =
    traces &&
    (await startConsole({
      details: apiDetails,
      tokens: settings.tokens,
      origins: settings.origins,
      traces,
      project: PROJECT,
      port: portOf('console', portsFrom),
    }));
  undo.push(async () => page?.stop());
  const details: StackDetails = { ...apiDetails, ...(page && { consoleUrl: page.url }) };
  await file?.write(details);
  undo.push(async () => file?.withdraw());
  return { details, tokens: settings.tokens, functionLogs: () => [...logs.functionLines], accessLogs: () => [...logs.accessLines] };
}

/**
 * Synthesizes what is on the disk now, and throws it away.
 * @throws StartError with the app's own words when it does not synthesize.
 */
export async function tryOutLocalStage(): Promise<void> {
  const output = await mkdtemp(join(tmpdir(), 'face-match-proxy-'));
  try {
    await synthesizeLocalStage(output, 'http://127.0.0.1:9/agent/', {});
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function synthesizeLocalStage(output: string, agentUrl: string, options: Pick<LocalStackOptions, 'configFile' | 'synthesize'>) {
  const config = options.configFile === undefined ? {} : { config: options.configFile };
  const make = options.synthesize ?? synthesize;
  await make({ project: PROJECT, output, context: { stage: 'local', agentUrl, ...config } });
  return readTemplate(output);
}

function environment(seeded: StandInDetails, options: LocalStackOptions): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: seeded.s3.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: seeded.secretsManager.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: seeded.dynamoDb.endpoint,
    ...options.functionEnvironment,
  };
}

function userDetails({ name, email, password, subject, portrait }: LocalUser): StackDetails['users'][number] {
  return { name, email, password, subject, enrolled: portrait !== undefined };
}
