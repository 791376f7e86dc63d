import { createTelemetry } from '../../../lambda/telemetry/telemetry';
import { AUDIT_LINES } from '../../../lib/audit/lines';
import { matchesPattern } from '../../support/filter-pattern';
import { concrete } from '../../support/stack-policies';
import { checked, synthesize } from '../../support/template';

const STREAM = 'arn:aws:kinesis:eu-central-1:999900001111:stream/audit';
const FIREHOSE = 'arn:aws:firehose:eu-central-1:999900001111:deliverystream/audit';
const FUNCTION = 'arn:aws:lambda:eu-central-1:999900001111:function:audit';
const DESTINATION = 'arn:aws:logs:eu-central-1:222233334444:destination:audit';

const sentTo = (linesTo: Record<string, string>) => synthesize(checked({ auditTrail: { linesTo } }));

test.each([
  ['stream', STREAM, ['kinesis:PutRecord', 'kinesis:PutRecords']],
  ['firehose', FIREHOSE, ['firehose:PutRecord', 'firehose:PutRecordBatch']],
])('audit lines go on to a %s by a role that can do that and no more, for this log group alone', (member, arn, actions) => {
  const stage = sentTo({ [member]: arn });
  const [[groupId] = ['']] = stage.of('AWS::Logs::LogGroup').filter(([id]) => id.includes('FunctionLog'));
  const filter = stage.one('AWS::Logs::SubscriptionFilter');
  expect(filter).toMatchObject({ FilterPattern: AUDIT_LINES, DestinationArn: arn, LogGroupName: { Ref: groupId } });
  expect(filter.RoleArn['Fn::GetAtt'][0]).toMatch(/AuditLinesSender/);
  expect(stage.of('AWS::Logs::SubscriptionFilter')[0]?.[1].DependsOn).toEqual([expect.stringMatching(/SenderPolicy/)]);
  expect(stage.one('AWS::IAM::ManagedPolicy', /AuditLines/).PolicyDocument.Statement).toEqual([
    { Sid: 'SendLines', Effect: 'Allow', Action: actions, Resource: arn },
  ]);
  const [trust] = concrete(stage.one('AWS::IAM::Role', /AuditLines/).AssumeRolePolicyDocument.Statement, stage.resources) as [
    { Principal: unknown; Condition: { ArnLike: { 'aws:SourceArn': string[] } } },
  ];
  expect(trust.Principal).toEqual({ Service: 'logs.amazonaws.com' });
  expect(trust.Condition.ArnLike['aws:SourceArn'].at(-1)).toBe(`arn:aws:logs:eu-central-1:999900001111:log-group:${groupId}`);
});

test('audit lines go on to a function that lets this log group alone call it', () => {
  const stage = sentTo({ function: FUNCTION });
  const [[, permission] = ['', undefined]] = stage.of('AWS::Lambda::Permission').filter(([id]) => id.includes('AuditLines'));
  expect(permission?.Properties).toMatchObject({
    FunctionName: FUNCTION,
    Principal: 'logs.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [expect.stringMatching(/FunctionLog/), 'Arn'] },
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
  expect(stage.one('AWS::Logs::SubscriptionFilter').RoleArn).toBeUndefined();
});

test('audit lines go on to another account by its destination, without a role', () => {
  const stage = sentTo({ destination: DESTINATION });
  expect(stage.one('AWS::Logs::SubscriptionFilter')).toMatchObject({ DestinationArn: DESTINATION });
  expect(stage.of('AWS::IAM::Role').filter(([id]) => id.includes('AuditLines'))).toEqual([]);
});

test('the subscription takes the audit lines that the function writes, and none of the others', () => {
  const lines: object[] = [];
  const note = (_: string, fields: object): number => lines.push(fields);
  const metrics = {
    singleMetric: () => metrics,
    addMetric: () => metrics,
    addDimension: () => metrics,
    publishStoredMetrics: () => metrics,
  };
  const telemetry = createTelemetry({ info: note, warn: note, error: note } as never, metrics as never, '7');
  telemetry.received({ requestId: 'r', operation: 'start-transaction', subject: 's' });
  telemetry.audit({ requestId: 'r', subject: 's', workflowId: 'w', kind: 'face', version: 'v' });
  telemetry.request({ requestId: 'r', operation: 'start-transaction', outcome: 'ok', status: 200, totalMs: 1 });
  expect(lines.map((line) => matchesPattern(AUDIT_LINES, line))).toEqual([false, true, false]);
});
