import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import cdkJson from '../../../cdk.json';
import { CODE_FILE } from '../../../lib/function/functions';

const ROOT = path.join(__dirname, '..', '..', '..');

/** Named as if required in an error text of the SDK, about signing for several regions at once; nothing requires it. */
const IN_A_TEXT = '@aws-sdk/signature-v4-crt';

/** Runs the app as the CDK command line does, with a Docker that would fail. */
function synthesized(context: Readonly<Record<string, unknown>>): string {
  const outdir = mkdtempSync(path.join(tmpdir(), 'cdk-out-'));
  const environment = {
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJson.context, ...context }),
    CDK_DOCKER: '/bin/false',
  };
  execFileSync(process.execPath, cdkJson.app.split(' ').slice(1), {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: 'pipe',
  });
  return outdir;
}

interface FunctionResource {
  readonly Type: string;
  readonly Properties: { readonly Code: { readonly S3Key: string }; readonly Environment: { readonly Variables: Record<string, unknown> } };
}

const OUT = synthesized({ stage: 'local', agentUrl: 'http://127.0.0.1:7777/agent' });
const { Resources } = JSON.parse(readFileSync(path.join(OUT, 'FaceMatchProxy-local.template.json'), 'utf8'));
const FUNCTIONS = Object.entries<FunctionResource>(Resources)
  .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
  .map(([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ''), Properties] as const);

test('the app has two functions where verdicts are asked for, each with code of its own', () => {
  expect(FUNCTIONS.map(([id]) => id)).toEqual(['ProxyFunction', 'ProxyVerdictsFunction']);
  expect(new Set(FUNCTIONS.map(([, { Code }]) => Code.S3Key)).size).toBe(2);
});

describe.each(FUNCTIONS)('the app, run as a program, for %s', (_id, { Code, Environment }) => {
  const outdir = OUT;
  const asset = `asset.${Code.S3Key.replace('.zip', '')}`;
  const bundle = path.join(outdir, asset, CODE_FILE);

  test('bundles the function into one file without Docker, small enough for a quick start', () => {
    expect(readdirSync(path.join(outdir, asset))).toEqual([CODE_FILE]);
    expect(readFileSync(bundle).length).toBeLessThanOrEqual(470_000);
  });

  test('leaves nothing to be found at run time but Node itself', () => {
    const code = readFileSync(bundle, 'utf8');
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => String(name));
    expect(required.filter((name) => name !== IN_A_TEXT && !builtinModules.includes(name.replace(/^node:/, '')))).toEqual([]);
    expect(code).not.toMatch(/\bimport\(/);
    expect(code).not.toContain('sourceMappingURL');
  });

  test('exports the handler that the template names', () => {
    const load = 'import(process.argv[1]).then(({ handler }) => process.stdout.write(typeof handler))';
    const variables = Object.entries(Environment.Variables).map(([name, value]) => [name, typeof value === 'string' ? value : '{}']);
    const env = { ...Object.fromEntries(variables), AWS_REGION: 'eu-central-1' };
    expect(execFileSync(process.execPath, ['-e', load, bundle], { env, encoding: 'utf8' })).toBe('function');
    expect(Object.fromEntries(variables).AGENT_URL).toBe('http://127.0.0.1:7777/agent/');
  });
});

test('the app, run as a program, prints the sentences of a refusal and no stack trace, and leaves no template', () => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'cdk-out-'));
  const env = { PATH: process.env.PATH, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{"stage":"staging"}' };
  const run = () => execFileSync(process.execPath, cdkJson.app.split(' ').slice(1), { cwd: ROOT, env, stdio: 'pipe', encoding: 'utf8' });
  expect(run).toThrow(/^Command failed.*\nThere is no settings file config\/staging\.json\..*\n$/);
  expect(existsSync(path.join(outdir, 'manifest.json'))).toBe(false);
});

test('has CDK’s own template validator on, whose findings are errors, and reports to no one', () => {
  expect(cdkJson.context).toMatchObject({ '@aws-cdk/core:validateAgainstDefaultRules': true, 'cli-telemetry': false });
  expect(cdkJson.notices).toBe(false);
});
