import type { Access } from './compliance-access';
import { permissionStatements } from './lambda-permissions';
import type { Act, SimulatedCall, SimulatedRequest } from './simulated-call';
import { onVerdicts } from './simulated-verdict-calls';
import { concrete } from './stack-policies';
import type { Synthesized } from './template';
import {
  event,
  inIam,
  onApi,
  onBucket,
  onFunction,
  onKey,
  onLogGroup,
  onObject,
  onTrail,
  type TrailEvent,
  USER,
  withRole,
} from './trail-events';

const ACCOUNT = '999900001111';
const HERE = `eu-central-1:${ACCOUNT}`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/face-match-proxy-boundary`;
const OURS = { 'aws:ResourceTag/application': 'face-match-proxy' };

/** Every call of the tables, on the resources of a stage. */
export function acts(stage: Synthesized, access: Access): Act[] {
  return [
    ...onPhotos(access),
    changesOfPolicies(stage, access),
    runningAsTheFunction(stage, access),
    onVerdicts(stage, access),
    silencing(stage, access),
  ];
}

const call = (id: string, name: string, recorded: TrailEvent, ...asks: SimulatedRequest[]): SimulatedCall => ({
  id,
  name,
  asks,
  event: recorded,
});

function onPhotos({ bucket, photoKey }: Access): Act[] {
  const photo = `${bucket}/faces/alice`;
  const name = bucket.replace('arn:aws:s3:::', '');
  const viaS3 = {
    'kms:ViaService': 's3.eu-central-1.amazonaws.com',
    'kms:CallerAccount': ACCOUNT,
    'kms:EncryptionContext:aws:s3:arn': bucket,
  };
  const object = (action: string): TrailEvent => onObject(action, name, 'faces/alice', USER);
  const decryption = { ...onKey('Decrypt', photoKey), readOnly: true };
  return [
    {
      heading: 'Read a photo or an old version, and decrypt',
      calls: [
        call('read', 'read a photo: `s3:GetObject`', object('GetObject'), ['s3:GetObject', photo]),
        call('old', 'an old version: `s3:GetObjectVersion`', object('GetObject'), ['s3:GetObjectVersion', photo]),
        call('decrypt-by-s3', 'decrypt as S3 does for a reader: `kms:Decrypt`', decryption, ['kms:Decrypt', photoKey, viaS3]),
        call('decrypt', 'decrypt past S3: `kms:Decrypt`', decryption, ['kms:Decrypt', photoKey]),
        call('grant', 'hand the use of the key on: `kms:CreateGrant`', onKey('CreateGrant', photoKey), ['kms:CreateGrant', photoKey]),
      ],
    },
    {
      heading: 'Write and delete',
      calls: [
        call('write', 'put a photo where there is none: `s3:PutObject`', object('PutObject'), [
          's3:PutObject',
          photo,
          { 's3:if-none-match': '*' },
        ]),
        call('overwrite', 'overwrite one: `s3:PutObject`', object('PutObject'), ['s3:PutObject', photo]),
        call('delete', 'delete: `s3:DeleteObject`', object('DeleteObject'), ['s3:DeleteObject', photo]),
        call('erase', 'erase a version: `s3:DeleteObjectVersion`', object('DeleteObject'), ['s3:DeleteObjectVersion', photo]),
        call('expire', 'let all expire: `s3:PutLifecycleConfiguration`', onBucket('PutBucketLifecycle', name), [
          's3:PutLifecycleConfiguration',
          bucket,
        ]),
        call('end', 'end the key: `kms:ScheduleKeyDeletion`', onKey('ScheduleKeyDeletion', photoKey), [
          'kms:ScheduleKeyDeletion',
          photoKey,
          OURS,
        ]),
      ],
    },
  ];
}

function changesOfPolicies(stage: Synthesized, { bucket, photoKey, function: role }: Access): Act {
  const roleName = role.split('/').at(-1) ?? '';
  const binding = `arn:aws:iam::${ACCOUNT}:policy/${idOf(stage, 'AWS::IAM::ManagedPolicy', /^ProxyFunctionBinding/)}`;
  const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const bounded = { 'iam:PermissionsBoundary': BOUNDARY };
  const recorded = String(concrete({ Ref: idOf(stage, 'AWS::IAM::ManagedPolicy', /^ProxyFunctionBinding/) }, stage.resources));
  return {
    heading: 'Change a policy',
    calls: [
      call('bucket-policy', 'the bucket’s: `s3:PutBucketPolicy`', onBucket('PutBucketPolicy', bucket.replace('arn:aws:s3:::', '')), [
        's3:PutBucketPolicy',
        bucket,
      ]),
      call('key-policy', 'the key’s: `kms:PutKeyPolicy`', onKey('PutKeyPolicy', photoKey), ['kms:PutKeyPolicy', photoKey, OURS]),
      call('role-policy', 'one of the function’s role: `iam:CreatePolicyVersion`', inIam('CreatePolicyVersion', { policyArn: recorded }), [
        'iam:CreatePolicyVersion',
        binding,
      ]),
      call(
        'attach',
        'give that role AWS’s AdministratorAccess: `iam:AttachRolePolicy`',
        inIam('AttachRolePolicy', { roleName, policyArn: administrator }),
        ['iam:AttachRolePolicy', role, { ...bounded, 'iam:PolicyARN': administrator }],
      ),
      call('trust', 'its trust: `iam:UpdateAssumeRolePolicy`', inIam('UpdateAssumeRolePolicy', { roleName }), [
        'iam:UpdateAssumeRolePolicy',
        role,
      ]),
      call(
        'remake',
        'make it again: `iam:DeleteRole`, `iam:CreateRole`',
        inIam('CreateRole', { roleName }),
        ['iam:DeleteRole', role],
        ['iam:CreateRole', role, bounded],
      ),
    ],
  };
}

function runningAsTheFunction(stage: Synthesized, { function: role }: Access): Act {
  const lambda = idOf(stage, 'AWS::Lambda::Function', /^ProxyFunction/);
  const arn = `arn:aws:lambda:${HERE}:function:${lambda}`;
  const [{ Resource: alias, Condition } = { Resource: '' }] = permissionStatements(stage);
  const source = { 'aws:SourceArn': String(Condition?.ArnLike?.['aws:SourceArn']) };
  const api = idOf(stage, 'AWS::ApiGateway::RestApi', /^ProxyApi/);
  const invoked = event('lambda', 'Invoke', {
    managementEvent: false,
    requestParameters: { functionName: alias },
    resources: [{ type: 'AWS::Lambda::Function', ARN: alias }],
  });
  const assumed = event('sts', 'AssumeRole', { readOnly: true, requestParameters: { roleArn: role } });
  return {
    heading: 'Run as the function',
    calls: [
      call('code', 'give it other code: `lambda:UpdateFunctionCode`', onFunction('UpdateFunctionCode20150331v2', lambda), [
        'lambda:UpdateFunctionCode',
        arn,
      ]),
      call(
        'borrow',
        'give its role to another function: `iam:PassRole`, `lambda:CreateFunction`',
        withRole('CreateFunction20150331', 'FaceMatchProxy-another', role),
        ['iam:PassRole', role, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
        ['lambda:CreateFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-another`],
      ),
      call('assume', 'take its role on: `sts:AssumeRole`', assumed, ['sts:AssumeRole', role]),
      call('invoke', 'invoke it: `lambda:InvokeFunction`', invoked, ['lambda:InvokeFunction', alias, source]),
      call('permit', 'let others invoke it: `lambda:AddPermission`', onFunction('AddPermission20150331v2', lambda), [
        'lambda:AddPermission',
        arn,
      ]),
      call(
        'integrate',
        'let the API send claims of one’s own: `apigateway:PUT`',
        onApi('PutIntegration', api, { resourceId: 'r1', httpMethod: 'POST' }),
        ['apigateway:PUT', `arn:aws:apigateway:eu-central-1::/restapis/${api}/resources/r1/methods/POST/integration`],
      ),
    ],
  };
}

