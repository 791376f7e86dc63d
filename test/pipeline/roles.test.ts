import { COMMAND_PERMISSIONS } from '../../docs/generate/operations/permissions';
import { read } from '../docs/documents';

interface Statement {
  readonly Effect: string;
  readonly Principal?: { readonly Federated: string };
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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
      [`${HOST}:sub`]: `repo:${REPOSITORY}:${subject}`,
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

test('docs/pipeline.md makes all three roles out of these files', () => {
  const document = read('docs/pipeline.md');
  expect(document).toContain('for ROLE in diff deploy smoke; do');
  for (const part of ['trust', 'policy']) expect(document).toContain(`file://pipeline/roles/$ROLE-${part}.json`);
});
