import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { buildSync } from 'esbuild';
import type { Environment } from '../../contract/environment';
import { RuntimeApi } from '../../local/function/runtime-api';
import { endProcess, inheritedEnvironment } from '../../local/process/child';
import { bundleCode } from '../support/built';
import { apiEvent } from '../support/events';
import { variablesOf } from '../support/variables';
import type { Answers } from './watched-handler';
import { DEADLINE_MS, type Ending, MARGIN_MS, type Servers } from './world';

/** The function as it deploys, in a process that can be stopped and continued as Lambda does between two invocations. */
export interface BundledFunction {
  /** The invocation waits for a process that is frozen, and begins when it is thawed. @param event @default a start request */
  invoke(event?: APIGatewayProxyEvent): Promise<Ending>;
  freeze(): void;
  thaw(): void;
  /** Asks the process what is left of its requests. */
  ask<About extends keyof Answers>(about: About): ReturnType<Answers[About]>;
  stop(): Promise<void>;
}

/** Puts the function's bundle into a new folder, and next to it, as another file, what watches it. @returns the folder. */
export function bundledFunction(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-function-'));
  writeFileSync(path.join(directory, 'index.js'), bundleCode());
  const [entry, outfile] = [path.join(__dirname, 'watched-handler.ts'), path.join(directory, 'watched.js')];
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
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
  const api = await RuntimeApi.start(() => undefined);
  const child = spawn(process.execPath, [...flags, path.join(__dirname, '..', '..', 'local', 'function', 'process.cjs')], {
    env: { ...inheritedEnvironment(), ...variablesOf(environment), ...endpointsOf(servers), ...lambdaVariables(bundle, api.address) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    invoke: async (event = apiEvent()) => await invoke(api, event),
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
  const invocation = { requestId: 'invocation-1', functionArn: 'arn', traceId: 'trace', timeoutMs: DEADLINE_MS + MARGIN_MS };
  const outcome = await api.invoke({ ...invocation, event: JSON.stringify(event) });
  if (!('result' in outcome)) throw new Error(`the function failed: ${outcome.errorType} ${outcome.message}`);
  const { statusCode, body } = JSON.parse(outcome.result);
  return { status: statusCode, outcome: JSON.parse(body).code ?? 'ok', isInTime: Date.now() - since < invocation.timeoutMs };
}

/** One question at a time. */
async function ask(child: ChildProcess, about: keyof Answers): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`the process ended before it said anything about ${about}`)));
    child.send(about);
  });
}

function endpointsOf(servers: Servers): Record<string, string> {
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
