import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextTakenByNpm, takenByNpm } from '../../lib/config/npm-options';
import { readStartOptions } from '../../local/start-options';
import { type AwsServer, startAwsServer } from '../support/aws-server';
import { runOps } from '../support/ops';

const ROOT = join(__dirname, '..', '..');
let aws: AwsServer;
let folder: string;
beforeAll(async () => {
  [aws, folder] = await Promise.all([startAwsServer(), mkdtemp(join(tmpdir(), 'npm-options-'))]);
});
afterAll(async () => {
  await aws.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => void aws.requests.splice(0));

/** Real npm, with no .npmrc but the project's. */
function npm(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<{ code: number; text: string }> {
  const clean = Object.entries(process.env).filter(([name]) => !/^(npm_|AWS_)/i.test(name));
  const env = { ...Object.fromEntries(clean), npm_config_userconfig: join(folder, 'none'), ...aws.environment, ...environment };
  return new Promise((resolve) => {
    execFile('npm', [...words], { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    );
  });
}

describe('options that npm takes for itself because -- is missing', () => {
  test.each([
    ['--dry-run --stage=prod', ['run', 'ops', 'faces', 'import', 'photos', '--dry-run', '--stage=prod'], /npm took --stage, --dry-run/],
    ['--stage prod, whose value comes as a word', ['run', 'ops', 'doctor', '--stage', 'prod'], /npm took --stage for itself/],
    ['--json', ['run', 'ops', 'doctor', '--json'], /npm took --json for itself/],
    ['--existing=skip', ['run', 'ops', 'faces', 'import', 'photos', '--existing=skip'], /npm took --existing for itself/],
    ['--dry-run as the value of --replace', ['run', 'ops', 'faces', 'put', 'x', 'y', '--replace', '--dry-run'], /npm took --dry-run for/],
    ['--stage=prod as such', ['run', 'ops', 'faces', 'put', 'x', 'y', '--replace', '--stage=prod'], /npm took --stage for itself/],
  ])('end a command before it does anything: %s', async (_what, words, says) => {
    const { code, text } = await npm(words);
    expect(text.replace(/\s+/g, ' ')).toMatch(says);
    expect(text.replace(/\s+/g, ' ')).toContain('npm run ops -- …');
    // Advice for another case, which would run the command without the option.
    expect(text).not.toContain('--local, or --stage');
    expect({ code, requests: aws.requests }).toEqual({ code: 2, requests: [] });
  });

  test('are obeyed behind the --', async () => {
    const { code } = await npm(['run', 'ops', '--', 'doctor', '--stage', 'prod', '--json']);
    expect(code).not.toBe(2);
    expect(aws.requests.length).toBeGreaterThan(0);
  });

  test.each([
    ['-c stage=prod, without which it is that of dev', ['-c', 'stage=prod'], '-c'],
    ['how it is deployed', ['--method=prepare-change-set'], '--method'],
    ['whether a person agrees first', ['--require-approval=any-change'], '--require-approval'],
  ])('end a synthesis, and with it a deployment: %s', async (_what, words, option) => {
    // The option --output would be lost, too.
    const { code, text } = await npm(['run', 'synth', ...words], { CDK_OUTPUT: join(folder, 'cdk.out') });
    expect(code).not.toBe(0);
    expect(text.replace(/\s+/g, ' ')).toMatch(new RegExp(`npm took .*${option}`));
    expect(text).toContain('npm run synth -- …');
  });
});

describe('what is in the environment for another reason is no lost option', () => {
  test('an .npmrc of the user, of the project or of the machine', async () => {
    const file = join(folder, 'npmrc');
    await writeFile(file, 'dry-run=true\n');
    for (const name of ['npm_config_userconfig', 'npm_config_globalconfig']) {
      expect(takenByNpm(['--dry-run'], [], { npm_config_dry_run: 'true', [name]: file })).toEqual([]);
    }
    await writeFile(join(folder, '.npmrc'), 'dry_run = true\n');
    expect(takenByNpm(['--dry-run'], [], { npm_config_dry_run: 'true', npm_config_local_prefix: folder })).toEqual([]);
    expect(
      takenByNpm(['--dry-run', '--yes'], [], { npm_config_dry_run: 'true', npm_config_yes: 'true', npm_config_local_prefix: folder }),
    ).toEqual(['--yes']);
  });

  test.each([
    ['npm’s own defaults, which are empty', ['--yes'], [], { npm_config_yes: '' }],
    ['an option that came here, too', ['--stage'], ['--stage=prod'], { npm_config_stage: 'prod' }],
    ['an option of npm that is none of ours', ['--stage'], [], { npm_config_cache: '/x' }],
  ])('%s', (_what, options, words, environment: Record<string, string>) => {
    expect(takenByNpm(options, words, environment)).toEqual([]);
  });

  test('a command that npm exec runs', () => {
    expect(contextTakenByNpm({ npm_config_call: 'npm run synth' })).toBe(false);
    expect(contextTakenByNpm({ npm_config_call: 'stage=prod' })).toBe(true);
    expect(contextTakenByNpm({ npm_config_cache: '/x', npm_config_ca: 'x', npm_config_cidr: 'x' })).toBe(false);
    expect(contextTakenByNpm({})).toBe(false);
  });

  test('-cstage=prod, which CDK takes too, is a lost option', () => {
    expect(contextTakenByNpm({ npm_config_cstage: 'prod' })).toBe(true);
    expect(contextTakenByNpm({ npm_config_cagenturl: 'http://127.0.0.1:1/agent/' })).toBe(true);
  });
});

describe('--local, which npm takes without a trace', () => {
  const underNpm = { npm_lifecycle_event: 'ops' };
  test('is asked for where a local stack runs and nothing says which stage is meant', async () => {
    const local = await mkdtemp(join(folder, 'local-'));
    await writeFile(join(local, 'stack.json'), '{}');
    const run = (words: string[], environment: Record<string, string> = underNpm) =>
      runOps(words, { environment: { ...aws.environment, ...environment }, localDirectory: local });
    const { code, stderr } = await run(['faces', 'list']);
    expect({ code, stderr, requests: aws.requests }).toMatchObject({ code: 2, stderr: expect.stringContaining('--local'), requests: [] });
    expect((await run(['faces', 'list', '--stage', 'dev'])).stderr).not.toContain('does not say');
    expect((await run(['faces', 'list', '--local'])).stderr).not.toContain('does not say');
    expect((await run(['faces', 'list', '--help'])).code).toBe(0);
    expect((await run(['faces', 'list'], {})).stderr).not.toContain('does not say');
  });
});

test.each([
  [['-c', 'stage=prod'], {}],
  [[], { npm_config_call: 'stage=prod' }],
  [[], { npm_config_port: '5000' }],
])('npm start passes over no option in silence (%j, %j)', (words, environment) => {
  expect(() => readStartOptions(words, environment)).toThrow(/takes no options.*LOCAL_PORT/);
  expect(readStartOptions([], { npm_config_call: '', LOCAL_PORT: '5000' })).toEqual({ port: 5000 });
});
