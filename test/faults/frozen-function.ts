import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AttemptRules } from '../../lambda/environment';
import { bundleInto } from '../../lib/bundle';
import { endProcess, inheritedEnvironment } from '../../local/child';
import { RuntimeApi } from '../../local/runtime-api';
import { apiEvent } from '../support/events';
import { variablesOf } from '../support/variables';
import { ATTEMPTS, DEADLINE_MS, type Ending, environmentOf, MARGIN_MS, type Servers, STALL_MS } from './world';

/** The function as it deploys, in a process that can be stopped and continued as Lambda does between two invocations. */
export interface FrozenFunction {
  /** The invocation waits for a process that is frozen, and begins when it is thawed. */
  invoke(): Promise<Ending>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** Bundles the function into a new folder. @returns the folder. */
export function bundledFunction(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-function-'));
  bundleInto(directory, 'with-attempt-limit');
  return directory;
}

/** @param bundle Made by `bundledFunction`. */
export async function startFrozenFunction(
  bundle: string,
  servers: Servers,
  whenTableIsDown: AttemptRules['whenTableIsDown'],
): Promise<FrozenFunction> {
  const api = await RuntimeApi.start(() => undefined);
  const child = spawn(process.execPath, [path.join(__dirname, '../../local/function-process.cjs')], {
    env: { ...inheritedEnvironment(), ...functionVariables(servers, whenTableIsDown), ...lambdaVariables(bundle, api.address) },
    stdio: 'ignore',
  });
  return {
    invoke: async () => await invoke(api),
    freeze: () => signal(child, 'SIGSTOP'),
    thaw: () => signal(child, 'SIGCONT'),
    stop: async () => {
      await endProcess(child);
      await api.close();
    },
  };
}

async function invoke(api: RuntimeApi): Promise<Ending> {
  const since = Date.now();
  const invocation = { requestId: 'invocation-1', functionArn: 'arn', traceId: 'trace', timeoutMs: DEADLINE_MS + MARGIN_MS };
  const outcome = await api.invoke({ ...invocation, event: JSON.stringify(apiEvent()) });
  if (!('result' in outcome)) throw new Error(`the function failed: ${outcome.errorType} ${outcome.message}`);
  const { statusCode, body } = JSON.parse(outcome.result);
  return { status: statusCode, outcome: JSON.parse(body).code ?? 'ok', isInTime: Date.now() - since < invocation.timeoutMs };
}

function functionVariables(servers: Servers, whenTableIsDown: AttemptRules['whenTableIsDown']): Record<string, string> {
  const environment = environmentOf(`${servers.agent.url}/agent/`, DEADLINE_MS, STALL_MS, { ...ATTEMPTS, whenTableIsDown });
  return {
    ...variablesOf(environment),
    AWS_ENDPOINT_URL_S3: servers.s3.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: servers.secrets.url,
    AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb.url,
  };
}

function lambdaVariables(bundle: string, runtimeApi: string): Record<string, string> {
  return {
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: bundle,
    _HANDLER: 'index.handler',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}

function signal({ pid }: ChildProcess, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (pid === undefined) throw new Error('the function has no process');
  process.kill(pid, name);
}