function silencing(stage: Synthesized, { topic, serviceKey }: Access): Act {
  const alarm = 'FaceMatchProxy-prod-ProxyMonitoringAlarmsPhotoReadByOthers1A2B3C4D-AbCdEfGhIjKl';
  const rule = 'FaceMatchProxy-prod-ProxyMonitoringWatchRulesRu-AbCdEfGhIjKl';
  const topicArn = `arn:aws:sns:${HERE}:FaceMatchProxy-prod-ProxyMonitoringAlarmsTopic5F6A7B8C-AbCdEfGhIjKl`;
  const group = idOf(stage, 'AWS::Logs::LogGroup', /AuditTrailLog/);
  const trail = idOf(stage, 'AWS::CloudTrail::Trail', /./);
  const of = (service: string, name: string, requestParameters: TrailEvent['requestParameters']): TrailEvent =>
    event(service, name, { requestParameters });
  return {
    heading: 'Silence the alarms',
    calls: [
      call(
        'mute',
        'switch alarms off: `cloudwatch:DisableAlarmActions`',
        of('monitoring', 'DisableAlarmActions', { alarmNames: [alarm] }),
        ['cloudwatch:DisableAlarmActions', `arn:aws:cloudwatch:${HERE}:alarm:${alarm}`],
      ),
      call('drop', 'delete them: `cloudwatch:DeleteAlarms`', of('monitoring', 'DeleteAlarms', { alarmNames: [alarm] }), [
        'cloudwatch:DeleteAlarms',
        `arn:aws:cloudwatch:${HERE}:alarm:${alarm}`,
      ]),
      call(
        'mute-rule',
        'mute them: `cloudwatch:PutAlarmMuteRule`',
        of('monitoring', 'PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: [alarm] } }),
        ['cloudwatch:PutAlarmMuteRule', `arn:aws:cloudwatch:${HERE}:alarm-mute-rule:quiet`],
      ),
      call(
        'topic',
        'turn the topic away: `sns:SetTopicAttributes`',
        of('sns', 'SetTopicAttributes', { topicArn, attributeName: 'Policy' }),
        ['sns:SetTopicAttributes', topic],
      ),
      call(
        'unsubscribe',
        'unsubscribe who hears of them: `sns:Unsubscribe`',
        of('sns', 'Unsubscribe', { subscriptionArn: `${topicArn}:1b2c-3d` }),
        ['sns:Unsubscribe', topic],
      ),
      call('rule', 'switch a rule off: `events:DisableRule`', of('events', 'DisableRule', { name: rule }), [
        'events:DisableRule',
        `arn:aws:events:${HERE}:rule/${rule}`,
      ]),
      call('filter', 'stop the counting: `logs:DeleteMetricFilter`', onLogGroup('DeleteMetricFilter', group), [
        'logs:DeleteMetricFilter',
        `arn:aws:logs:${HERE}:log-group:${group}`,
      ]),
      call('trail', 'stop the trail: `cloudtrail:StopLogging`', onTrail('StopLogging', trail), [
        'cloudtrail:StopLogging',
        `arn:aws:cloudtrail:${HERE}:trail/${trail}`,
      ]),
      call('service-key', 'take the topic’s key: `kms:PutKeyPolicy`', onKey('PutKeyPolicy', serviceKey), [
        'kms:PutKeyPolicy',
        serviceKey,
        OURS,
      ]),
    ],
  };
}

function idOf(stage: Synthesized, type: string, id: RegExp): string {
  const [found] = stage.of(type).find(([each]) => id.test(each)) ?? [];
  if (found === undefined) throw new Error(`no ${type} matches ${id}`);
  return found;
}
