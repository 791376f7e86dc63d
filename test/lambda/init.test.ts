import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BundleKind } from '../../lib/function/bundle';
import { keptBundle } from '../../lib/function/kept-bundle';
import { endProcess, inheritedEnvironment } from '../../local/process/child';
import { type AgentServer, reply, startAgentServer } from '../support/agent-server';
import { RULES } from '../support/attempts';
import { testEnvironment } from '../support/proxy';
import { trustedCertificate } from '../support/trusted-certificate';
import { until } from '../support/until';
import { variablesOf } from '../support/variables';

/** One server stands for all services; each client has connections of its own. */
let server: AgentServer;
let folder: string;
beforeEach(async () => {
  const certificate = await trustedCertificate();
  certificate.distrust();
  server = await startAgentServer(certificate);
  folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-init-'));
  writeFileSync(path.join(folder, 'certificate.pem'), certificate.cert);
  server.script.push(reply(200, JSON.stringify({ SecretString: '{"clientId":"sa_x","clientSecret":"y"}' })));
});
afterEach(async () => await server.stop());

/** Says which parts of Node have been loaded, and how much a stream holds by default. */
const LOAD = `require(process.argv[1]); const parts = process.moduleLoadList.join();
  console.log(JSON.stringify({ parts, streamBytes: require('node:stream').getDefaultHighWaterMark(false) })); setInterval(() => {}, 1000)`;

/** What {@link LOAD} says. */
async function said(child: ReturnType<typeof loaded>): Promise<{ readonly parts: string; readonly streamBytes: number }> {
  const [line] = await once(child.stdout, 'data');
  return JSON.parse(String(line));
}

/** A process that loads the function and does no more, as Lambda's init phase. */
function loaded(kind: BundleKind, more: Readonly<Record<string, string>> = {}) {
  writeFileSync(path.join(folder, 'index.js'), keptBundle(kind).code);
  const { origin } = new URL(server.url);
  const env = {
    ...inheritedEnvironment(),
    ...variablesOf(testEnvironment(server.url, kind === 'with-attempt-limit' ? { attempts: RULES } : {})),
    ...{ AWS_ENDPOINT_URL_S3: origin, AWS_ENDPOINT_URL_SECRETS_MANAGER: origin, AWS_ENDPOINT_URL_DYNAMODB: origin },
    ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'test' },
    NODE_EXTRA_CA_CERTS: path.join(folder, 'certificate.pem'),
    ...more,
  };
  return spawn(process.execPath, ['-e', LOAD, path.join(folder, 'index.js')], { env });
}

test.each([
  ['with-attempt-limit', 4],
  ['without-limit', 3],
] as const)(
  'a function %s that has been loaded has %i connections, and has sent nothing but its question for the secret',
  async (kind, connections) => {
    const child = loaded(kind);
    try {
      await until(() => server.sockets() === connections && server.requests.length === 1);
      expect(server.sockets()).toBe(connections);
      expect(server.requests.map(({ headers }) => headers['x-amz-target'])).toEqual(['secretsmanager.GetSecretValue']);
    } finally {
      await endProcess(child);
    }
  },
);

test.each([
  ['a file of settings', () => ({ HOME: homeWithSettings() })],
  ['a variable of the SDK', () => ({ AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_RETRY_MODE: 'no-such-mode' })],
])('the clients take nothing from %s', async (_, surroundings) => {
  const child = loaded('with-attempt-limit', surroundings());
  try {
    await until(() => server.sockets() === 4 && server.requests.length === 1);
    expect(server.sockets()).toBe(4);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expect.stringContaining('/eu-central-1/secretsmanager/')]);
  } finally {
    await endProcess(child);
  }
});

test('no part of Node is loaded that reads files later or streams as a browser does', async () => {
  const child = loaded('with-attempt-limit');
  try {
    const { parts } = await said(child);
    expect(parts).toContain('NativeModule https,');
    expect(parts).not.toMatch(/internal\/fs\/promises|internal\/webstreams|internal\/deps\/undici/);
  } finally {
    await endProcess(child);
  }
});

test.each(['with-attempt-limit', 'without-limit'] as const)(
  'a stream holds 16 KiB before its source waits, in the bundle %s',
  async (kind) => {
    const child = loaded(kind);
    try {
      expect((await said(child)).streamBytes).toBe(16 * 1024);
    } finally {
      await endProcess(child);
    }
  },
);

/** Where a client that believed it would find no service: it says to ignore the addresses that the environment names. */
function homeWithSettings(): string {
  mkdirSync(path.join(folder, '.aws'));
  writeFileSync(path.join(folder, '.aws', 'config'), '[default]\nignore_configured_endpoint_urls = true\nuse_fips_endpoint = true\n');
  return folder;
}
