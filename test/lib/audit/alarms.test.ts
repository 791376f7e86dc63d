import { AUDIT_ALARMS, RULES_FAIL, SILENCE, type Watched } from '../../../lib/audit/alarm-table';
import { type Config, readConfig } from '../../../lib/config/config';
import type { AuditTrailSettings } from '../../../lib/config/parts';
import { RUNBOOK, SEVERITY_WORDS } from '../../../lib/monitoring/alarm-row';
import { concrete } from '../../support/stack-policies';
import { checked, synthesize, synthesizeStage } from '../../support/template';
import { countedBy } from '../../support/trail-counts';
import {
  API_GATEWAY,
  invocation,
  onBucket,
  onFunction,
  onKey,
  onLogGroup,
  onObject,
  onTrail,
  sessionOf,
  type TrailEvent,
  USER,
} from '../../support/trail-events';

const REPLACERS = ['arn:aws:iam::999900001111:role/Corrections', 'arn:aws:iam::999900001111:role/staff/Corrections'];
const prod = synthesize(withReplacers(), 'prod');
const id = (type: string, pattern: RegExp): string => prod.of(type).find(([each]) => pattern.test(each))?.[0] ?? '';
const arn = (type: string, pattern: RegExp) => concrete({ 'Fn::GetAtt': [id(type, pattern), 'Arn'] }, prod.resources) as string;

const PHOTOS = id('AWS::S3::Bucket', /Faces/);
const LAMBDA = id('AWS::Lambda::Function', /./);
const TRAIL = id('AWS::CloudTrail::Trail', /./);
/** The alarms of the stage: all of the table but the one that is only counted, and the one on what the stage does not have. */
const FIRING = AUDIT_ALARMS.filter(({ id: name }) => name !== 'photo-erased' && name !== 'verdict-changed');
const FUNCTION = sessionOf(concrete(prod.one('AWS::Lambda::Function').Role, prod.resources) as string);
/** The role of the app's own synthesizer, and that of the rollout. */
const EXECUTION = 'arn:aws:iam::999900001111:role/cdk-hnb659fds-cfn-exec-role-999900001111-eu-central-1';
const ROLLOUT = arn('AWS::IAM::Role', /RolloutRole/);
const HUMAN = sessionOf('arn:aws:iam::999900001111:role/Administrator');

/** The settings of production, with roles that may overwrite a photo. */
function withReplacers(auditTrail: Partial<AuditTrailSettings> = {}): Config {
  const config = readConfig({ stage: 'prod' });
  const operators = config.operators && { ...config.operators, replace: REPLACERS };
  return { ...config, operators, auditTrail: { ...config.auditTrail, ...auditTrail } };
}

/** A session that a service of AWS took on. */
function deployed(service: string, role: string): TrailEvent['userIdentity'] {
  return { ...sessionOf(role), invokedBy: `${service}.amazonaws.com` };
}

const face = (name: string, who: TrailEvent['userIdentity']): TrailEvent => onObject(name, PHOTOS, 'faces/alice', who);

