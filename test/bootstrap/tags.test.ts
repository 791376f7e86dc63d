import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App } from 'aws-cdk-lib';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';
import { read } from '../docs/documents';
import { allowedByEither, identityPolicy } from '../support/stack-policies';
import { BARE, checked, UNTRACED } from '../support/template';
import { STAGES } from './stages';
import { TAG_PERMISSIONS } from './tag-permissions';

type Statements = Parameters<typeof identityPolicy>[1];

const ROLE = 'arn:aws:iam::999900001111:role/cdk-fmproxy-cfn-exec-role-999900001111-eu-central-1';
const OURS = { 'aws:RequestTag/application': 'face-match-proxy', 'aws:ResourceTag/application': 'face-match-proxy' };

const policies = ['api', 'data', 'watch'].map((part): Statements => JSON.parse(read(`bootstrap/execution-policy-${part}.json`)).Statement);
const deployment = identityPolicy(ROLE, policies.flat());

const specification = loadAwsServiceSpecSync();

/** The property of a type that holds its tags, where AWS lets it be tagged. */
function tagProperty(type: string): string | undefined {
  return specification.lookup('resource', 'cloudFormationType', 'equals', type).only().tagInformation?.tagPropertyName;
}

const resources = STAGES.flatMap((stage) => Object.entries(stage.resources));
const taggable = resources.filter(([, { Type }]) => tagProperty(Type) !== undefined);
const types = [...new Set(taggable.map(([, { Type }]) => Type))].sort();

describe('tags', () => {
  test('of every type that takes them are known here, with the permissions of its handler and their source', () => {
    expect(types.length).toBeGreaterThan(15);
    expect(types.filter((type) => !Object.hasOwn(TAG_PERMISSIONS, type))).toEqual([]);
  });

  test.each(types)(
    'of %s can be set, changed, read and removed by a deployment, on every stage, whether the template sets any or not',
    (type) => {
      const { actions = [], arn = String } = TAG_PERMISSIONS[type] ?? {};
      const ids = new Set(taggable.filter(([, { Type }]) => Type === type).map(([id]) => id));
      const calls = [...ids].flatMap((id) => actions.map((action) => ({ principal: ROLE, action, resource: arn(id), context: OURS })));
      expect(calls.length).toBeGreaterThan(0);
      expect(calls.filter((call) => !allowedByEither(call, deployment)).map(({ action, resource }) => `${action} on ${resource}`)).toEqual(
        [],
      );
    },
  );

  test('are on everything that takes them but the dashboard, which some regions cannot tag', () => {
    const bare = taggable.filter(([, { Type, Properties }]) => Properties?.[String(tagProperty(Type))] === undefined);
    expect([...new Set(bare.map(([, { Type }]) => Type))]).toEqual(['AWS::CloudWatch::Dashboard']);
    expect(bare).toHaveLength(taggable.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Dashboard').length);
  });

  test('are not on the stack itself, which would pass them on to the dashboard, even in an app without the project’s flags', () => {
    const app = new App({ ...BARE, context: { ...UNTRACED, 'aws:cdk:bundling-stacks': [] } });
    const stack = new FaceMatchProxyStack(app, 'FaceMatchProxy-test', { config: checked() });
    expect(app.synth().getStackByName(stack.stackName).tags).toEqual({});
  });
});
