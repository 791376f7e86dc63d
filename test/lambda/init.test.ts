import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { READING } from '../../contract/reading';
import { CODE_FILE } from '../../lib/function/functions';
import { endProcess, inheritedEnvironment } from '../../local/process/child';
import { type AgentServer, reply, startAgentServer } from '../../stand-ins/agent/scripted';
import { RULES } from '../support/attempts';
import { type Bundle, bundleCode } from '../support/built';
import { testEnvironment } from '../support/proxy';
import { trustedCertificate } from '../support/trusted-certificate';
import { until } from '../support/until';
import { variablesOf } from '../support/variables';

/** One server stands for all services; each client has its own connections. */
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

/** Says which parts of Node have been loaded. */
const LOAD = 'import(process.argv[1]).then(() => console.log(process.moduleLoadList.join())); setInterval(() => {}, 1000)';

/** The second that init waits at most never passes: a busy machine takes longer for a handshake. */
const PATIENT = 'const real = setTimeout; globalThis.setTimeout = (work, ms, ...more) => real(work, ms === 1000 ? 2 ** 30 : ms, ...more);';

/** A process that loads the function and does no more, as Lambda's init phase. @param first What it runs before. */
function loaded(limits: object, more: Readonly<Record<string, string>> = {}, of: Bundle = 'proxy', first = '') {
  writeFileSync(path.join(folder, CODE_FILE), bundleCode(of));
  const { origin } = new URL(server.url);
  const env = {
    ...inheritedEnvironment(),
    ...variablesOf(testEnvironment(server.url, limits)),
    ...{ AWS_ENDPOINT_URL_S3: origin, AWS_ENDPOINT_URL_SECRETS_MANAGER: origin, AWS_ENDPOINT_URL_DYNAMODB: origin },
    ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'test' },
    NODE_EXTRA_CA_CERTS: path.join(folder, 'certificate.pem'),
    ...more,
  };
  return spawn(process.execPath, ['-e', first + LOAD, path.join(folder, CODE_FILE)], { env });
}

test.each([
  ['with a limit on attempts', 4, { attempts: RULES }],
  ['without', 3, {}],
] as const)(
  'a function %s that has been loaded has %i connections, and has sent nothing but its question for the secret',
  async (_what, connections, limits) => {
    const child = loaded(limits);
    try {
      await until(() => server.connections() === connections && server.requests.length === 1);
      expect(server.connections()).toBe(connections);
      expect(server.requests.map(({ headers }) => headers['x-amz-target'])).toEqual(['secretsmanager.GetSecretValue']);
    } finally {
      await endProcess(child);
    }
  },
);

/** Answers a question for the secret when it is told to. */
function heldSecret() {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const [answer] = server.script.splice(0);
  server.script.push(async (exchange) => {
    await told;
    await answer?.(exchange);
  });
  return { tell };
}

/** Whether a process has not said that it is loaded when something is seen of it, nor soon after, as one that does not wait would. */
async function saysNothing(child: ChildProcessWithoutNullStreams, seen: () => boolean): Promise<boolean> {
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await until(seen);
  await pause(300);
  return said === '' && seen();
}

const VERDICT = { AGENT_READING: JSON.stringify(READING), TRANSACTIONS_TABLE: 'transactions', MAX_AGE_MINUTES: '15' };

test.each(['proxy', 'verdict'] as const)(
  'the init of the function %s, in which it has a whole processor, lasts until the secret is there',
  async (of) => {
    const { tell } = heldSecret();
    const child = loaded({}, of === 'verdict' ? VERDICT : {}, of, PATIENT);
    try {
      expect(await saysNothing(child, () => server.connections() === 3 && server.requests.length === 1)).toBe(true);
      tell();
      await once(child.stdout, 'data');
    } finally {
      await endProcess(child);
    }
  },
);

test.each([
  ['proxy', 'the Agent API', 'AGENT_URL'],
  ['proxy', 'the bucket', 'AWS_ENDPOINT_URL_S3'],
  ['proxy', 'the table', 'AWS_ENDPOINT_URL_DYNAMODB'],
  ['verdict', 'the Agent API', 'AGENT_URL'],
  ['verdict', 'the table', 'AWS_ENDPOINT_URL_DYNAMODB'],
] as const)('that of the function %s until the connection to %s stands or will not', async (of, _, variable) => {
  const door = createServer().listen(0, '127.0.0.1');
  await once(door, 'listening');
  const sockets: Socket[] = [];
  door.on('connection', (socket) => sockets.push(socket));
  const url = `https://127.0.0.1:${(door.address() as AddressInfo).port}/`;
  const child = loaded({ attempts: RULES }, { ...(of === 'verdict' ? VERDICT : {}), [variable]: url }, of, PATIENT);
  try {
    expect(await saysNothing(child, () => sockets.length === 1 && server.requests.length === 1)).toBe(true);
    sockets[0]?.destroy();
    await once(child.stdout, 'data');
  } finally {
    await endProcess(child);
    door.close();
  }
});

test.each(['proxy', 'verdict'] as const)('it ends in the function %s, too, where a secret does not come', async (of) => {
  heldSecret();
  const child = loaded({}, of === 'verdict' ? VERDICT : {}, of);
  try {
    await once(child.stdout, 'data');
    expect(server.requests.length).toBe(1);
  } finally {
    await endProcess(child);
  }
});

test.each([
  ['a file of settings', () => ({ HOME: homeWithSettings() })],
  ['a file of settings that a variable names', () => ({ AWS_CONFIG_FILE: path.join(homeWithSettings(), '.aws', 'config') })],
  ['a variable of the SDK', () => ({ AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_RETRY_MODE: 'no-such-mode' })],
])('the clients take nothing from %s', async (_, surroundings) => {
  const child = loaded({ attempts: RULES }, surroundings());
  try {
    await until(() => server.connections() === 4 && server.requests.length === 1);
    expect(server.connections()).toBe(4);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expect.stringContaining('/eu-central-1/secretsmanager/')]);
  } finally {
    await endProcess(child);
  }
});

test.each([
  ['a file of settings', () => ({ HOME: homeWithSettings() })],
  ['nothing', () => ({})],
])(
  "and neither do those of the verdict's function, which has its three connections and has asked for its secret, from %s",
  async (_, more) => {
    const child = loaded({}, { ...VERDICT, ...more() }, 'verdict');
    try {
      await until(() => server.connections() === 3 && server.requests.length === 1);
      expect(server.connections()).toBe(3);
      expect(server.requests.map(({ headers }) => headers['x-amz-target'])).toEqual(['secretsmanager.GetSecretValue']);
    } finally {
      await endProcess(child);
    }
  },
);

test('no part of Node is loaded that streams as a browser does', async () => {
  const child = loaded({ attempts: RULES });
  try {
    const parts = String((await once(child.stdout, 'data'))[0]);
    expect(parts).toContain('NativeModule https,');
    expect(parts).not.toMatch(/internal\/webstreams|internal\/deps\/undici/);
  } finally {
    await endProcess(child);
  }
});

/** Where a client that believed it would find no service: it says to ignore the addresses that the environment names. */
function homeWithSettings(): string {
  mkdirSync(path.join(folder, '.aws'));
  writeFileSync(path.join(folder, '.aws', 'config'), '[default]\nignore_configured_endpoint_urls = true\nuse_fips_endpoint = true\n');
  return folder;
}