describe('counted, with an alarm where the settings want one, is', () => {
  test.each<[string, TrailEvent, string]>([
    ...REPLACERS.flatMap((role) =>
      ['PutObject', 'CompleteMultipartUpload', 'PostObject'].map((name): [string, TrailEvent, string] => [
        `${name} by ${role}`,
        face(name, sessionOf(role)),
        'photo-replaced',
      ]),
    ),
    ...['DeleteObject', 'DeleteObjects'].map((name): [string, TrailEvent, string] => [name, face(name, HUMAN), 'photo-erased']),
    ['a photo that an administrator reads', face('GetObject', HUMAN), 'photo-read-by-others'],
    ['one that a user without a session reads', face('GetObject', USER), 'photo-read-by-others'],
    ['an attempt that is denied', { ...face('GetObject', HUMAN), errorCode: 'AccessDenied' }, 'photo-read-by-others'],
    ['a look whether there is one', face('HeadObject', HUMAN), 'photo-read-by-others'],
    ['attributes of one', face('GetObjectAttributes', HUMAN), 'photo-read-by-others'],
    ['a copy to another bucket', onObject('CopyObject', 'elsewhere', 'x', HUMAN), 'photo-read-by-others'],
    [
      'a session of another role with the function’s name',
      face('GetObject', sessionOf('arn:aws:iam::111122223333:role/x')),
      'photo-read-by-others',
    ],
    [
      'a session of a role that was made again under the name of the function’s',
      face('GetObject', sessionOf(arn('AWS::IAM::Role', /FunctionRole/), 'AROAREMADE')),
      'photo-read-by-others',
    ],
    ['an invocation by a person', invocation(HUMAN), 'function-invoked-directly'],
    [
      'an invocation by another service',
      invocation({ type: 'AWSService', invokedBy: 'events.amazonaws.com' }),
      'function-invoked-directly',
    ],
    ...['UpdateFunctionCode20150331v2', 'UpdateFunctionConfiguration20150331v2', 'AddPermission20150331v2', 'UpdateAlias20150331'].flatMap(
      (name) =>
        [LAMBDA, `arn:aws:lambda:eu-central-1:999900001111:function:${LAMBDA}`].map((named): [string, TrailEvent, string] => [
          `${name} on ${named}`,
          onFunction(name, named),
          'function-changed',
        ]),
    ),
    ...['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKey', 'CreateGrant', 'DisableKeyRotation'].flatMap((name) =>
      [/Faces/, /ServiceKey/].map((key): [string, TrailEvent, string] => [
        `${name} on ${key}`,
        onKey(name, arn('AWS::KMS::Key', key)),
        'key-changed',
      ]),
    ),
    ...[
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketVersioning',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutBucketEncryption',
      'PutBucketLifecycle',
      'DeleteBucketLifecycle',
      'PutBucketReplication',
      'PutBucketLogging',
    ].map((name): [string, TrailEvent, string] => [`${name} on the photos`, onBucket(name, PHOTOS), 'photo-bucket-changed']),
    ['PutBucketPolicy on the trail’s files', onBucket('PutBucketPolicy', id('AWS::S3::Bucket', /TrailFiles/)), 'audit-trail-changed'],
    ['PutBucketPolicy on the access log', onBucket('PutBucketPolicy', id('AWS::S3::Bucket', /AccessLog/)), 'audit-trail-changed'],
    ...['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'].flatMap((name): [string, TrailEvent, string][] => [
      [`${name} by name`, onTrail(name, TRAIL), 'audit-trail-changed'],
      [`${name} by ARN`, onTrail(name, `arn:aws:cloudtrail:eu-central-1:999900001111:trail/${TRAIL}`), 'audit-trail-changed'],
    ]),
    ...['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteMetricFilter', 'DeleteSubscriptionFilter', 'DisassociateKmsKey'].flatMap((name) =>
      [/AuditTrailLog/, /FunctionLog/].map((group): [string, TrailEvent, string] => [
        `${name} on ${group}`,
        onLogGroup(name, id('AWS::Logs::LogGroup', group)),
        'audit-log-changed',
      ]),
    ),
  ])('%s', (_, event, alarm) => expect(countedBy(event, prod)).toEqual([alarm]));
});

