import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VARIANT } from '../../bootstrap/toolkit-template';

const CDKS = 'AWS CDK: Default Resources';
const SCRIPT = path.join(__dirname, '..', '..', 'bootstrap', 'bootstrap.sh');

interface PolicyVersion {
  readonly VersionId: string;
  readonly IsDefaultVersion: boolean;
  readonly CreateDate: string;
}

/** What the AWS CLI prints of these versions for the query that it was called with: JMESPath's own code finds it, `None` is its word for nothing. */
function printed(versions: readonly PolicyVersion[]): string {
  return `const found = require(${JSON.stringify(require.resolve('jmespath'))}).search(${JSON.stringify({ Versions: versions })}, process.argv[2]); console.log(found ?? 'None');`;
}

interface Account {
  /** Whether the policies are there. */
  readonly exists?: boolean;
  /** Those that IAM keeps of every policy. */
  readonly versions?: readonly PolicyVersion[];
  /** Whether a boundary is demanded. */
  readonly bounded?: boolean;
  /** Of the bootstrap, before and after. */
  readonly variants?: readonly string[];
  /** An operation that AWS refuses. */
  readonly refused?: string;
  /** The region that the caller's shell names, for the CLI of both versions. */
  readonly shellRegion?: string;
}

/** An `aws` and an `npx` that write down how they were called. */
function run(
  parameters: readonly string[],
  { exists = false, versions = [], bounded = false, variants = ['', VARIANT], refused = 'none', shellRegion }: Account = {},
  shell = '/bin/sh',
): { calls: string[]; regions: string[]; output: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-bootstrap-'));
  const record = path.join(folder, 'calls');
  const answer = path.join(folder, 'versions.cjs');
  const left = path.join(folder, 'variants');
  const regionRecord = path.join(folder, 'regions');
  writeFileSync(record, '');
  writeFileSync(regionRecord, '');
  writeFileSync(left, variants.map((variant) => `${variant}\n`).join(''));
  writeFileSync(answer, printed(versions));
  const noted = `echo "$AWS_REGION $AWS_DEFAULT_REGION" >> ${regionRecord}`;
  program(folder, 'npx', `echo "npx $*" >> ${record}\n${noted}`);
  program(
    folder,
    'aws',
    `echo "aws $*" >> ${record}\n${noted}\ncase "$2" in\n${refused}) echo 'An error occurred (AccessDenied)' >&2; exit 254 ;;\nget-caller-identity) echo 999900001111 ;;\nget-policy) case "$*" in *boundary-required) found=${bounded} ;; *) found=${exists} ;; esac; $found || { echo 'An error occurred (NoSuchEntity)' >&2; exit 254; } ;;\ndescribe-stacks) head -n 1 ${left}; sed -i 1d ${left} ;;\nlist-policy-versions) while [ "$1" != --query ]; do shift; done; ${process.execPath} ${answer} "$2" ;;\nesac`,
  );
  const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
  try {
    const output = execFileSync(shell, [SCRIPT, ...parameters], {
      env: { PATH: `${folder}:/usr/bin:/bin`, ...(shellRegion && { AWS_REGION: shellRegion, AWS_DEFAULT_REGION: shellRegion }) },
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return { calls: linesOf(record), regions: linesOf(regionRecord), output };
  } catch (error) {
    throw Object.assign(error as Error, { calls: linesOf(record) });
  }
}

function program(folder: string, name: string, body: string): void {
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

/** What a run that must fail had done until then. */
function failureOf(failing: () => unknown): { readonly calls: readonly string[]; readonly message: string } {
  try {
    failing();
  } catch (error) {
    return error as Error & { readonly calls: readonly string[] };
  }
  throw new Error('It did not fail.');
}

const arn = (name: string): string => `arn:aws:iam::999900001111:policy/face-match-proxy-${name}`;

describe('bootstrap/bootstrap.sh', () => {
  const files = (calls: readonly string[]) =>
    calls.filter((call) => call.includes('create-policy ')).map((call) => /file:\/\/.*\/([\w-]+\.json)/.exec(call)?.[1]);
  const executionPolicies = ['execution-policy-api.json', 'execution-policy-data.json', 'execution-policy-watch.json'];
  const bootstrapped = (calls: readonly string[]) => calls.filter((call) => call.startsWith('npx'));

  test('makes the policies with the demand of a boundary, and bootstraps with them and the project’s template, in addition to any bootstrap that is there', () => {
    const { calls, output } = run(['999900001111', 'eu-central-1']);
    const policies = ['deploy-api', 'deploy-data', 'deploy-watch', 'boundary-required'].map(arn).join();
    expect(bootstrapped(calls)).toEqual([
      `npx cdk bootstrap --app  aws://999900001111/eu-central-1 --qualifier fmproxy --toolkit-stack-name CDKToolkit-fmproxy --template ${path.dirname(SCRIPT)}/toolkit-template.json --no-previous-parameters --bootstrap-kms-key-id AWS_MANAGED_KEY --cloudformation-execution-policies ${policies}`,
    ]);
    expect(files(calls)).toEqual([
      ...executionPolicies,
      'permissions-boundary.json',
      'permissions-boundary-logging.json',
      'boundary-required.json',
    ]);
    expect(output).toContain('"permissionsBoundary": "face-match-proxy-boundary"');
    expect(output).toContain('"loggingRoleBoundary": "face-match-proxy-boundary-logging"');
  });

  test.each([undefined, 'us-east-1'])(
    'works in the region that it is called with, for the AWS CLI of both versions and for CDK, where the shell names %s',
    (shellRegion) => {
      const { calls, regions } = run(['999900001111', 'eu-central-1'], { shellRegion });
      expect(regions).toEqual(calls.map(() => 'eu-central-1 eu-central-1'));
    },
  );

  test('makes no boundary and demands none only where that is said', () => {
    const { calls, output } = run(['999900001111', 'eu-central-1', '--without-boundary']);
    expect(calls.findLast((call) => call.startsWith('npx'))).toMatch(new RegExp(`${arn('deploy-watch')}$`));
    expect(files(calls)).toEqual(executionPolicies);
    expect(output).not.toContain('permissionsBoundary');
  });

  test('forces its template on a bootstrap that it made before it had one, and on no other', () => {
    expect(bootstrapped(run(['999900001111', 'eu-central-1'], { variants: [CDKS, VARIANT] }).calls).join()).toContain(' --force ');
    expect(bootstrapped(run(['999900001111', 'eu-central-1'], { variants: [VARIANT, VARIANT] }).calls).join()).not.toContain('--force');
  });

  test('changes nothing where the bootstrap was made from a template of somebody else', () => {
    expect(() => run(['999900001111', 'eu-central-1'], { variants: ['payroll', 'payroll'] })).toThrow(
      /another template.*nothing was changed/,
    );
  });

  test('begins again where the first change set of the bootstrap was never executed, for which the AWS CLI prints None', () => {
    expect(bootstrapped(run(['999900001111', 'eu-central-1'], { variants: ['None', VARIANT] }).calls)).toHaveLength(1);
  });

  describe.each(['/bin/sh', '/bin/bash'])('run by %s', (shell) => {
    test.each([
      ['get-policy', true],
      ['create-policy', false],
      ['create-policy-version', true],
      ['delete-policy-version', true],
      ['list-policy-versions', true],
    ])('bootstraps nothing after a refusal of %s, and says it', (refused, exists) => {
      const versions = [5, 2, 3, 4].map((id) => version(id, id));
      const account = { refused, exists, versions, bounded: exists };
      const { calls, message } = failureOf(() => run(['999900001111', 'eu-central-1'], account, shell));
      expect(message).toContain('AccessDenied');
      expect(calls.filter((call) => call.includes(` ${refused} `))).toHaveLength(1);
      expect(bootstrapped(calls)).toEqual([]);
    });
  });

  test('does not take a refusal for an account without a demand of a boundary', () => {
    const refusal = () => run(['999900001111', 'eu-central-1', '--without-boundary'], { refused: 'get-policy' });
    expect(refusal).toThrow(/AccessDenied/);
  });

  test('fails where CDK has left the bootstrap as it was, which it calls a success', () => {
    expect(() => run(['999900001111', 'eu-central-1'], { variants: ['', CDKS] })).toThrow(/not made from this project's template/);
  });

  const deleted = (calls: readonly string[]) => calls.flatMap((call) => /delete-policy-version .*--version-id (\S+)/.exec(call)?.[1] ?? []);
  const version = (id: number, day: number, isDefault = false): PolicyVersion => ({
    VersionId: `v${id}`,
    IsDefaultVersion: isDefault,
    CreateDate: `2026-01-${String(day).padStart(2, '0')}T08:00:00+00:00`,
  });

  test('brings policies up to date that are there', () => {
    const { calls } = run(['999900001111', 'eu-central-1'], { exists: true, bounded: true, versions: [version(1, 1, true)] });
    expect(calls.filter((call) => call.includes(' create-policy '))).toEqual([]);
    expect(calls.filter((call) => call.includes('create-policy-version') && call.includes('--set-as-default'))).toHaveLength(6);
    expect(deleted(calls)).toEqual([]);
  });

  test.each([
    ['the newest comes first', [version(14, 14, true), version(13, 13), version(12, 12), version(11, 11), version(10, 10)], 'v10'],
    ['the oldest comes first', [version(9, 9), version(10, 10), version(11, 11), version(12, 12), version(13, 13, true)], 'v9'],
    ['the order is none', [version(11, 11), version(13, 13), version(9, 9), version(12, 12, true), version(10, 10)], 'v9'],
    ['the oldest is the one in use', [version(4, 4), version(1, 1, true), version(3, 3), version(5, 5), version(2, 2)], 'v2'],
  ])('makes room for a sixth version by deleting the oldest that is not in use: %s', (_, versions, oldest) => {
    const { calls } = run(['999900001111', 'eu-central-1'], { exists: true, bounded: true, versions });
    expect(deleted(calls)).toEqual(Array(6).fill(oldest));
  });

  test('deletes no version while there is room for one more', () => {
    const versions = [version(5, 5), version(2, 2, true), version(3, 3), version(4, 4)];
    expect(deleted(run(['999900001111', 'eu-central-1'], { exists: true, bounded: true, versions }).calls)).toEqual([]);
  });

  test.each([[['--help']], [['-h']], [['999900001111', 'eu-central-1', '--help']]])(
    'says what it does when called with %j, and calls nothing',
    (parameters) => {
      const { calls, output } = run(parameters);
      expect(calls).toEqual([]);
      for (const word of ['<account>', '<region>', '--without-boundary', '--help', 'docs/bootstrap.md']) expect(output).toContain(word);
    },
  );

  test.each(['us-gov-west-1', 'cn-north-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])(
    'refuses %s, a region of another partition, before it calls AWS',
    (region) => {
      expect(() => run(['999900001111', region])).toThrow(new RegExp(`${region}.*partition aws`));
    },
  );

  test('keeps the demand of a boundary: with the flag an account that has it is left as it is', () => {
    const again = { exists: true, bounded: true, variants: [VARIANT, VARIANT] };
    expect(() => run(['999900001111', 'eu-central-1', '--without-boundary'], again)).toThrow(/leave --without-boundary out/);
    expect(bootstrapped(run(['999900001111', 'eu-central-1'], again).calls).join()).toMatch(new RegExp(`,${arn('boundary-required')}$`));
  });

  test.each([
    [['111122223333', 'eu-central-1']],
    [['eu-central-1', '999900001111']],
    [['999900001111', 'eu-central-1', '--with']],
    [['999900001111', '']],
    [['999900001111', 'EU (Frankfurt)']],
    [[]],
  ])('changes nothing when called with %j', (parameters) => {
    expect(() => run(parameters)).toThrow(/Command failed/);
  });
});
