import { setTimeout as pause } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startTestStack, type TestStack } from '../../support/local-stack';
import { type OpsOptions, runOps } from '../../support/ops';

const OTHER = { clientId: 'sa_another_0123456789', clientSecret: 'Zx9-secret-Zx9-secret' };
let stack: TestStack;
let own: { clientId: string; clientSecret: string };

beforeAll(async () => {
  stack = await startTestStack();
  own = JSON.parse((await secretText()) ?? '');
});
afterAll(() => stack.stop());

async function secretText(): Promise<string | undefined> {
  const { endpoint, secretArn } = stack.details.secretsManager;
  const client = new SecretsManagerClient({ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  return (await client.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString;
}

const credentials = (words: readonly string[], options: OpsOptions = {}) =>
  runOps(['credentials', ...words, '--local', '--json'], { localDirectory: stack.directory, ...options });

test('check finds the key plausible, and with --online that the Agent API takes it; it says what that does not prove', async () => {
  const plain = await credentials(['check']);
  expect(plain.code).toBe(0);
  expect(JSON.parse(plain.stdout).unproved).toHaveLength(2);
  const online = await credentials(['check', '--online']);
  expect(online.code).toBe(0);
  expect(JSON.parse(online.stdout)).toMatchObject({
    findings: [
      { verdict: 'pass' },
      { verdict: 'pass', says: expect.stringContaining('stand-in') },
      { verdict: 'pass', says: 'The key for reading is another one.' },
      { verdict: 'pass', says: expect.stringContaining('read no transaction') },
    ],
    unproved: [expect.stringContaining('Transaction start')],
  });
  expect(await stack.accepted()).toEqual([]);
  expect(online.stdout + online.stderr).not.toContain(own.clientSecret);
});

test('set does not overwrite a key without --yes', async () => {
  const refused = await credentials(['set'], { stdin: JSON.stringify(OTHER) });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('credentials rotate') });
  expect(JSON.parse((await secretText()) ?? '')).toEqual(own);
});

test('set tries the key with a request that starts nothing, and writes one that the Agent API takes', async () => {
  const { code, stdout } = await credentials(['set', '--replace'], { stdin: JSON.stringify(own) });
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({
    code: 0,
    written: true,
    trial: { verdict: 'accepted', says: expect.stringContaining('200') },
  });
  expect(await stack.accepted()).toEqual([]);
});

test('set does not write a key that the Agent API refuses, not even as a dry run', async () => {
  for (const words of [[], ['--dry-run']]) {
    const run = await credentials(['set', '--replace', ...words], { stdin: JSON.stringify(OTHER) });
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/refuses the new key, and nothing was written[\s\S]*401[\s\S]*--store-anyway/),
    });
    expect(run.stderr).not.toContain('Zx9');
  }
  expect(JSON.parse((await secretText()) ?? '')).toEqual(own);
});

test('set --dry-run writes nothing; set --store-anyway writes a refused key, says so, and repeats no secret', async () => {
  const dry = await credentials(['set', '--replace', '--dry-run'], { stdin: JSON.stringify(own) });
  expect(JSON.parse(dry.stdout)).toMatchObject({ written: false, trial: { verdict: 'accepted' } });
  expect(JSON.parse((await secretText()) ?? '')).toEqual(own);
  const wet = await credentials(['set', '--replace', '--store-anyway'], { stdin: `${OTHER.clientId}\n${OTHER.clientSecret}\n` });
  expect(wet.code).toBe(0);
  expect(JSON.parse(wet.stdout)).toMatchObject({ written: true, clientId: 'sa_ano…89', trial: { verdict: 'refused' } });
  expect(JSON.parse((await secretText()) ?? '')).toEqual(OTHER);
  expect(wet.stdout + wet.stderr + dry.stdout).not.toContain('Zx9');
});

test('check --online says that the Agent API refuses a key, with exit code 1', async () => {
  const { code, stdout } = await credentials(['check', '--online']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).findings[1]).toMatchObject({ verdict: 'fail', says: expect.stringContaining('401') });
});

test('rotate puts a key that the Agent API takes, keeps the old one, and starts go on; roll-back takes the old one again', async () => {
  const rotated = await credentials(['rotate', '--wait', '0', '--yes'], { stdin: JSON.stringify(own) });
  expect(rotated.code).toBe(0);
  expect(JSON.parse(rotated.stdout)).toMatchObject({ written: true, isProved: false, agentApi: expect.stringContaining('200') });
  expect(rotated.stderr).toContain('delete the old key');
  expect((await stack.startTransaction('alice')).status).toBe(200);

  const asked = await credentials(['rotate', '--roll-back', '--dry-run']);
  expect(JSON.parse(asked.stdout)).toMatchObject({ written: false, clientId: 'sa_ano…89' });
  expect(JSON.parse((await secretText()) ?? '')).toEqual(own);
  expect((await credentials(['rotate', '--roll-back', '--yes'])).code).toBe(0);
  expect(JSON.parse((await secretText()) ?? '')).toEqual(OTHER);
  await credentials(['rotate', '--roll-back', '--yes']);
  expect(JSON.parse((await secretText()) ?? '')).toEqual(own);
});

describe('rotate writes nothing', () => {
  test('when Microblink refuses the new key', async () => {
    const { code, stderr } = await credentials(['rotate', '--wait', '0', '--yes'], { stdin: JSON.stringify(OTHER) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('refuses the new key, and nothing was written') });
  });

  test('when it is the key in use', async () => {
    expect(await credentials(['rotate', '--yes'], { stdin: JSON.stringify(own) })).toMatchObject({ code: 2 });
  });

  test('when no one can be asked and no one said yes', async () => {
    const run = await credentials(['rotate', '--offline'], { stdin: JSON.stringify(OTHER) });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  });

  test('with --dry-run', async () => {
    const run = await credentials(['rotate', '--offline', '--dry-run'], { stdin: JSON.stringify(OTHER) });
    expect(JSON.parse(run.stdout)).toMatchObject({ written: false, agentApi: expect.stringContaining('--offline') });
  });

  afterEach(async () => expect(JSON.parse((await secretText()) ?? '')).toEqual(own));
});

test('a rotation that is interrupted while it waits says that the key is written, and to leave the old one', async () => {
  const interruption = new AbortController();
  const running = credentials(['rotate', '--wait', '600', '--yes', '--offline'], {
    stdin: JSON.stringify(OTHER),
    signal: interruption.signal,
  });
  while ((await secretText()) !== JSON.stringify(OTHER)) await pause(20);
  interruption.abort('SIGINT');
  const run = await running;
  expect(run).toMatchObject({ code: 130, stderr: expect.stringContaining('Leave the old key') });
  expect(JSON.parse((await secretText()) ?? '')).toEqual(OTHER);
  await credentials(['rotate', '--roll-back', '--yes']);
});
