import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { buildSync } from 'esbuild';
import type { Environment } from '../../contract/environment';
import { CODE_FILE } from '../../lib/function/functions';
import { RuntimeApi } from '../../local/function/runtime-api';
import { endProcess, inheritedEnvironment } from '../../local/process/child';
import { type Bundle, bundleCode } from '../support/built';
import { apiEvent } from '../support/events';
import { variablesOf } from '../support/variables';
import type { Answers } from './watched-handler';
import { DEADLINE_MS, type Ending, MARGIN_MS, type Servers } from './world';

const TIMEOUT_MS = DEADLINE_MS + MARGIN_MS;

/** The function as it deploys, in a process that can be stopped and continued as Lambda does between two invocations. */
export interface BundledFunction {
  /** The invocation waits for a process that is frozen, and begins when it is thawed. @param event @default a start request */
  invoke(event?: APIGatewayProxyEvent): Promise<Ending>;
  /** The whole answer to an event. */
  answer(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult>;
  freeze(): void;
  thaw(): void;
  /** Asks the process what is left of its requests. */
  ask<About extends keyof Answers>(about: About): ReturnType<Answers[About]>;
  stop(): Promise<void>;
}

/** Puts a function's bundle into a new folder, and next to it, as another file, what watches it. @returns the folder. */
export function bundledFunction(of?: Bundle): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-function-'));
  writeFileSync(path.join(directory, CODE_FILE), bundleCode(of));
  const [entry, outfile] = [path.join(__dirname, 'watched-handler.ts'), path.join(directory, 'watched.mjs')];
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    footer: { js: 'await ready;' },
    logLevel: 'error',
  });
  return directory;
}

/**
 * @param bundle Made by `bundledFunction`.
 * @param environment As the stack sets it, with the URL of the agent.
 * @param flags Of the process. @default none, as on Lambda
 */
export async function startBundledFunction(
  bundle: string,
  servers: Servers,
  environment: Environment,
  flags: readonly string[] = [],
): Promise<BundledFunction> {
  return await startProcess(bundle, { ...variablesOf(environment), ...endpointsOf(servers) }, flags);
}

/** @param log Takes what the function writes. @default no one */
export async function startProcess(
  bundle: string,
  variables: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
  log?: (text: string) => void,
): Promise<BundledFunction> {
  const api = await RuntimeApi.start(() => undefined);
  const written = log === undefined ? 'ignore' : 'pipe';
  const child = spawn(process.execPath, [...flags, path.join(__dirname, '..', '..', 'local', 'function', 'process.cjs')], {
    env: { ...inheritedEnvironment(), ...variables, ...lambdaVariables(bundle, api.address) },
    stdio: ['ignore', written, written, 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', log ?? (() => undefined));
  return {
    invoke: async (event = apiEvent()) => await invoke(api, event),
    answer: async (event) => await answer(api, event),
    freeze: () => signal(child, 'SIGSTOP'),
    thaw: () => signal(child, 'SIGCONT'),
    ask: ((about: keyof Answers) => ask(child, about)) as BundledFunction['ask'],
    stop: async () => {
      await endProcess(child);
      await api.close();
    },
  };
}

async function invoke(api: RuntimeApi, event: APIGatewayProxyEvent): Promise<Ending> {
  const since = Date.now();
  const { statusCode, body } = await answer(api, event);
  const { code, verdict } = JSON.parse(body);
  return { status: statusCode, outcome: code ?? verdict ?? 'ok', isInTime: Date.now() - since < TIMEOUT_MS };
}

async function answer(api: RuntimeApi, event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const invocation = { requestId: 'invocation-1', functionArn: 'arn', traceId: 'trace', timeoutMs: TIMEOUT_MS };
  const outcome = await api.invoke({ ...invocation, event: JSON.stringify(event) });
  if (!('result' in outcome)) throw new Error(`the function failed: ${outcome.errorType} ${outcome.message}`);
  return JSON.parse(outcome.result);
}

/** One question at a time. */
async function ask(child: ChildProcess, about: keyof Answers): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`the process ended before it said anything about ${about}`)));
    child.send(about);
  });
}

export function endpointsOf(servers: Servers): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: servers.s3.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: servers.secrets.url,
    AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb.url,
  };
}

function lambdaVariables(bundle: string, runtimeApi: string): Record<string, string> {
  return {
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: bundle,
    _HANDLER: 'watched.handler',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}

function signal({ pid }: ChildProcess, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (pid === undefined) throw new Error('the function has no process');
  process.kill(pid, name);
}
