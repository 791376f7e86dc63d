import { compareVersions } from '../../ops/doctor/versions';
import { read } from '../docs/documents';
import { readChangelog, UNRELEASED } from './changelog';
import { KEPT_VERSIONS, keptStage, keptStages } from './kept';
import { recordStage, type StageRecord, stageWith } from './stage-record';
import { isNamed } from './steps';
import { effectsOfUpdate } from './update';

const CHANGELOG = readChangelog(read('CHANGELOG.md'));
const NEWEST = KEPT_VERSIONS.at(-1) ?? '';

/** Today's template of a kept stage. */
const today = ({ settings }: StageRecord, name: string): StageRecord => recordStage(settings, stageWith(settings, name));

describe.each(KEPT_VERSIONS.flatMap((version) => keptStages(version).map((name) => [version, name] as const)))(
  'a stage that was deployed with version %s, for %s',
  (version, name) => {
    const before = keptStage(version, name);
    const effects = effectsOfUpdate(before, today(before, name));

    test('loses nothing by an update to this version: what holds data is neither replaced nor removed', () => {
      expect(effects.filter(({ kind }) => kind === 'loses').map(({ says }) => says)).toEqual([]);
    });

    test('changes nothing that its users hold, or may end data earlier, without a word in the changelog', () => {
      const since = CHANGELOG.filter((section) => section.name === UNRELEASED || compareVersions(section.name, version) > 0);
      const unnamed = effects.filter((effect) => effect.kind === 'changes' && !since.some((section) => isNamed(section, effect.name)));
      expect(unnamed.map((effect) => `${effect.says} Name \`${effect.name}\` under Before you deploy.`)).toEqual([]);
    });
  },
);

test('what is kept of a stage has everything that holds data, and what users know by its address', () => {
  const types = (name: string) => new Set(Object.values(keptStage(NEWEST, name).resources).map(({ Type }) => Type));
  expect([...types('production')]).toEqual(
    expect.arrayContaining([
      ...['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::CloudTrail::Trail'],
      ...['AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient', 'AWS::DynamoDB::Table', 'AWS::IAM::Role', 'AWS::KMS::Key'],
      ...['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::SNS::Topic'],
    ]),
  );
});

type Template = { resources: Record<string, Record<string, unknown> & { Type: string; Properties: Record<string, unknown> }> } & {
  outputs: Record<string, unknown>;
  terminationProtection: boolean;
};

