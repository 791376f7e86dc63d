import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { read } from '../docs/documents';
import { readWorkflow, type WorkflowJob } from '../support/workflow-file';

const { text, workflow } = readWorkflow('.github/workflows/release.yml');
const { build, publish } = workflow.jobs as Record<'build' | 'publish', WorkflowJob>;
const runs = ({ steps }: WorkflowJob) => steps.flatMap(({ run }) => run ?? []);
const at = (job: WorkflowJob, words: string) => job.steps.findIndex(({ run, uses }) => (run ?? uses ?? '').includes(words));

describe('.github/workflows/release.yml', () => {
  test('is run by the tag of a version alone, and never two at once or cut off', () => {
    expect(parse(text).on).toEqual({ push: { tags: ['v*'] } });
    expect(workflow.concurrency).toEqual({ group: 'release', 'cancel-in-progress': false });
  });

  test('checks the tag, then everything that a change has to pass, then makes the package and the bill of materials', () => {
    const steps = [
      'npm ci --ignore-scripts',
      'keep.ts --check "$GITHUB_REF_NAME"',
      '.ci/run',
      'npm run package',
      'npm run sbom',
      'sha256sum',
    ];
    const order = steps.map((words) => at(build, words));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  test('publishes after the environment’s approval, from a job that runs no code of the repository or of a package', () => {
    expect([publish.needs, publish.environment]).toEqual(['build', 'release']);
    expect(publish.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([]);
    expect(runs(publish).filter((run) => /^np[mx] /.test(run))).toEqual([
      'npm publish release/face-match-proxy-*.tgz --provenance --access public --ignore-scripts',
    ]);
  });

  test('attests what it publishes, after its digest was compared', () => {
    const order = ['sha256sum --check --strict', 'actions/attest-build-provenance@', 'npm publish', 'gh release create'];
    expect(order.map((words) => at(publish, words))).toEqual([2, 3, 4, 5]);
    expect(publish.steps[3]?.with).toEqual({ 'subject-path': 'release/*' });
    expect(publish.steps[2]?.env?.DIGEST).toMatch(/^\S+ needs\.build\.outputs\.digest \S+$/);
    expect(build.outputs?.digest).toMatch(/^\S+ steps\.pack\.outputs\.digest \S+$/);
  });

  test('says where its reader looks that no one has run it', () => {
    expect(text).toContain('This project has not run it');
    expect(read('docs/before-a-release.md')).toContain('.github/workflows/release.yml');
  });
});

describe('its scripts', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-release-'));
  const bash = (script = 'exit 9', env: Record<string, string> = {}) =>
    spawnSync('bash', ['-e', '-c', script], { cwd: folder, env: { ...process.env, GITHUB_OUTPUT: path.join(folder, 'output'), ...env } })
      .status;
  const pack = build.steps.find(({ run }) => run?.includes('release.tar'))?.run;
  const unpack = publish.steps.find(({ run }) => run?.includes('sha256sum --check'))?.run;
  const digest = () => /^digest=([0-9a-f]{64})$/m.exec(readFileSync(path.join(folder, 'output'), 'utf8'))?.[1] ?? '';

  test('hand on the package and the bill of materials, whole, and nothing else', () => {
    mkdirSync(path.join(folder, 'dist', 'lib'), { recursive: true });
    for (const file of ['dist/face-match-proxy-0.2.0.tgz', 'dist/lib/index.js', 'sbom.json']) writeFileSync(path.join(folder, file), file);
    expect(bash(pack)).toBe(0);
    expect(bash(unpack, { DIGEST: digest() })).toBe(0);
    expect(readdirSync(path.join(folder, 'release')).sort()).toEqual(['face-match-proxy-0.2.0.tgz', 'sbom.json']);
  });

  test('refuse what was changed on the way', () => {
    writeFileSync(path.join(folder, 'release', 'sbom.json'), 'changed');
    expect(bash('tar -cf release.tar release')).toBe(0);
    expect(bash(unpack, { DIGEST: digest() })).not.toBe(0);
    expect(bash(unpack, { DIGEST: '' })).not.toBe(0);
  });
});