describe('counted by none is', () => {
  test.each<[string, TrailEvent]>([
    ['the function that reads a photo', face('GetObject', FUNCTION)],
    ['an enrolment', face('PutObject', HUMAN)],
    ['a replacement that S3 refuses', { ...face('PutObject', sessionOf(REPLACERS[0] ?? '')), errorCode: 'AccessDenied' }],
    ['an erasure that S3 refuses', { ...face('DeleteObject', HUMAN), errorCode: 'AccessDenied' }],
    ['the listing before an erasure', face('ListObjectVersions', HUMAN)],
    ['API Gateway that invokes the function', invocation(API_GATEWAY)],
    ['a deployment of the function', onFunction('UpdateFunctionCode20150331v2', LAMBDA, deployed('cloudformation', EXECUTION))],
    ['a rollout of a version', onFunction('UpdateAlias20150331', LAMBDA, deployed('codedeploy', ROLLOUT))],
    ['a change of another function', onFunction('UpdateFunctionCode20150331v2', 'another')],
    ['a change of another bucket', onBucket('PutBucketPolicy', 'another')],
    ['a change of another key', onKey('PutKeyPolicy', 'arn:aws:kms:eu-central-1:999900001111:key/another')],
    ['KMS’s own rotation', onKey('RotateKey', arn('AWS::KMS::Key', /Faces/))],
    ['a change of another trail', onTrail('StopLogging', 'another')],
    ['a stream that the function makes', onLogGroup('CreateLogStream', id('AWS::Logs::LogGroup', /FunctionLog/))],
    ['a change of another log group', onLogGroup('DeleteLogGroup', 'another')],
  ])('%s', (_, event) => expect(countedBy(event, prod)).toEqual([]));
});

describe('a photo that is', () => {
  const firing = (config: Config): string[] =>
    synthesize(config)
      .of('AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties.MetricName)
      .filter((name) => /^photo-(?:replaced|erased)$/.test(name));

  test('replaced sets off an alarm, and one that is erased does not, unless the settings say otherwise', () => {
    expect(firing(withReplacers())).toEqual(['photo-replaced']);
    expect(firing(withReplacers({ replacedPhotos: 'counted-without-an-alarm' }))).toEqual([]);
    expect(firing(withReplacers({ erasedPhotos: 'alarm' }))).toEqual(['photo-replaced', 'photo-erased']);
  });

  test('replaced is counted under one name for all roles, whether an alarm fires or not', () => {
    for (const replacedPhotos of ['alarm', 'counted-without-an-alarm'] as const) {
      const stage = synthesize(withReplacers({ replacedPhotos }));
      const filters = stage.of('AWS::Logs::MetricFilter').flatMap(([, { Properties }]) => Properties.MetricTransformations);
      const own = filters.filter(({ MetricName }) => MetricName === 'photo-replaced');
      expect(own).toEqual([own[0], own[0]]);
    }
  });

  test('put by a role that may not overwrite is no replacement', () => {
    expect(countedBy(face('PutObject', sessionOf(readConfig({ stage: 'prod' }).operators?.enrol[0] ?? '')), prod)).toEqual([]);
  });

  test('replaced has nothing to count where no one may overwrite', () => {
    const none = synthesizeStage('prod');
    expect(
      none
        .of('AWS::Logs::MetricFilter')
        .map(([id]) => id)
        .join(),
    ).not.toContain('photoreplaced');
    expect(JSON.stringify(none.template)).not.toContain('photo-replaced');
  });
});

describe('each alarm', () => {
  const articles = [...FIRING, SILENCE, RULES_FAIL].map(({ id: name }) => `${RUNBOOK}#${name}`);
  const articleOf = (description: string) => description.split(' ').at(-1) ?? '';
  const alarms = prod
    .of('AWS::CloudWatch::Alarm')
    .filter(([, { Properties }]) => articles.includes(articleOf(Properties.AlarmDescription)));

  test('fires at the first event, and not when there is none', () => {
    for (const row of FIRING) {
      const own = alarms.map(([, { Properties }]) => Properties).find(({ MetricName }) => MetricName === row.id);
      expect(own).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1 });
      expect(own).toMatchObject({ Statistic: 'Sum', Period: 300, TreatMissingData: 'notBreaching' });
    }
  });

  test('on silence fires when nothing came for a day', () => {
    expect(alarms.map(([, { Properties }]) => Properties).find(({ Namespace }) => Namespace === 'AWS/Logs')).toMatchObject({
      MetricName: 'IncomingLogEvents',
      Dimensions: [{ Name: 'LogGroupName', Value: { Ref: id('AWS::Logs::LogGroup', /AuditTrailLog/) } }],
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Period: 86_400,
      TreatMissingData: 'breaching',
    });
  });

  test('says in its description what happened, whether it wakes somebody, and where its article is', () => {
    expect(alarms).toHaveLength(FIRING.length + 2);
    for (const { id: name, says, severity = 'page' } of [...FIRING, SILENCE, RULES_FAIL]) {
      const own = alarms.find(([, { Properties }]) => articleOf(Properties.AlarmDescription) === `${RUNBOOK}#${name}`);
      const fires = name === SILENCE.id ? 'none within 24 hours' : '1 or more within 5 minutes';
      expect(own?.[1].Properties.AlarmDescription).toContain(`${says} Fires at ${fires}. ${SEVERITY_WORDS[severity]} `);
    }
  });

  test('has a metric of its stack', () => {
    const namespaces = (stage: typeof prod) =>
      stage
        .of('AWS::Logs::MetricFilter')
        .filter(([each]) => /Audit/.test(each))
        .map(([, { Properties }]) => Properties.MetricTransformations[0].MetricNamespace);
    const other = synthesize(checked({ auditTrail: { trail: 'on' } }), 'another');
    expect(new Set([...namespaces(prod), ...namespaces(other)]).size).toBe(2);
  });
});