/** A change of the one resource of a type whose logical id matches. */
const change =
  (type: string, id: RegExp, by: (resource: Template['resources'][string], all: Template['resources'], id: string) => void) =>
  ({ resources }: Template): void => {
    const found = Object.entries(resources).filter(([logicalId, { Type }]) => Type === type && id.test(logicalId));
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type} match ${id}`);
    by(found[0][1], resources, found[0][0]);
  };
const set = (type: string, id: RegExp, name: string, value: unknown) =>
  change(type, id, ({ Properties }) => {
    Properties[name] = value;
  });
const remove = (type: string, id: RegExp) =>
  change(type, id, (_, all, logicalId) => {
    delete all[logicalId];
  });
const rename = (type: string, id: RegExp) =>
  change(type, id, (resource, all, logicalId) => {
    delete all[logicalId];
    all[`Other${logicalId}`] = resource;
  });

const PHOTOS = /FacesPhotos/;

/** Broken on purpose: what each change of the template would do to a stage in production. */
const BREAKS: readonly (readonly [what: string, by: (template: Template) => void, kind: 'loses' | 'changes', says: RegExp])[] = [
  [
    'the bucket of photos gets a name',
    set('AWS::S3::Bucket', PHOTOS, 'BucketName', 'photos'),
    'loses',
    /Bucket\w+ \(AWS::S3::Bucket\) is replaced by another one, since BucketName/,
  ],
  [
    'the bucket of photos gets another logical id',
    rename('AWS::S3::Bucket', PHOTOS),
    'loses',
    /PhotosBucket\w+ .* is removed, or has another logical id/,
  ],
  ['the key of photos is removed', remove('AWS::KMS::Key', PHOTOS), 'loses', /PhotosKey\w+ .* is removed/],
  [
    'the key of photos is for several regions',
    set('AWS::KMS::Key', PHOTOS, 'MultiRegion', true),
    'loses',
    /AWS refuses to change MultiRegion/,
  ],
  ['photos are encrypted with another key', set('AWS::S3::Bucket', PHOTOS, 'BucketEncryption', {}), 'changes', /BucketEncryption changes/],
  [
    'photos expire earlier',
    set('AWS::S3::Bucket', PHOTOS, 'LifecycleConfiguration', { Rules: [] }),
    'changes',
    /LifecycleConfiguration changes/,
  ],
  [
    'logs are kept for less time',
    set('AWS::Logs::LogGroup', /FunctionLog(?!98)/, 'RetentionInDays', 1),
    'changes',
    /RetentionInDays changes/,
  ],
  [
    'a log group gets a name',
    set('AWS::Logs::LogGroup', /AuditTrailLog/, 'LogGroupName', 'trail'),
    'loses',
    /TrailLog\w+ .* since LogGroupName/,
  ],
  ['the table of starts is removed', remove('AWS::DynamoDB::Table', /Transactions/), 'loses', /TransactionsTable\w+ .* is removed/],
  [
    'the key of a table has another type',
    set('AWS::DynamoDB::Table', /Transactions/, 'AttributeDefinitions', [{ AttributeName: 'id', AttributeType: 'B' }]),
    'loses',
    /since AttributeDefinitions/,
  ],
  ['a table has another key', set('AWS::DynamoDB::Table', /Transactions/, 'KeySchema', []), 'loses', /since KeySchema/],
  [
    'records of starts end earlier',
    set('AWS::DynamoDB::Table', /Transactions/, 'TimeToLiveSpecification', {}),
    'changes',
    /TimeToLiveSpecification changes/,
  ],
  ['the secret gets a name', set('AWS::SecretsManager::Secret', /ProxyCredentials/, 'Name', 'key'), 'loses', /since Name/],
  [
    'the pool distinguishes upper and lower case',
    set('AWS::Cognito::UserPool', /./, 'UsernameConfiguration', { CaseSensitive: true }),
    'loses',
    /AWS refuses to change UsernameConfiguration/,
  ],
  [
    'the pool becomes something else',
    change('AWS::Cognito::UserPool', /./, (pool) => {
      pool.Type = 'AWS::Cognito::IdentityPool';
    }),
    'loses',
    /becomes a resource of type AWS::Cognito::IdentityPool/,
  ],
  [
    'a key is deleted with the stack',
    change('AWS::KMS::Key', PHOTOS, (key) => {
      key.DeletionPolicy = 'Delete';
    }),
    'loses',
    /no longer retained: DeletionPolicy is Delete/,
  ],
  [
    'a bucket is deleted when it is replaced',
    change('AWS::S3::Bucket', PHOTOS, (bucket) => {
      delete bucket.UpdateReplacePolicy;
    }),
    'loses',
    /UpdateReplacePolicy is Delete/,
  ],
  [
    'a bucket is kept as a snapshot',
    change('AWS::S3::Bucket', PHOTOS, (bucket) => {
      bucket.DeletionPolicy = 'Snapshot';
    }),
    'loses',
    /DeletionPolicy is Snapshot/,
  ],
  [
    'the app client gets a secret',
    set('AWS::Cognito::UserPoolClient', /./, 'GenerateSecret', true),
    'changes',
    /The output UserPoolClientId has another value/,
  ],
  [
    'the pool gets another logical id, and its client with it',
    rename('AWS::Cognito::UserPool', /./),
    'changes',
    /The output UserPoolClientId .* replaced by another one, since UserPoolId/,
  ],
  [
    'the API for verdicts gets another logical id',
    rename('AWS::ApiGateway::RestApi', /Verdicts/),
    'changes',
    /The output VerdictsUrl has another value: ProxyVerdictsApi/,
  ],
  [
    'the stage of the API has another name',
    set('AWS::ApiGateway::Stage', /Verdicts/, 'StageName', 'v2'),
    'changes',
    /The output VerdictsUrl .* since StageName/,
  ],
  ['the host name is another', set('AWS::ApiGateway::DomainName', /./, 'DomainName', 'x.test'), 'changes', /DomainName\) is replaced/],
  [
    'the topic gets a name, and mail addresses have to be confirmed again',
    set('AWS::SNS::Topic', /./, 'TopicName', 'x'),
    'changes',
    /SNS::Topic\) is replaced/,
  ],
  [
    'the function’s role, which policies outside name, gets another path',
    set('AWS::IAM::Role', /^ProxyFunction/, 'Path', '/x/'),
    'changes',
    /IAM::Role\) is replaced/,
  ],
  [
    'an output is removed',
    ({ outputs }) => {
      delete outputs.FaceBucketName;
    },
    'changes',
    /The output FaceBucketName is removed/,
  ],
  [
    'an output says something else',
    ({ outputs }) => {
      outputs.FaceKeyTemplate = 'x/{subject}';
    },
    'changes',
    /The output FaceKeyTemplate has another value/,
  ],
  [
    'the stack can be deleted',
    (template) => {
      template.terminationProtection = false;
    },
    'changes',
    /can be deleted by one command/,
  ],
];

describe('the comparison notices that', () => {
  const now = keptStage(NEWEST, 'production');

  test.each(BREAKS)('%s', (_, by, kind, says) => {
    const after = JSON.parse(JSON.stringify(now)) as Template;
    by(after);
    const effects = effectsOfUpdate(now, after as unknown as StageRecord);
    expect(effects.filter((effect) => effect.kind === kind).map((effect) => effect.says)).toContainEqual(expect.stringMatching(says));
  });

  test.each<[string, (template: Template) => void]>([
    ['tags', set('AWS::S3::Bucket', PHOTOS, 'Tags', [{ Key: 'a', Value: 'b' }])],
    ['a policy', set('AWS::KMS::Key', PHOTOS, 'KeyPolicy', {})],
    [
      'another table',
      ({ resources }) => {
        resources.New = { Type: 'AWS::DynamoDB::Table', Properties: {} };
      },
    ],
    [
      'another output',
      ({ outputs }) => {
        outputs.New = 'x';
      },
    ],
  ])('%s lose nothing', (_, by) => {
    const after = JSON.parse(JSON.stringify(now)) as Template;
    by(after);
    expect(effectsOfUpdate(now, after as unknown as StageRecord)).toEqual([]);
  });
});
