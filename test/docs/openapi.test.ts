import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readRoutes } from '../../local/gateway/routes';
import { readApis } from '../../local/template/apis';
import { readTemplate, type Template } from '../../local/template/template';
import { builtSynthesize } from '../support/built';
import { OpenApi } from '../support/openapi';
import vectors from '../vectors/sdk-requests.json';

const APIS = ['proxy', 'verdicts'] as const;
const documents = { proxy: new OpenApi('proxy'), verdicts: new OpenApi('verdicts') };

/** Another project's reading of OpenAPI 3.1: its meta-schema, and whether each reference leads somewhere. */
async function judge(file: string): Promise<string> {
  const program = path.join(__dirname, '..', '..', 'node_modules', '.bin', 'validate-api');
  return await promisify(execFile)(process.execPath, [program, file]).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout}${error.stderr}`,
  );
}

let folder: string;
let templates: Record<(typeof APIS)[number], Template>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-openapi-'));
  const output = path.join(folder, 'assembly');
  await builtSynthesize({ project: '.', output, context: { stage: 'local', agentUrl: 'http://127.0.0.1:9/agent/' } });
  const { proxy, verdicts } = readApis(await readTemplate(output));
  templates = { proxy, verdicts: verdicts as Template };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(APIS)('docs/openapi/%s.json', (name) => {
  const api = documents[name];

  test('is OpenAPI 3.1, as a judge of another project says', async () => {
    expect(await judge(api.file)).toContain('"valid": true');
    const broken = path.join(folder, 'broken.json');
    await writeFile(broken, JSON.stringify({ ...api.document, info: {} }));
    expect(await judge(broken)).toContain('"valid": false');
  });

  test('has each method of each route in the template, and no other', () => {
    const routes = readRoutes(templates[name]).map(({ resource, method }) => `${method.HttpMethod} ${resource}`);
    expect(api.operations.map(([operation]) => operation).sort()).toEqual(routes.sort());
  });

  test('lets in without a caller exactly the methods that the template does', () => {
    const open = readRoutes(templates[name]).filter(({ method }) => (method.AuthorizationType ?? 'NONE') === 'NONE');
    const said = api.operations.flatMap(([operation, { security }]) => (security?.length === 0 ? [operation] : []));
    expect(said.sort()).toEqual(open.map(({ resource, method }) => `${method.HttpMethod} ${resource}`).sort());
  });

  test('has each gateway response of the template, under its status and code, for each operation that has a caller', () => {
    interface Properties {
      readonly StatusCode: string;
      readonly ResponseTemplates: { readonly 'application/json': string };
    }
    const responses = templates[name].all<Properties>('AWS::ApiGateway::GatewayResponse').map(({ properties }) => properties);
    expect(responses).toHaveLength(21);
    for (const [operation] of api.operations.filter(([, { security }]) => security === undefined)) {
      for (const { StatusCode: status, ResponseTemplates } of responses) {
        const code = /"code":"([\w-]+)"/.exec(ResponseTemplates['application/json'])?.[1] ?? '';
        expect(Object.keys(api.examples(operation, status))).toContain(code);
      }
    }
  });

  test('shows as an example of each code a problem that its own schema takes', () => {
    const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Retry-After': '1', 'WWW-Authenticate': 'Bearer' });
    const shown = api.operations.flatMap(([operation, { responses }]) =>
      Object.keys(responses).flatMap((status) =>
        Object.values(api.examples(operation, status)).map(({ value }) => ({
          operation,
          status: Number(status),
          text: JSON.stringify(value),
        })),
      ),
    );
    expect(shown.length).toBeGreaterThan(25);
    for (const { operation, status, text } of shown) {
      const [method = '', route = ''] = operation.split(' ');
      expect([text, api.faults(method, route, { status, headers, text })]).toEqual([text, []]);
    }
  });

  test('names each operation once', () => {
    const ids = api.operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('each body that an SDK is known to send is one of docs/openapi/proxy.json', () => {
  const starts = vectors.requests.filter(({ method, body }) => method === 'POST' && body !== null && body !== '');
  expect(starts.length).toBeGreaterThan(5);
  for (const { name, path: sent, body } of starts) {
    const route = sent.replace(/initialize\/[^/]+/, 'initialize/{workflowId}');
    expect([name, documents.proxy.faultsOfRequest('POST', route, JSON.parse(body ?? ''))]).toEqual([name, []]);
  }
});

test('what the proxy refuses by its form is no body of docs/openapi/proxy.json', () => {
  const start = { workflowId: 'wf-123', platform: 'browser', sdkVersion: '1.7.0' };
  for (const change of [
    { workflowId: 'a b' },
    { platform: '' },
    { sdkVersion: undefined },
    { formValues: [] },
    { consent: 'yes' },
    { ſ: 1 },
  ])
    expect(documents.proxy.faultsOfRequest('POST', '/transaction', JSON.parse(JSON.stringify({ ...start, ...change })))).not.toEqual([]);
});
