import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { read } from '../docs/documents';
import { type Iam, IamServer } from '../support/iam-server';

const ROOT = path.join(__dirname, '..', '..');
const SCRIPT = path.join(ROOT, 'pipeline', 'roles.sh');
const ROLES = ['diff', 'deploy', 'smoke'] as const;
const ACCOUNT = '999900001111';
const REPOSITORY = 'bank@4711/face.match@815';
const GIVEN = [ACCOUNT, 'eu-west-1', REPOSITORY];
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const policyArn = (role: string): string => `arn:aws:iam::${ACCOUNT}:policy/face-match-proxy-pipeline-${role}`;

const servers: IamServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

/** An account with a stand-in for IAM, in which a script runs. */
class Account {
  private constructor(
    private readonly server: IamServer,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async empty(): Promise<Account> {
    const server = await IamServer.start();
    servers.push(server);
    const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-roles-'));
    const region = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' };
    return new Account(server, { PATH: `${folder}:/usr/bin:/bin`, ...server.install(folder), ...region });
  }

  /** One in which the script ran. */
  static async prepared(): Promise<Account> {
    const account = await Account.empty();
    await account.run(GIVEN);
    return account;
  }

  /** Runs a script, by default the one for the roles, and returns what it prints. */
  async run(parameters: readonly string[], { script = SCRIPT, shell = '/bin/sh', refused = '' } = {}): Promise<string> {
    this.server.calls = [];
    this.server.refused = refused;
    const { stdout } = await promisify(execFile)(shell, [script, ...parameters], { env: this.environment });
    return stdout;
  }

  get iam(): Iam {
    return structuredClone(this.server.iam);
  }

  set iam(iam: Iam) {
    this.server.iam = iam;
  }

  /** Service, operation and both variables of the region, a call an item. */
  get calls(): readonly string[] {
    return this.server.calls;
  }

  get changes(): string[] {
    return this.calls.filter((call) => !/ (?:get|list)-/.test(call));
  }
}

/** A file of pipeline/roles with what a company fills in. */
function filled(file: string): unknown {
  const text = read(`pipeline/roles/${file}.json`)
    .replaceAll('111122223333', ACCOUNT)
    .replaceAll('eu-central-1', 'eu-west-1')
    .replaceAll('your-organisation@111111111/your-repository@000000000', REPOSITORY)
    .replaceAll('your-organisation/your-repository', 'bank/face.match')
    .replaceAll('"000000000"', '"815"');
  expect(text).not.toMatch(/your-|000000000|111111111/);
  return JSON.parse(text);
}

/** What is in use: versions that are kept do not count. */
function inUse({ providers, policies, roles }: Iam): unknown {
  const current = Object.entries(policies).map(([arn, { Versions }]) => [
    arn,
    Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(({ document }) => document),
  ]);
  return { providers, roles, policies: Object.fromEntries(current) };
}

describe('pipeline/roles.sh', () => {
  test.each(['/bin/sh', '/bin/bash'])(
    'run by %s, makes GitHub’s provider and the three roles, each with one policy and an hour at most',
    async (shell) => {
      const account = await Account.empty();
      await account.run(GIVEN, { shell });
      const role = (name: string) => ({
        trust: filled(`${name}-trust`),
        seconds: 3600,
        AttachedPolicies: [{ PolicyArn: policyArn(name) }],
        PolicyNames: [],
      });
      expect(inUse(account.iam)).toEqual({
        providers: { [PROVIDER]: { ClientIDList: ['sts.amazonaws.com'] } },
        roles: Object.fromEntries(ROLES.map((name) => [`face-match-proxy-${name}`, role(name)])),
        policies: Object.fromEntries(ROLES.map((name) => [policyArn(name), [filled(`${name}-policy`)]])),
      });
      expect(account.calls.filter((call) => !call.endsWith(' eu-west-1 eu-west-1'))).toEqual([]);
    },
  );

  test('says where each role is written down at GitHub', async () => {
    const output = await (await Account.empty()).run(GIVEN);
    for (const name of ROLES)
      expect(output).toMatch(new RegExp(`${name.toUpperCase()}_ROLE_ARN .*arn:aws:iam::${ACCOUNT}:role/face-match-proxy-${name}\\b`));
  });

  test('can be run again and again: nothing is made twice, and what was changed by hand is put right', async () => {
    const account = await Account.prepared();
    const first = inUse(account.iam);
    for (let run = 0; run < 5; run++) await account.run(GIVEN);
    expect(inUse(account.iam)).toEqual(first);
    const changed = account.iam;
    Object.assign(changed.roles['face-match-proxy-deploy'] ?? {}, { trust: { Statement: [] }, seconds: 43_200, AttachedPolicies: [] });
    account.iam = changed;
    await account.run(GIVEN);
    expect(inUse(account.iam)).toEqual(first);
  });

  test('leaves a provider that others made as it is', async () => {
    const account = await Account.empty();
    const providers = { [PROVIDER]: { ClientIDList: ['of-others', 'sts.amazonaws.com'] } };
    account.iam = { providers, policies: {}, roles: {} };
    await account.run(GIVEN);
    expect(account.iam.providers).toEqual(providers);
  });

  describe('with --dry-run', () => {
    test.each([
      ['an empty account', Account.empty],
      ['an account that has the roles', Account.prepared],
    ])('changes nothing in %s, and prints commands that do what it would have done', async (_, make) => {
      const account = await make();
      const before = account.iam;
      const printed = await account.run([...GIVEN, '--dry-run']);
      expect(account.changes).toEqual([]);
      expect(account.iam).toEqual(before);
      const script = path.join(mkdtempSync(path.join(tmpdir(), 'face-match-proxy-printed-')), 'printed.sh');
      writeFileSync(script, `set -eu\n${printed}`);
      await account.run([], { script });
      const other = await make();
      await other.run(GIVEN);
      expect(account.iam).toEqual(other.iam);
      expect(account.changes.map((call) => call.split(' ')[1])).toEqual(other.changes.map((call) => call.split(' ')[1]));
    });
  });

  describe('changes nothing, and says why,', () => {
    const failing = async (account: Account, parameters: readonly string[] = GIVEN): Promise<string> => {
      try {
        await account.run(parameters);
      } catch (error) {
        expect(account.changes).toEqual([]);
        return (error as Error & { stderr: string }).stderr;
      }
      throw new Error('It did not fail.');
    };

    test.each([
      [
        'attached',
        { AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
        /face-match-proxy-smoke .*AdministratorAccess/,
      ],
      ['inline', { PolicyNames: ['more'] }, /face-match-proxy-smoke .*more/],
    ])('where a role has a policy besides its own (%s), which would let the pipeline do more', async (_, more, message) => {
      const account = await Account.prepared();
      const changed = account.iam;
      Object.assign(changed.roles['face-match-proxy-smoke'] ?? {}, more);
      account.iam = changed;
      expect(await failing(account)).toMatch(message);
    });

    test('where GitHub’s provider is there for another audience, since other roles may count on that', async () => {
      const account = await Account.empty();
      account.iam = { providers: { [PROVIDER]: { ClientIDList: ['of-others'] } }, policies: {}, roles: {} };
      expect(await failing(account)).toMatch(/sts\.amazonaws\.com/);
    });

    test('where the credentials are of another account', async () => {
      expect(await failing(await Account.empty(), ['111122223333', 'eu-west-1', REPOSITORY])).toMatch(
        /account 999900001111, not of 111122223333/,
      );
    });

    test.each(['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])('in %s, a region of another partition', async (region) => {
      const account = await Account.empty();
      expect(await failing(account, [ACCOUNT, region, REPOSITORY])).toMatch(new RegExp(`${region}.*partition aws`));
      expect(account.calls).toEqual([]);
    });

    test.each([
      'bank/face.match',
      'bank@4711/face.match',
      'bank/face.match@815',
      'bank@0/face.match@815',
      'bank@4711/face.match@0815',
      'bank@4711/face.match@815:environment:prod',
      'bank@4711/*@815',
      '-bank@4711/face.match@815',
      'bank@4711/a/b@815',
      'bank@4711/face|match@815',
      'bank@4711/face.match@815\nbank@1/other@2',
      'your-organisation@111111111/your-repository@000000000',
      'your-organisation@4711/your-repository@815',
    ])('for the repository %j, which is not one with its numbers', async (repository) => {
      const account = await Account.empty();
      expect(await failing(account, [ACCOUNT, 'eu-west-1', repository])).toMatch(/gh api repos\/.*owner\.id/);
      expect(account.calls).toEqual([]);
    });

    test.each([
      [[]],
      [[ACCOUNT, 'eu-west-1']],
      [[...GIVEN, '--dry']],
      [[...GIVEN, 'prod']],
      [['eu-west-1', ACCOUNT, REPOSITORY]],
      [[ACCOUNT, '', REPOSITORY]],
    ])('when called with %j', async (parameters) => {
      expect(await failing(await Account.empty(), parameters)).toContain('usage: pipeline/roles.sh');
    });
  });

  test.each([
    ['get-open-id-connect-provider', 0],
    ['get-role', 0],
    ['get-policy', 1],
    ['create-policy', 1],
    ['create-role', 2],
    ['attach-role-policy', 3],
  ])('ends at a refusal of %s, and says it', async (refused, changes) => {
    const account = await Account.empty();
    await expect(account.run(GIVEN, { refused })).rejects.toThrow(/AccessDenied/);
    expect(account.changes.filter((call) => !call.includes(` ${refused} `))).toHaveLength(changes);
  });

  test.each([['--help'], ['-h']])('says what it does when called with %s, and calls nothing', async (flag) => {
    const account = await Account.empty();
    const output = await account.run([...GIVEN, flag]);
    expect(account.calls).toEqual([]);
    for (const word of ['<account>', '<region>', '<repository>', '--dry-run', '--help', 'docs/pipeline.md']) expect(output).toContain(word);
  });
});
