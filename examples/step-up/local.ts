import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { build } from 'esbuild';
import type { BackendSettings } from './backend';

/** Members of `.local/stack.json` (docs/local-stack.md) that this example needs. */
export interface Stack {
  readonly baseUrl: string;
  readonly agentApiUrl: string;
  readonly cognito: { readonly endpoint: string; readonly userPoolId: string; readonly clientId: string; readonly subjectClaim: string };
  readonly verdicts?: { readonly url: string; readonly region: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly workflows: { readonly injecting: readonly string[] };
  readonly users: readonly { readonly email: string; readonly password: string; readonly subject: string }[];
}

const PAGE = path.join(__dirname, 'page');
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', svg: 'image/svg+xml' } as const;
/** Numbers that belong to no one. */
const FIRST_PHONE = '+442079460000';

/** @throws Error that says what to do, where no local stack runs or the file is of one that has ended badly. */
export async function readStack(file: string): Promise<Stack> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(
      'The local stack does not run. Run npm start in another window, wait until it says that it is running, then run this again.',
    );
  });
  const stack = JSON.parse(text) as Stack;
  const isThere = await fetch(stack.baseUrl).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new Error(`${file} is of a local stack that does not answer any more. Run npm start again, then run this again.`);
  if (stack.verdicts === undefined) throw new Error('The stage local gives no verdicts: put "verdicts" back into config/local.json.');
  return stack;
}

/** What the backend of a deployed stage gets from its outputs, its role and its database, from the local stack. */
export async function localSettings(stack: Stack, origin: string, audit: BackendSettings['audit']): Promise<BackendSettings> {
  const { url: verdictsUrl = '', region = '', ...credentials } = { accessKeyId: '', secretAccessKey: '', ...stack.verdicts };
  const [workflowId = ''] = stack.workflows.injecting;
  const { endpoint, ...pool } = stack.cognito;
  const fetcher = { fetch: async (uri: string) => (await fetch(`${endpoint}${new URL(uri).pathname}`)).arrayBuffer() };
  return {
    ...{ origin, ...pool, workflowId, verdictsUrl, region, credentials, audit },
    pageCalls: [endpoint, stack.baseUrl],
    page: await bundlePage({ ...pool, cognitoEndpoint: endpoint, proxyBaseUrl: stack.baseUrl, workflowId }),
    keys: new SimpleJwksCache({ fetcher }),
    phones: new Map(stack.users.map(({ subject }) => [subject, FIRST_PHONE])),
  };
}

async function bundlePage(settings: object): Promise<BackendSettings['page']> {
  const { outputFiles } = await build({
    entryPoints: [path.join(PAGE, 'page.ts')],
    define: { SETTINGS: JSON.stringify(settings) },
    ...{ bundle: true, write: false, minify: true, format: 'esm', platform: 'browser', logLevel: 'silent' },
  });
  const file = async (name: string, kind: keyof typeof TYPES) => ({ type: TYPES[kind], content: await readFile(path.join(PAGE, name)) });
  return new Map([
    ['/', await file('index.html', 'html')],
    ['/page.css', await file('page.css', 'css')],
    ['/icon.svg', await file('icon.svg', 'svg')],
    ['/page.js', { type: 'text/javascript', content: Buffer.from(outputFiles[0]?.contents ?? '') }],
  ]);
}

/** The backend, and before it the one thing that a stand-in of the SDK cannot do by itself: tell the stand-in of Microblink how a match ended. */
export function withMatchStandIn({ agentApiUrl }: Stack, backend: RequestListener): RequestListener {
  return (request, response) => {
    const [, id] = /^\/stand-in\/transactions\/(\w+)$/.exec(request.url ?? '') ?? [];
    // A form of another page cannot send a PUT.
    if (id === undefined || request.method !== 'PUT') return backend(request, response);
    let ending = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      ending += text;
    });
    request.on('end', () => {
      fetch(`${agentApiUrl}_stand-in/transactions/${id}`, { method: 'PUT', body: ending }).then(
        ({ status }) => response.writeHead(status).end(),
        () => response.writeHead(502).end(),
      );
    });
  };
}
