import { COMMAND_PERMISSIONS } from '../../docs/generate/operations/permissions';
import { read, section } from '../docs/documents';

interface Statement {
  readonly Effect: string;
  readonly Principal?: { readonly Federated: string };
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

const statements = (file: string): Statement[] => JSON.parse(read(`pipeline/roles/${file}.json`)).Statement;
const bootstrap = read('bootstrap/toolkit-template.json');
const REPOSITORY = 'your-organisation/your-repository';
const WORKFLOW = `${REPOSITORY}/.github/workflows/face-match-proxy.yml`;
const HOST = 'token.actions.githubusercontent.com';
const onMain = { [`${HOST}:job_workflow_ref`]: `${WORKFLOW}@refs/heads/main` };
/** Whom each role trusts, besides AWS as the audience and the repository by its id. */
const trusted = {
  // The number of a pull request is part of the name of its branch.
  diff: { subject: 'pull_request', equals: {}, others: { StringLike: { [`${HOST}:job_workflow_ref`]: `${WORKFLOW}@refs/pull/*/merge` } } },
  deploy: { subject: 'environment:prod', equals: onMain, others: {} },
  smoke: { subject: 'environment:prod-smoke', equals: onMain, others: {} },
} as const;

describe.each(['diff', 'deploy', 'smoke'] as const)('the pipeline’s role to %s', (role) => {
  test('trusts one kind of job of this workflow in one repository, by its name and its id, whose identity was made for AWS', () => {
    const [statement, ...others] = statements(`${role}-trust`);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' });
    expect(statement?.Principal?.Federated).toMatch(/:oidc-provider\/token\.actions\.githubusercontent\.com$/);
    const { subject, equals, others: more } = trusted[role];
    // Compared whole: a pattern in the subject would let other branches, or other repositories, in. A name can be given to another repository, its id not.
    const StringEquals = {
      [`${HOST}:aud`]: 'sts.amazonaws.com',
      // A repository that was made, renamed or moved since 15 July 2026 has the numbers in its subject, an older one may have:
      // https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
      [`${HOST}:sub`]: [`repo:${REPOSITORY}:${subject}`, `repo:your-organisation@111111111/your-repository@000000000:${subject}`],
      [`${HOST}:repository_id`]: '000000000',
      ...equals,
    };
    expect(statement?.Condition).toEqual({ StringEquals, ...more });
  });
});

describe.each(['diff', 'deploy'] as const)('the pipeline’s role to %s', (role) => {
  test('may take on roles of this project’s bootstrap, each by its name, and nothing else', () => {
    const [statement, ...others] = statements(`${role}-policy`);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'sts:AssumeRole' });
    expect(read('bootstrap/bootstrap.sh')).toContain('--qualifier fmproxy ');
    for (const arn of [statement?.Resource ?? []].flat()) {
      expect(arn).not.toContain('*');
      const [, name = ''] = /:role\/cdk-fmproxy-([\w-]+)-111122223333-eu-central-1$/.exec(arn) ?? [];
      expect(bootstrap).toContain(`cdk-\${Qualifier}-${name}-\${AWS::AccountId}-\${AWS::Region}`);
    }
  });
});

test('the role to try a stage may do what the smoke test asks of AWS, on its own stack, and nothing else', () => {
  const allowed = statements('smoke-policy');
  expect(allowed.flatMap(({ Action }) => Action)).toEqual([
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
  ]);
  for (const { Resource } of allowed) expect(Resource).toMatch(/FaceMatchProxy-prod[-/]\*$/);
  const { needs = [] } = COMMAND_PERMISSIONS.find(({ command }) => command === 'smoke') ?? {};
  const wanted = needs.flatMap(([actions]) => actions);
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((action) => !allowed.flatMap(({ Action }) => Action).includes(action))).toEqual([]);
});

test('the role of pull requests may look, and not deploy', () => {
  expect(statements('diff-policy').flatMap(({ Resource }) => Resource)).toEqual([
    'arn:aws:iam::111122223333:role/cdk-fmproxy-lookup-role-111122223333-eu-central-1',
  ]);
});

test('docs/pipeline.md says how to make all three, with the script that reads these files', () => {
  const step = section(read('docs/pipeline.md'), 'Set it up, once for each account');
  expect(step).toContain('pipeline/roles.sh');
  expect(step).not.toContain('aws iam create-role');
});
