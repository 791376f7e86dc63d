import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCRIPT = path.join(__dirname, '..', '..', 'bootstrap', 'bootstrap.sh');

/** An `aws` and an `npx` that write down how they were called. `versions` is what IAM answers for the fifth version of a policy. */
function run(parameters: readonly string[], { exists = false, fifth = 'None', bounded = false } = {}): { calls: string[]; output: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-bootstrap-'));
  const record = path.join(folder, 'calls');
  writeFileSync(record, '');
  program(folder, 'npx', `echo "npx $*" >> ${record}`);
  program(
    folder,
    'aws',
    `echo "aws $*" >> ${record}\ncase "$2" in\nget-caller-identity) echo 999900001111 ;;\nget-policy) case "$*" in *boundary-required) exit ${bounded ? 0 : 254} ;; *) exit ${exists ? 0 : 254} ;; esac ;;\nlist-policy-versions) echo ${fifth} ;;\nesac`,
  );
  const output = execFileSync('/bin/sh', [SCRIPT, ...parameters], {
    env: { PATH: `${folder}:/usr/bin:/bin` },
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return { calls: readFileSync(record, 'utf8').split('\n').filter(Boolean), output };
}

function program(folder: string, name: string, body: string): void {
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

const arn = (name: string): string => `arn:aws:iam::999900001111:policy/face-match-proxy-${name}`;

describe('bootstrap/bootstrap.sh', () => {
  test('makes the policies and bootstraps with them and no other, beside any bootstrap that is there', () => {
    const { calls } = run(['999900001111', 'eu-central-1']);
    expect(calls.filter((call) => call.startsWith('npx'))).toEqual([
      `npx cdk bootstrap aws://999900001111/eu-central-1 --qualifier fmproxy --toolkit-stack-name CDKToolkit-fmproxy --cloudformation-execution-policies ${arn('deploy-api')},${arn('deploy-data')},${arn('deploy-watch')}`,
    ]);
    expect(calls.filter((call) => call.includes('create-policy ')).map((call) => /file:\/\/.*\/([\w-]+\.json)/.exec(call)?.[1])).toEqual([
      'execution-policy-api.json',
      'execution-policy-data.json',
      'execution-policy-watch.json',
    ]);
  });

  test('with a boundary, makes and demands it, and says what to set', () => {
    const { calls, output } = run(['999900001111', 'eu-central-1', '--with-boundary']);
    expect(calls.at(-1)).toMatch(new RegExp(`${arn('deploy-watch')},${arn('boundary-required')}$`));
    expect(output).toContain(`"permissionsBoundary": "${arn('boundary')}"`);
  });

  test('brings policies up to date that are there, and makes room for a sixth version', () => {
    const { calls } = run(['999900001111', 'eu-central-1'], { exists: true, fifth: 'v3' });
    expect(calls.filter((call) => call.includes(' create-policy '))).toEqual([]);
    expect(calls.filter((call) => call.includes('create-policy-version') && call.includes('--set-as-default'))).toHaveLength(3);
    expect(calls.filter((call) => call.includes('delete-policy-version')).every((call) => call.endsWith('--version-id v3'))).toBe(true);
  });

  test('keeps the demand of a boundary: without the flag an account that has it is left as it is', () => {
    expect(() => run(['999900001111', 'eu-central-1'], { exists: true, bounded: true })).toThrow(/add --with-boundary/);
    const { calls } = run(['999900001111', 'eu-central-1', '--with-boundary'], { exists: true, bounded: true });
    expect(calls.at(-1)).toMatch(new RegExp(`,${arn('boundary-required')}$`));
  });

  test.each([[['111122223333', 'eu-central-1']], [['eu-central-1', '999900001111']], [['999900001111', 'eu-central-1', '--with']], [[]]])(
    'changes nothing when called with %j',
    (parameters) => {
      expect(() => run(parameters)).toThrow(/Command failed/);
    },
  );
});
