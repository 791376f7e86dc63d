import type { Protection } from '../support/compliance-protection';
import { isRecorded } from '../support/recorded';
import { concrete } from '../support/stack-policies';
import type { Synthesized } from '../support/template';
import { countedBy } from '../support/trail-counts';
import { event, invocation, onApi, onFunction, onLogGroup, type TrailEvent, USER, withRole } from '../support/trail-events';

const FILTER = 'AWS::Logs::MetricFilter';
const ALARM = 'AWS::CloudWatch::Alarm';

const idOf = (stage: Synthesized, type: string, id = /^ProxyVerdicts/): string => stage.of(type).find(([each]) => id.test(each))?.[0] ?? '';

/** An alarm that fires at an event of the trail about a part of the verdict. Without the filter that names the part, it does not. */
function alarmOn(promise: string, metric: string, type: string, change: (id: string, stage: Synthesized) => TrailEvent): Protection {
  const of = (stage: Synthesized): TrailEvent => change(idOf(stage, type), stage);
  return {
    promise,
    holds: (stage) =>
      isRecorded(of(stage), stage) &&
      countedBy(of(stage), stage).includes(metric) &&
      stage.of(ALARM).some(([, { Properties }]) => Properties.MetricName === metric && Properties.AlarmActions?.length > 0),
    remove: (stage) => {
      for (const [id] of stage.of(FILTER)) {
        const one = { ...stage, of: () => [[id, stage.resources[id]]], resources: stage.resources } as unknown as Synthesized;
        if (countedBy(of(stage), one).includes(metric)) delete stage.template.Resources[id];
      }
    },
  };
}

/** An alarm on a metric of one of the functions. */
function alarmOnMetric(promise: string, alarm: string): Protection {
  const id = new RegExp(`MonitoringAlarms${alarm}[0-9A-F]{8}$`);
  return {
    promise,
    holds: (stage) => stage.of(ALARM).some(([each, { Properties }]) => id.test(each) && Properties.AlarmActions?.length > 0),
    remove: (stage) => {
      delete stage.template.Resources[idOf(stage, ALARM, id)];
    },
  };
}

const named = (id: string): string => `${id}-AbCdEfGhIjKl`;

/** What somebody is woken by when the verdict is changed, or cannot be trusted. */
export const VERDICT_WATCH_PROTECTIONS: readonly Protection[] = [
  alarmOn('a change of the table of transactions sets off an alarm', 'verdict-changed', 'AWS::DynamoDB::Table', (id) =>
    event('dynamodb', 'DeleteResourcePolicy', {
      requestParameters: { resourceArn: `arn:aws:dynamodb:eu-central-1:999900001111:table/${id}` },
    }),
  ),
  alarmOn('a change of the key that reads sets off an alarm', 'verdict-changed', 'AWS::SecretsManager::Secret', (id) =>
    event('secretsmanager', 'PutSecretValue', { requestParameters: { secretId: named(id) } }),
  ),
  alarmOn('a change of the function that answers sets off an alarm', 'function-changed', 'AWS::Lambda::Function', (id) =>
    onFunction('UpdateFunctionCode20150331v2', id),
  ),
  alarmOn(
    'a call of the function that answers past its API sets off an alarm',
    'function-invoked-directly',
    'AWS::Lambda::Function',
    (id, stage) => ({
      ...invocation(USER),
      resources: [{ type: 'AWS::Lambda::Function', ARN: `${concrete({ 'Fn::GetAtt': [id, 'Arn'] }, stage.resources)}:live` }],
    }),
  ),
  alarmOn('a change of the API that is asked sets off an alarm', 'api-changed', 'AWS::ApiGateway::RestApi', (id) =>
    onApi('UpdateRestApi', id),
  ),
  alarmOn(
    'the role of the function that answers, given to another function, sets off an alarm',
    'function-role-borrowed',
    'AWS::IAM::Role',
    (id) => withRole('CreateFunction20150331', 'another', `arn:aws:iam::999900001111:role/${id}`),
  ),
  alarmOn('a change of the role of the function that answers sets off an alarm', 'role-changed', 'AWS::IAM::Role', (roleName) =>
    event('iam', 'UpdateAssumeRolePolicy', { requestParameters: { roleName } }),
  ),
  alarmOn('a change of the log of the function that answers sets off an alarm', 'audit-log-changed', 'AWS::Logs::LogGroup', (id) =>
    onLogGroup('DeleteLogGroup', id),
  ),
  alarmOnMetric('starts that are not on record set off an alarm', 'StartUnrecorded'),
  alarmOnMetric('a result that cannot be read sets off an alarm', 'UnreadableResult'),
  alarmOnMetric('a refused key for reading sets off an alarm', 'ReadCredentialsRefused'),
  alarmOnMetric('questions without a verdict set off an alarm', 'VerdictUnavailable'),
  alarmOnMetric('a question with the transaction of somebody else sets off an alarm', 'VerdictOfSomebodyElse'),
];
