import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../../local/process/start-error';
import { startLocalStack } from '../../local/stack';
import { startTestStack, type TestStack } from '../support/local-stack';

const FREE = { port: 0, writeStackFile: false } as const;

describe('a running local stack', () => {
  let stack: TestStack;
  let ownProcesses: () => Promise<string[]>;
  /** A test file that ran before in this process may have left a service behind (esbuild's, say); it is none of the stack's. */
  let before: string[];

  beforeAll(async () => {
    ownProcesses = async () => {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(process.pid)]);
      return stdout.split('\n').filter((line) => line.trim() !== '');
    };
    before = await ownProcesses();
    stack = await startTestStack();
  });
  afterAll(() => stack.stop());

  test('gives the Agent API the photo of the caller and the caller the reply, byte for byte', async () => {
    const response = await stack.startTransaction('alice');
    const reply = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(200);
    const [transaction] = (await stack.accepted()).slice(-1);
    expect(transaction?.formValues).toEqual({ faceImage: expect.objectContaining({ sha256: await stack.photoHash('alice') }) });
    expect(reply.equals(await stack.agentReply(transaction?.transactionId ?? ''))).toBe(true);
  });

  test('serves many callers at once, each with their own photo', async () => {
    const before = (await stack.accepted()).length;
    const callers = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? ('alice' as const) : ('bob' as const)));
    const responses = await Promise.all(callers.map((name) => stack.startTransaction(name)));
    expect(responses.map(({ status }) => status)).toEqual(callers.map(() => 200));
    const accepted = (await stack.accepted()).slice(before);
    const hashes = {
      [stack.user('alice').subject]: await stack.photoHash('alice'),
      [stack.user('bob').subject]: await stack.photoHash('bob'),
    };
    expect(accepted).toHaveLength(24);
    for (const { props, formValues } of accepted) {
      expect(formValues).toEqual({ faceImage: expect.objectContaining({ sha256: hashes[String(props?.faceMatchSubject)] }) });
    }
  });

  test('refuses a request that names somebody else, and one of a user without a photo', async () => {
    const consent = { userId: stack.user('bob').subject, isProcessingStoringAllowed: true };
    expect((await stack.startTransaction('alice', { consent })).status).toBe(403);
    expect((await stack.startTransaction('carol')).status).toBe(409);
  });

  test('counts under the name of the function, by which alarms know one stage from another', async () => {
    await stack.startTransaction('carol');
    const counted = stack.functionLogs().filter((line) => line.includes('"Refusals"'));
    expect(counted.length).toBeGreaterThan(0);
    for (const line of counted) expect(JSON.parse(line).service).toMatch(/^ProxyFunction[0-9A-F]{8}$/);
  });

  test('writes what it is into stack.json, and what the function says into its log', async () => {
    expect(JSON.parse(await readFile(join(stack.directory, 'stack.json'), 'utf8'))).toEqual(stack.details);
    expect(stack.details.consoleUrl).toBeUndefined();
    expect(stack.functionLogs().join('\n')).toContain('identity-mismatch');
    expect(stack.accessLogs().length).toBeGreaterThan(0);
    expect(stack.details.users.map(({ name, enrolled }) => [name, enrolled])).toEqual([
      ['alice', true],
      ['bob', true],
      ['carol', false],
    ]);
  });

  test('refuses a second start in the same folder with a sentence that says what to do', async () => {
    await expect(startLocalStack({ port: 0, directory: stack.directory })).rejects.toThrow(/already running .*Ctrl-C/);
    expect(existsSync(join(stack.directory, 'stack.json'))).toBe(true);
  });

  test('refuses a port in use with a sentence that says what to do', async () => {
    const port = Number(new URL(stack.details.baseUrl).port);
    await expect(startLocalStack({ ...FREE, port })).rejects.toThrow(
      `Port ${port} is in use. End the program that uses it, or choose another`,
    );
  });

  test('leaves no process, no port and no file when it stops', async () => {
    const { details, directory } = stack;
    await Promise.all([stack.stop(), stack.stop()]);
    expect(existsSync(directory)).toBe(false);
    for (const endpoint of [
      details.baseUrl,
      details.agentApiUrl,
      details.cognito.endpoint,
      details.s3.endpoint,
      details.secretsManager.endpoint,
      details.dynamoDb.endpoint,
    ]) {
      await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
    }
    // `ps` counts itself.
    const more = (await ownProcesses()).filter((pid) => !before.includes(pid));
    expect(more.length).toBeLessThanOrEqual(1);
  });
});

test('says why the stack does not synthesize, and leaves nothing behind', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-config-'));
  const configFile = join(directory, 'bad.json');
  await writeFile(configFile, '{"agent": {}}');
  await expect(startLocalStack({ port: 0, directory, configFile })).rejects.toThrow(/does not synthesize[\s\S]*agent/);
  expect(existsSync(join(directory, 'pid'))).toBe(false);
  await rm(directory, { recursive: true });
});

test('takes the place of a stack that ended without removing its files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-stale-'));
  const synthesize = () => Promise.reject(new StartError('does not synthesize'));
  await writeFile(join(directory, 'pid'), '4194304');
  await writeFile(join(directory, 'stack.json'), '{}');
  await expect(startLocalStack({ port: 0, directory, synthesize })).rejects.toThrow('does not synthesize');
  expect(existsSync(join(directory, 'stack.json'))).toBe(false);
  await rm(directory, { recursive: true });
});
