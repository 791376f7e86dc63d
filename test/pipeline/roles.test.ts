import { read } from '../docs/documents';
import { COMMAND_PERMISSIONS } from '../docs/operations-permissions';

interface Statement {
  readonly Effect: string;
  readonly Principal?: { readonly Federated: string };
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const statements = (file: string): Statement[] => JSON.parse(read(`pipeline/roles/${file}.json`)).Statement;
const bootstrap = read('node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml');
const subjects = {
  diff: 'repo:your-organisation/your-repository:pull_request',
  deploy: 'repo:your-organisation/your-repository:environment:prod',
};

describe.each(['diff', 'deploy'] as const)('the pipeline’s role to %s', (role) => {
  test('trusts one kind of job of one repository, whose identity was made for AWS', () => {
    const [statement, ...others] = statements(`${role}-trust`);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' });
    expect(statement?.Principal?.Federated).toMatch(/:oidc-provider\/token\.actions\.githubusercontent\.com$/);
    const host = 'token.actions.githubusercontent.com';
    // Compared whole: a pattern in the subject would let other branches, or other repositories, in.
    expect(statement?.Condition).toEqual({ StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: subjects[role] } });
  });

  test('may take on roles of this project’s bootstrap, each by its name', () => {
    const [statement] = statements(`${role}-policy`);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'sts:AssumeRole' });
    expect(read('bootstrap/bootstrap.sh')).toContain('--qualifier fmproxy ');
    for (const arn of [statement?.Resource ?? []].flat()) {
      expect(arn).not.toContain('*');
      const [, name = ''] = /:role\/cdk-fmproxy-([\w-]+)-111122223333-eu-central-1$/.exec(arn) ?? [];
      expect(bootstrap).toContain(`Fn::Sub: cdk-\${Qualifier}-${name}-\${AWS::AccountId}-\${AWS::Region}`);
    }
  });
});

test('the role of deployments may further do what the smoke test asks of AWS, on its own stack, and nothing else', () => {
  const [, ...others] = statements('deploy-policy');
  expect(others.flatMap(({ Action }) => Action)).toEqual([
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
  ]);
  for (const { Resource } of others) expect(Resource).toMatch(/FaceMatchProxy-prod[-/]\*$/);
  const { needs = [] } = COMMAND_PERMISSIONS.find(({ command }) => command === 'smoke') ?? {};
  const wanted = needs.flatMap(([actions]) => actions);
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((action) => !others.flatMap(({ Action }) => Action).includes(action))).toEqual([]);
});

test('the role of pull requests may look, and not deploy', () => {
  expect(statements('diff-policy')).toHaveLength(1);
  expect(statements('diff-policy').flatMap(({ Resource }) => Resource)).toEqual([
    'arn:aws:iam::111122223333:role/cdk-fmproxy-lookup-role-111122223333-eu-central-1',
  ]);
});

test('the look-up role decrypts nothing, as docs/pipeline.md says', () => {
  const lookup = bootstrap.slice(bootstrap.indexOf('  LookupRole:'), bootstrap.indexOf('  FilePublishingRoleDefaultPolicy:'));
  expect(lookup).toMatch(/ReadOnlyAccess/);
  expect(lookup).toMatch(/Effect: Deny[\s\S]*?kms:Decrypt|kms:Decrypt[\s\S]*?Effect: Deny/);
});

test('docs/pipeline.md makes both roles out of these files', () => {
  const document = read('docs/pipeline.md');
  expect(document).toContain('for ROLE in diff deploy; do');
  for (const part of ['trust', 'policy']) expect(document).toContain(`file://pipeline/roles/$ROLE-${part}.json`);
});
