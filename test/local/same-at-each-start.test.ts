import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takePort } from '../../local/process/take-port';
import { startLocalStack } from '../../local/stack';
import type { StackDetails } from '../../local/stack-file';
import { listenOnLoopback } from '../../stand-ins/loopback';
import { builtSynthesize } from '../support/built';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-same-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** What a start says of itself; it is over afterwards. */
async function started(port: number): Promise<StackDetails> {
  const stack = await startLocalStack({ port, directory, console: true, synthesize: builtSynthesize });
  await stack.stop();
  return stack.details;
}

/** The first of eight free ports in a row. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const taken = await Promise.allSettled(Array.from({ length: 8 }, (_, at) => listenOnLoopback(first + at)));
    await Promise.all(taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
    if (taken.every(({ status }) => status === 'fulfilled')) return first;
  }
}

const portsOf = ({ baseUrl, consoleUrl = '', agentApiUrl, cognito, secretsManager, s3, dynamoDb, verdicts }: StackDetails) => {
  const standIns = [agentApiUrl, cognito.endpoint, secretsManager.endpoint, s3.endpoint, dynamoDb.endpoint];
  return [baseUrl, consoleUrl, ...standIns, verdicts?.url ?? ''].map((url) => Number(new URL(url).port));
};

test('users, passwords, subjects and ports are the same from start to start', async () => {
  const first = await freePorts();
  const [one, other] = [await started(first), await started(first)];
  expect(portsOf(one)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((next) => first + next));
  expect(portsOf(other)).toEqual(portsOf(one));
  expect(other.users).toEqual(one.users);
});

test('without the seed there are other users, each with another password and UUID', async () => {
  const one = await started(0);
  await rm(join(directory, 'seed'));
  const other = await started(0);
  const all = [...one.users, ...other.users];
  expect(new Set(all.map(({ password }) => password)).size).toBe(6);
  expect(new Set(all.map(({ subject }) => subject)).size).toBe(6);
  for (const { subject } of all) expect(subject).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the seed is readable only by its owner, and an invalid one is replaced', async () => {
  await writeFile(join(directory, 'seed'), 'alice');
  await started(0);
  expect(await readFile(join(directory, 'seed'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  await rm(join(directory, 'seed'));
  await started(0);
  expect((await stat(join(directory, 'seed'))).mode & 0o777).toBe(0o600);
});

test('a port next to that of the API which is in use is named, with what to do', async () => {
  const first = await freePorts();
  const taken = await listenOnLoopback(first + 3);
  try {
    await expect(started(first)).rejects.toThrow(
      `Port ${first + 3}, 3 above that of the API, is in use. End the program that uses it, or choose another for the API: LOCAL_PORT=0 npm start takes any free ones.`,
    );
  } finally {
    await taken.close();
  }
  // Nothing of the failed start is left.
  await (await takePort(first, 'api')).close();
});