test('no pattern is longer than CloudWatch Logs takes, with the longest names that CloudFormation gives', () => {
  const longest = 'n'.repeat(128);
  const role = `arn:aws:iam::999900001111:role/${'n'.repeat(64)}`;
  const key = `arn:aws:kms:ap-southeast-1:999900001111:key/${'n'.repeat(36)}`;
  const watched: Watched = {
    functionRoleId: 'A'.repeat(21),
    functionRoleArn: role,
    functionName: 'f'.repeat(64),
    replacerRoleArns: [1, 2, 3].map((at) => `arn:aws:iam::999900001111:role/${'n'.repeat(575)}${at}`),
    photoBucket: 'n'.repeat(63),
    photoKeyArn: key,
    serviceKeyArn: key,
    recordBuckets: ['n', 'm'].map((each) => each.repeat(63)),
    trailName: longest,
    auditLogGroup: longest,
    functionLogGroup: longest,
    verdictLogGroup: longest,
    verdict: {
      functionName: 'f'.repeat(64),
      functionRoleArn: role,
      restApiId: 'a'.repeat(10),
      tableName: 'n'.repeat(255),
      secretName: 'n'.repeat(77),
    },
    roleNames: [...'abcdefghijkl'].map((each) => each.repeat(64)),
    applicationName: longest,
    stackName: longest,
    startsDeployments: role,
    policyArns: [1, 2, 3].map((at) => `arn:aws:iam::999900001111:policy/${longest}${at}`),
    region: 'ap-southeast-1',
    restApiId: 'a'.repeat(10),
    domainName: 'n'.repeat(64),
    firewall: { id: 'n'.repeat(36), arn: `arn:aws:wafv2:ap-southeast-1:999900001111:regional/webacl/${longest}/${'n'.repeat(36)}` },
    userPoolId: 'n'.repeat(55),
    tableName: 'n'.repeat(255),
    secretName: 'n'.repeat(77),
    // The length that a role of a company may have; that of CDK's bootstrap has 64 characters.
    deployment: { roleArn: role, service: 'cloudformation.amazonaws.com' },
    rollout: { roleArn: role, service: 'codedeploy.amazonaws.com' },
    alarmPrefix: longest,
    rulePrefix: 'n'.repeat(24),
    topicArns: [`arn:aws:sns:ap-southeast-1:999900001111:${'n'.repeat(256)}`],
  };
  for (const { id: name, patterns } of AUDIT_ALARMS) {
    expect(patterns(watched).length).toBeGreaterThan(0);
    for (const pattern of patterns(watched)) expect([name, Math.max(pattern.length, 1024)]).toEqual([name, 1024]);
  }
});
