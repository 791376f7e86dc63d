import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { read } from '../docs/documents';
import { readWorkflow, type WorkflowJob } from '../support/workflow-file';

const { text, workflow } = readWorkflow('pipeline/face-match-proxy.yml');
const ci = readWorkflow('.github/workflows/ci.yml');
const codeql = readWorkflow('.github/workflows/codeql.yml');
const release = readWorkflow('.github/workflows/release.yml');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const { check, diff, deploy, smoke } = workflow.jobs as Record<'check' | 'diff' | 'deploy' | 'smoke', WorkflowJob>;

const usesAws = ({ steps }: WorkflowJob) => steps.some(({ uses }) => uses?.startsWith('aws-actions/'));
const handsIn = ({ steps }: WorkflowJob) => steps.some(({ uses }) => uses?.startsWith('github/codeql-action/analyze@'));
/** The one job that needs no code: it publishes what another made. */
const publishes = ({ steps }: WorkflowJob) => steps.some(({ run }) => run?.startsWith('npm publish '));
const runs = (job: WorkflowJob) => job.steps.flatMap(({ run }) => run ?? []);

describe.each([
  ['pipeline/face-match-proxy.yml', text, workflow],
  ['.github/workflows/ci.yml', ci.text, ci.workflow],
  ['.github/workflows/codeql.yml', codeql.text, codeql.workflow],
  ['.github/workflows/release.yml', release.text, release.workflow],
])('%s', (_, source, { jobs, permissions, concurrency }) => {
  test('pins every action to a whole commit, and says its version', () => {
    const used = [...source.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    const compared = read('docs/pipeline.md');
    for (const action of used) {
      const [, name, number] = /^([\w-]+\/[\w-]+)(?:\/[\w-]+)?@[0-9a-f]{40} # (v\d+\.\d+\.\d+)$/.exec(action ?? '') ?? [];
      // The document says how to compare each hash.
      expect([action, compared.includes(`git ls-remote https://github.com/${name} refs/tags/${number}`)]).toEqual([action, true]);
    }
  });

  test('may read the code, in a job that uses AWS ask for an identity, hand in what CodeQL finds, and publish a release; nothing else', () => {
    expect(Object.entries(permissions).filter(([name, access]) => name !== 'contents' || access !== 'read')).toEqual([]);
    for (const [name, job] of Object.entries(jobs)) {
      const wanted = {
        contents: publishes(job) ? 'write' : 'read',
        ...(publishes(job) && { attestations: 'write', 'id-token': 'write' }),
        ...(usesAws(job) && { 'id-token': 'write' }),
        ...(handsIn(job) && { actions: 'read', 'security-events': 'write' }),
      };
      expect([name, job.permissions ?? permissions]).toEqual([name, wanted]);
    }
  });

  test('holds no key and no secret but a test user’s password, and leaves no token of GitHub in the checkout', () => {
    expect(source.replace('secrets.SMOKE_PASSWORD', '')).not.toMatch(/AKIA|aws-access-key|secret-access-key|secrets\./i);
    const checkouts = Object.values(jobs).flatMap(({ steps }) => steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')));
    expect(checkouts.length).toBe(Object.values(jobs).filter((job) => !publishes(job)).length);
    for (const { with: settings } of checkouts) expect(settings?.['persist-credentials']).toBe(false);
  });

  test('puts nothing of GitHub’s into the text of a script, where a branch’s name would be a command', () => {
    for (const job of Object.values(jobs)) for (const run of runs(job)) expect(run).not.toContain('${{');
  });

  test('runs scripts and files that there are', () => {
    const commands = Object.values(jobs).flatMap(runs).join('\n');
    const named = [...commands.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const files = [...commands.matchAll(/^(?:npx tsx )?(\.?\w+\/[\w./-]+)/gm)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(path.join(__dirname, '..', '..', file)))).toEqual([]);
    expect([named.length + files.length > 0, Object.values(jobs).every(handsIn)]).toContain(true);
  });

  test('ends by itself, and says what happens to two runs at once', () => {
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toEqual(expect.any(Number));
    expect(concurrency.group).not.toBe('');
  });
});

test('CodeQL reads code and workflows at each change and each week, in one version: its actions refuse to run in two', () => {
  const steps = Object.values(codeql.workflow.jobs).flatMap((job) => job.steps);
  expect(new Set(steps.flatMap(({ uses }) => /^github\/codeql-action\/\w+@(.+)$/.exec(uses ?? '')?.[1] ?? [])).size).toBe(1);
  expect(steps.find(({ uses }) => uses?.startsWith('github/codeql-action/init@'))?.with?.languages).toBe('javascript-typescript, actions');
  expect(Object.keys((codeql.workflow as { on?: object }).on ?? {})).toEqual(['pull_request', 'push', 'schedule']);
});

describe('the pipeline', () => {
  test('deploys from main alone, after an approval, and never in a pull request', () => {
    expect(deploy.if).toBe("github.event_name != 'pull_request' && github.ref == 'refs/heads/main'");
    expect(deploy.environment).toBe('prod');
    const deploying = Object.values(workflow.jobs).filter((job) => runs(job).some((run) => /cdk deploy|npm run deploy/.test(run)));
    expect(deploying).toEqual([deploy]);
  });

  test('shows a pull request’s changes with templates alone, and not to forks', () => {
    expect(diff.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    expect(runs(diff).join('\n')).toContain('--method template');
  });

  test('gives AWS to no job before the check has passed', () => {
    expect(usesAws(check)).toBe(false);
    expect([diff.needs, deploy.needs, smoke.needs]).toEqual(['check', 'check', 'deploy']);
  });

  test('installs no package with its scripts, here and in CI', () => {
    const installs = [text, ci.text, release.text, read('.ci/run')].flatMap(
      (source) => source.match(/^.*\bnpm (?:ci|i|install)\b.*$/gm) ?? [],
    );
    expect(installs.length).toBeGreaterThan(4);
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
    // There it would silence the scripts of this project's own packing, too.
    expect(read('.npmrc')).not.toContain('ignore-scripts');
  });

  test('synthesizes without an identity, and where one reads or changes the stack runs the CDK command line and no other package', () => {
    expect(runs(check).join('\n')).toMatch(/npm run synth -- .*--output assembly/);
    for (const job of [diff, deploy]) {
      const npm = runs(job).filter((run) => /\bnp[mx]\b/.test(run));
      expect(npm).toEqual([
        'npm ci --ignore-scripts --prefix pipeline/cdk',
        expect.stringMatching(/^npx --no-install cdk \w+ --app \.\.\/\.\.\/assembly /),
      ]);
      expect(job.steps.find(({ run }) => run === npm[1])?.['working-directory']).toBe('pipeline/cdk');
    }
    const { dependencies, ...others } = JSON.parse(read('pipeline/cdk/package.json')) as Record<string, Record<string, string>>;
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
    expect(dependencies).toEqual({ 'aws-cdk': devDependencies['aws-cdk'] });
    expect(Object.keys(others).filter((name) => /ependencies|scripts/.test(name))).toEqual([]);
    const { packages } = JSON.parse(read('pipeline/cdk/package-lock.json')) as { packages: Record<string, { integrity?: string }> };
    const whole = JSON.parse(read('package-lock.json')) as { packages: Record<string, { integrity?: string }> };
    expect(Object.keys(packages)).toEqual(['', 'node_modules/aws-cdk']);
    expect(packages['node_modules/aws-cdk']?.integrity).toBe(whole.packages['node_modules/aws-cdk']?.integrity);
  });

  test('compares and deploys what the check has made, by a digest that does not come with it', () => {
    expect(check.outputs?.digest).toMatch(/^\S+ steps\.pack\.outputs\.digest \S+$/);
    for (const job of [diff, deploy]) {
      const at = job.steps.findIndex(({ run }) => run?.includes('sha256sum --check --strict'));
      expect(job.steps[at]?.env?.DIGEST).toMatch(/^\S+ needs\.check\.outputs\.digest \S+$/);
      expect(job.steps[at - 1]?.uses).toMatch(/^actions\/download-artifact@/);
      expect(at).toBeLessThan(job.steps.findIndex(({ uses }) => uses?.startsWith('aws-actions/')));
    }
  });

  test('and what was changed on the way is refused before an identity is asked for', () => {
    const step = deploy.steps.find(({ run }) => run?.includes('sha256sum --check'))?.run ?? '';
    const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-assembly-'));
    const bash = (script: string, env: Record<string, string> = {}) =>
      spawnSync('bash', ['-e', '-c', script], { cwd: folder, env: { ...process.env, GITHUB_OUTPUT: path.join(folder, 'output'), ...env } })
        .status;
    mkdirSync(path.join(folder, 'assembly'));
    writeFileSync(path.join(folder, 'assembly', 'manifest.json'), '{}');
    const pack = check.steps.find(({ run }) => run?.includes('assembly.tar'))?.run ?? '';
    expect(bash(pack)).toBe(0);
    const [, DIGEST = ''] = /^digest=([0-9a-f]{64})$/m.exec(readFileSync(path.join(folder, 'output'), 'utf8')) ?? [];
    expect(bash(step, { DIGEST })).toBe(0);
    writeFileSync(path.join(folder, 'assembly', 'manifest.json'), '{"changed":true}');
    expect(bash('tar -cf assembly.tar assembly')).toBe(0);
    expect(bash(step, { DIGEST })).not.toBe(0);
    expect(bash(step, { DIGEST: '' })).not.toBe(0);
  });

  test('tries the stage once it is deployed, with a role that only looks and a password that is in no argument', () => {
    const tried = runs(smoke).at(-1);
    expect(tried).toContain('smoke --stage "$STAGE" --user "$SMOKE_USER" --password-from SMOKE_PASSWORD');
    expect(text).toMatch(/SMOKE_PASSWORD: \S+ secrets\.SMOKE_PASSWORD \S+$/m);
    expect(text.match(/role-to-assume: .*/g)).toEqual(
      ['DIFF', 'DEPLOY', 'SMOKE'].map((name) => expect.stringContaining(`vars.${name}_ROLE_ARN`)),
    );
  });

  test('never cuts a deployment off', () => {
    const { group, 'cancel-in-progress': cancels } = workflow.concurrency;
    expect(group).toContain("github.event_name == 'pull_request' && github.ref || 'deployment'");
    expect(String(cancels)).toMatch(/^\S+ github\.event_name == 'pull_request' \S+$/);
  });

  test('deploys a stage that there is, through the bootstrap of this project', () => {
    expect(existsSync(path.join(__dirname, '..', '..', 'config', `${workflow.env?.STAGE}.json`))).toBe(true);
    expect(runs(check).join('\n')).toContain('-c @aws-cdk/core:bootstrapQualifier=fmproxy');
  });
});
