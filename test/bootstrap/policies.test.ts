import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LARGEST_POLICY, POLICY_FILES } from '../../bootstrap/policy-files';
import { OWN_TAGS } from '../../lib/config/sections/stage';
import { concrete } from '../support/stack-policies';
import { STAGES as stages } from './stages';

const FOLDER = path.join(__dirname, '..', '..', 'bootstrap');

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const policy = (file: string): Statement[] => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')).Statement;
const permissions = Object.values(POLICY_FILES).flat();
const statements = Object.keys(POLICY_FILES).flatMap(policy);
const actions = statements.flatMap(({ Action }) => Action);

const united = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort();

describe('the policies of the deployment role', () => {
  test('cover each type of resource of each stage, and no other', () => {
    const deployed = new Set(stages.flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type)));
    const wanted = united([...deployed]);
    expect(united(permissions.flatMap(({ types }) => types))).toEqual(wanted);
    const served = permissions.flatMap(({ types, actions: all }) =>
      types.filter((type) => all.every((each) => each.startsWith(serviceOf(type)))),
    );
    expect(united(served)).toEqual(wanted);
  });

  test.each([...Object.keys(POLICY_FILES), 'permissions-boundary.json', 'permissions-boundary-logging.json', 'boundary-required.json'])(
    '%s is small enough for IAM',
    (file) => {
      expect(readFileSync(path.join(FOLDER, file), 'utf8').replace(/\s/g, '').length).toBeLessThanOrEqual(LARGEST_POLICY);
    },
  );

  test('allow no action by wildcard, and on every resource only what must name none or our tag', () => {
    const namesNone =
      /^logs:\w*(?:ResourcePolic|IndexPolicies|LogGroups|LogDeliver|QueryDefinition)|^cloudwatch:DescribeAlarms$|^codedeploy:StopDeployment$/;
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const everywhere = statements.filter(({ Resource }) => [Resource].flat().includes('*'));
    const free = everywhere.filter(({ Condition }) => Condition === undefined).flatMap(({ Action }) => Action);
    expect(free.filter((action) => !namesNone.test(action))).toEqual([]);
    for (const { Condition } of everywhere.filter(({ Condition }) => Condition !== undefined)) {
      expect(Condition).toEqual({ StringEquals: { 'aws:RequestTag/application': 'face-match-proxy' } });
    }
    expect(OWN_TAGS).toContain('application');
  });

  test('read no photo and no secret, use a key through the service that needs it alone, and call no function', () => {
    for (const denied of ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'lambda:InvokeFunction', 'dynamodb:PutItem']) {
      expect(actions).not.toContain(denied);
    }
    const through = (action: string) =>
      statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Condition }) => Condition as unknown);
    const [tables, secrets] = ['dynamodb', 'secretsmanager'].map((name) => ({ 'kms:ViaService': `${name}.*.amazonaws.com` }));
    expect(through('kms:CreateGrant')).toEqual([{ Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringLike: tables }]);
    expect(through('kms:Decrypt')).toEqual([{ StringLike: secrets }, { StringLike: tables }]);
    expect(through('kms:GenerateDataKey')).toEqual([{ StringLike: secrets }]);
    const objects = statements.filter(({ Action }) => [Action].flat().some((action) => /^s3:[A-Z][a-z]+Object/.test(action)));
    expect(objects.map(({ Resource }) => Resource)).toEqual([['arn:aws:s3:::cdk-*-assets-*/*']]);
  });

  test('give roles no inline policy and no policy but the stack’s own, and hand them to the services that take them alone', () => {
    expect(actions).not.toContain('iam:PutRolePolicy');
    const of = (action: string) => statements.filter(({ Action }) => [Action].flat().includes(action));
    expect(of('iam:AttachRolePolicy')).toEqual([
      expect.objectContaining({ Condition: { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::*:policy/FaceMatchProxy-*' } } }),
    ]);
    expect(of('iam:PassRole')).toEqual([
      expect.objectContaining({
        Condition: {
          StringEquals: {
            'iam:PassedToService': ['apigateway', 'cloudtrail', 'codedeploy', 'events', 'lambda', 'logs'].map(
              (service) => `${service}.amazonaws.com`,
            ),
          },
        },
      }),
    ]);
  });

  test('name the log groups, buckets and secrets as the templates do', () => {
    const resources = statements.flatMap(({ Resource }) => Resource);
    for (const { template, resources: made } of stages) {
      for (const [id, { Type, Properties }] of Object.entries(made)) {
        const name = String(concrete(Properties?.LogGroupName ?? '', {})) || `FaceMatchProxy-x-${id}`;
        if (Type === 'AWS::Logs::LogGroup') expect(covered(resources, `arn:aws:logs:r:1:log-group:${name}`)).toBe(true);
        // Whether CloudFormation puts the stack's name before that of these resources is not documented: both are allowed.
        for (const made of [id, `FaceMatchProxy-x-${id}`]) {
          if (Type === 'AWS::SecretsManager::Secret') expect(covered(resources, `arn:aws:secretsmanager:r:1:secret:${made}-x`)).toBe(true);
          if (Type === 'AWS::WAFv2::WebACL') expect(covered(resources, `arn:aws:wafv2:r:1:regional/webacl/${made}-x/1`)).toBe(true);
        }
      }
      expect(template.Parameters.BootstrapVersion.Default).toMatch(/^\/cdk-bootstrap\/\w+\/version$/);
    }
  });
});

describe('the permissions boundary', () => {
  const bounds = policy('permissions-boundary.json');
  const loggingBounds = policy('permissions-boundary-logging.json');
  const granted = (isWanted: (id: string) => boolean) =>
    stages
      .flatMap((stage) => stage.of('AWS::IAM::ManagedPolicy').filter(([id]) => isWanted(id)))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
  const isLogging = (id: string) => id.includes('LoggingRole');

  test('holds every action of every role of the stacks but that of API Gateway’s logs, which has a separate one, and not one more', () => {
    const allowed = united(bounds.flatMap(({ Action }) => Action));
    expect(allowed).toEqual(united(granted((id) => !isLogging(id))));
    expect(united(loggingBounds.flatMap(({ Action }) => Action))).toEqual(united(granted(isLogging)));
    expect([...bounds, ...loggingBounds].every(({ Effect }) => Effect === 'Allow')).toBe(true);
  });

  test('lets no role read a log, and none write to another log than one of this project', () => {
    const onLogs = bounds.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('logs:')));
    expect(onLogs.flatMap(({ Action }) => Action)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(onLogs.map(({ Resource }) => Resource)).toEqual(['arn:aws:logs:*:*:log-group:FaceMatchProxy-*']);
  });
});

/** How actions of a type's own service begin. */
function serviceOf(type: string): string {
  const service = type.split('::')[1]?.toLowerCase() ?? '';
  return service === 'cognito' ? 'cognito-idp:' : `${service}:`;
}

/** Whether a pattern of a policy matches an ARN. */
function covered(patterns: readonly string[], arn: string): boolean {
  return patterns.some(
    (pattern) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*')}$`).test(arn) && pattern !== '*',
  );
}
