import { every, first, type Protection } from '../support/compliance-protection';
import type { Synthesized } from '../support/template';

const ALARM = 'AWS::CloudWatch::Alarm';
const FILTER = 'AWS::Logs::MetricFilter';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** Whether events are counted and an alarm fires at the first of them and somebody gets a message. */
function fires(stage: Synthesized, metric: string): boolean {
  const counted = stage.of(FILTER).some(([, { Properties }]) => Properties.MetricTransformations[0]?.MetricName === metric);
  const alarm = stage.of(ALARM).find(([, { Properties }]) => Properties.MetricName === metric)?.[1].Properties;
  return counted && alarm?.Threshold === 1 && alarm?.AlarmActions?.length > 0;
}

/** A protection that consists of an alarm on events of the trail; without the filter that counts them it never fires. */
function alarmOn(promise: string, metric: string, controls: readonly string[] = []): Protection {
  return {
    promise,
    controls,
    holds: (stage) => fires(stage, metric),
    remove: (stage) => {
      const counting = stage.of(FILTER).filter(([, { Properties }]) => Properties.MetricTransformations[0].MetricName === metric);
      for (const [id] of counting) delete stage.template.Resources[id];
    },
  };
}

interface TopicStatement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: { readonly Service?: string };
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** What somebody is woken by, and what goes back by itself. */
export const WATCH_PROTECTIONS: readonly Protection[] = [
  alarmOn('a photo that anybody but the function reads sets off an alarm', 'photo-read-by-others'),
  alarmOn('a call of the function that does not come from the API sets off an alarm', 'function-invoked-directly'),
  alarmOn('a change of the function that is no deployment sets off an alarm', 'function-changed'),
  alarmOn('a deployment that somebody else starts sets off an alarm', 'deployed-by-others'),
  alarmOn('a change of a key or of its policy sets off an alarm', 'key-changed'),
  alarmOn('a change of the photos’ bucket or of its policy sets off an alarm', 'photo-bucket-changed'),
  alarmOn('a change of the record sets off an alarm', 'audit-trail-changed'),
  {
    promise: 'every alarm reaches somebody',
    controls: ['Security Hub CloudWatch.15', 'Security Hub CloudWatch.17', 'nag NIST.800.53.R5-CloudWatchAlarmAction'],
    holds: (stage) => every(stage, [ALARM], ({ Properties }) => Properties.AlarmActions?.length > 0 && Properties.ActionsEnabled !== false),
    remove: (stage) => {
      delete first(stage, ALARM).Properties.AlarmActions;
    },
  },
  {
    promise: 'alarms of this stack publish to the topic, and rules, which name no source; no one else does, and no one reads',
    controls: ['Security Hub SNS.4'],
    holds: (stage) =>
      every(stage, ['AWS::SNS::TopicPolicy'], ({ Properties }) =>
        Properties.PolicyDocument.Statement.every(
          ({ Effect, Action, Principal, Condition }: TopicStatement) =>
            Effect === 'Deny' ||
            (Action === 'sns:Publish' &&
              (Principal.Service === 'events.amazonaws.com' ||
                (Principal.Service === 'cloudwatch.amazonaws.com' && Condition?.ArnLike !== undefined))),
        ),
      ),
    remove: (stage) => {
      const { Statement } = first(stage, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument;
      Statement.find(({ Effect }: { Effect: string }) => Effect === 'Allow').Principal = '*';
    },
  },
  {
    promise: 'a release that makes an alarm fire is taken back',
    holds: (stage) =>
      every(
        stage,
        [GROUP],
        ({ Properties }) =>
          Properties.AutoRollbackConfiguration?.Events.includes('DEPLOYMENT_STOP_ON_ALARM') &&
          Properties.AlarmConfiguration?.Alarms.length > 0,
      ),
    remove: (stage) => {
      delete first(stage, GROUP).Properties.AutoRollbackConfiguration;
    },
  },
  {
    promise: 'the counts of attempts cannot be deleted by mistake',
    controls: ['Security Hub DynamoDB.6'],
    holds: (stage) => every(stage, ['AWS::DynamoDB::Table'], ({ Properties }) => Properties.DeletionProtectionEnabled === true),
    remove: (stage) => {
      delete first(stage, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled;
    },
  },
];
