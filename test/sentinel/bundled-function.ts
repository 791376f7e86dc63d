import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { FunctionSandbox } from '../../local/function/sandbox';
import { functionBehind } from '../../local/template/function-definition';
import { readTemplate } from '../../local/template/template';
import { builtSynthesize } from '../support/built';

/** The function as it is deployed: the bundle of the template, in a separate process. */
export interface BundledFunction {
  /** @throws Error with what the process said when the handler threw, which it never does. */
  invoke(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult>;
  /** Every line that the process has written, metrics included. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

const PROJECT = path.join(__dirname, '..', '..');

/** @param environment Variables in addition to the template's own; they win. */
export async function startBundledFunction(environment: Readonly<Record<string, string>>): Promise<BundledFunction> {
  const output = await mkdtemp(path.join(tmpdir(), 'face-match-proxy-sentinel-'));
  await builtSynthesize({ project: PROJECT, output, context: { stage: 'local', agentUrl: 'http://127.0.0.1:9/agent/' } });
  const template = await readTemplate(output);
  const [uri = ''] = template
    .all<{ Integration?: { Uri?: string } }>('AWS::ApiGateway::Method')
    .flatMap(({ properties }) => properties.Integration?.Uri ?? []);
  const definition = functionBehind(uri, template);
  const lines: string[] = [];
  const sandbox = await FunctionSandbox.start({ definition, environment, log: (line) => lines.push(line) });
  return {
    lines,
    invoke: async (event) => {
      const functionArn = definition.arn;
      const outcome = await sandbox.invoke({ requestId: 'r', event: JSON.stringify(event), functionArn, traceId: 't', timeoutMs: 10_000 });
      if ('errorType' in outcome) throw new Error(`${outcome.errorType}: ${outcome.message}`);
      return JSON.parse(outcome.result);
    },
    stop: async () => {
      await sandbox.stop();
      await rm(output, { recursive: true, force: true });
    },
  };
}
