import { existsSync } from 'node:fs';
import path from 'node:path';
import { read } from '../docs/documents';
import { readWorkflow, type WorkflowJob } from '../support/workflow-file';

const { text, workflow } = readWorkflow('pipeline/face-match-proxy.yml');
const ci = readWorkflow('.github/workflows/ci.yml');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const { check, diff, deploy } = workflow.jobs as Record<'check' | 'diff' | 'deploy', WorkflowJob>;

const usesAws = ({ steps }: WorkflowJob) => steps.some(({ uses }) => uses?.startsWith('aws-actions/'));
const runs = (job: WorkflowJob) => job.steps.flatMap(({ run }) => run ?? []);

describe.each([
  ['pipeline/face-match-proxy.yml', text, workflow],
  ['.github/workflows/ci.yml', ci.text, ci.workflow],
])('%s', (_, source, { jobs, permissions, concurrency }) => {
  test('pins every action to a whole commit, and says its version', () => {
    const used = [...source.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may read the code, and in a job that uses AWS ask for an identity; nothing else', () => {
    expect(Object.entries(permissions).filter(([name, access]) => name !== 'contents' || access !== 'read')).toEqual([]);
    for (const [name, job] of Object.entries(jobs)) {
      const wanted = usesAws(job) ? { contents: 'read', 'id-token': 'write' } : { contents: 'read' };
      expect([name, job.permissions ?? permissions]).toEqual([name, wanted]);
    }
  });

  test('holds no key and no secret but a test user’s password, and leaves no token of GitHub in the checkout', () => {
    expect(source.replace('secrets.SMOKE_PASSWORD', '')).not.toMatch(/AKIA|aws-access-key|secret-access-key|secrets\./i);
    const checkouts = Object.values(jobs).flatMap(({ steps }) => steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')));
    expect(checkouts.length).toBe(Object.keys(jobs).length);
    for (const { with: settings } of checkouts) expect(settings?.['persist-credentials']).toBe(false);
  });

  test('puts nothing of GitHub’s into the text of a script, where a branch’s name would be a command', () => {
    for (const job of Object.values(jobs)) for (const run of runs(job)) expect(run).not.toContain('${{');
  });

  test('runs scripts and files that there are', () => {
    const commands = Object.values(jobs).flatMap(runs).join('\n');
    const named = [...commands.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const files = [...commands.matchAll(/^(\.\w+\/[\w-]+)/gm)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(path.join(__dirname, '..', '..', file)))).toEqual([]);
    expect(named.length + files.length).toBeGreaterThan(0);
  });

  test('ends by itself, and says what becomes of two runs at once', () => {
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toEqual(expect.any(Number));
    expect(concurrency.group).not.toBe('');
  });
});

describe('the pipeline', () => {
  test('deploys from main alone, after an approval, and never in a pull request', () => {
    expect(deploy.if).toBe("github.event_name != 'pull_request' && github.ref == 'refs/heads/main'");
    expect(deploy.environment).toBe('prod');
    const deploying = Object.values(workflow.jobs).filter((job) => runs(job).some((run) => run.includes('npm run deploy')));
    expect(deploying).toEqual([deploy]);
  });

  test('shows a pull request’s changes with templates alone, and not to forks', () => {
    expect(diff.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    expect(runs(diff).join('\n')).toContain('--method template');
  });

  test('gives AWS to no job before the check has passed', () => {
    expect(usesAws(check)).toBe(false);
    expect([diff.needs, deploy.needs]).toEqual(['check', 'check']);
  });

  test('tries the stage once it is deployed, with a password that is in no argument', () => {
    const [deployed, tried] = runs(deploy).slice(-2);
    expect(deployed).toContain('npm run deploy');
    expect(tried).toContain('smoke --stage "$STAGE" --user "$SMOKE_USER" --password-from SMOKE_PASSWORD');
    expect(text).toMatch(/SMOKE_PASSWORD: \S+ secrets\.SMOKE_PASSWORD \S+$/m);
  });

  test('never cuts a deployment off', () => {
    const { group, 'cancel-in-progress': cancels } = workflow.concurrency;
    expect(group).toContain("github.event_name == 'pull_request' && github.ref || 'deployment'");
    expect(String(cancels)).toMatch(/^\S+ github\.event_name == 'pull_request' \S+$/);
  });

  test('deploys a stage that there is, through the bootstrap of this project', () => {
    expect(existsSync(path.join(__dirname, '..', '..', 'config', `${workflow.env?.STAGE}.json`))).toBe(true);
    for (const job of [diff, deploy]) expect(runs(job).join('\n')).toContain('-c @aws-cdk/core:bootstrapQualifier=fmproxy');
  });
});
