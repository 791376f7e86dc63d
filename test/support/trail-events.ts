/**
 * Events as CloudTrail records them, after the examples of the user guides of S3 ("CloudTrail log file entries"), KMS ("AWS CloudTrail log
 * entries": the key's ARN is in `resources`), Lambda and CloudTrail. Not taken from a deployed stack.
 */
export interface TrailEvent {
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly managementEvent: boolean;
  readonly readOnly: boolean;
  readonly requestID: string;
  readonly sourceIPAddress: string;
  readonly errorCode?: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData: Readonly<Record<string, unknown>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
}

/** A session of a role. @param principalId the role's unique id, as a template has it */
export function sessionOf(roleArn: string, principalId = `${roleArn.split('/').at(-1)}.RoleId`): Readonly<Record<string, unknown>> {
  const sessionIssuer = { type: 'Role', principalId, arn: roleArn, userName: roleArn.split('/').at(-1) };
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:s`,
    arn: `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/s`,
    sessionContext: { sessionIssuer },
  };
}

/** A user of IAM, who has no session. */
export const USER = { type: 'IAMUser', arn: 'arn:aws:iam::999900001111:user/eve' };

/** API Gateway on its own behalf. */
export const API_GATEWAY = { type: 'AWSService', invokedBy: 'apigateway.amazonaws.com' };

/** Any event of a service. */
export function event(service: string, eventName: string, rest: Partial<TrailEvent> = {}): TrailEvent {
  return {
    eventTime: '2026-11-02T09:00:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-central-1',
    managementEvent: true,
    readOnly: false,
    requestID: 'EXAMPLE1234567',
    sourceIPAddress: '192.0.2.7',
    userIdentity: USER,
    requestParameters: null,
    responseElements: null,
    additionalEventData: {},
    resources: [],
    ...rest,
  };
}

/** A request for an object. What is put gets a version, which the reply names. */
export function onObject(eventName: string, bucketName: string, key: string, userIdentity: TrailEvent['userIdentity']): TrailEvent {
  return event('s3', eventName, {
    managementEvent: false,
    readOnly: /^(?:Get|Head|List)/.test(eventName),
    userIdentity,
    requestParameters: { bucketName, key, ...(eventName === 'DeleteObject' && { versionId: 'v1' }) },
    responseElements: eventName === 'PutObject' ? { 'x-amz-version-id': 'v1' } : null,
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucketName}/${key}` },
      { type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` },
    ],
  });
}

/** A change of a bucket itself. */
export function onBucket(eventName: string, bucketName: string): TrailEvent {
  return event('s3', eventName, { requestParameters: { bucketName } });
}

/** A change of a key, which the caller names by id or by ARN. */
export function onKey(eventName: string, keyArn: string): TrailEvent {
  return event('kms', eventName, {
    requestParameters: { keyId: keyArn.split('/').at(-1) },
    resources: [{ type: 'AWS::KMS::Key', ARN: keyArn }],
  });
}

export function invocation(userIdentity: TrailEvent['userIdentity']): TrailEvent {
  return event('lambda', 'Invoke', { managementEvent: false, userIdentity, requestParameters: { functionName: 'proxy' } });
}

/** A change of the function, as Lambda names it in its events: with the date of its API behind the call. */
export function onFunction(eventName: string, functionName: string, userIdentity: TrailEvent['userIdentity'] = USER): TrailEvent {
  return event('lambda', eventName, { userIdentity, requestParameters: { functionName } });
}

/** A change of the API, which each call names by its id; what it changes is next to it ("Log of API Gateway API calls" and its example). */
export function onApi(eventName: string, restApiId: string, more: Readonly<Record<string, unknown>> = {}): TrailEvent {
  return event('apigateway', eventName, { requestParameters: { restApiId, template: false, ...more } });
}

/** A change in IAM, which is recorded in one region for the whole account. */
export function inIam(eventName: string, requestParameters: TrailEvent['requestParameters']): TrailEvent {
  return event('iam', eventName, { awsRegion: 'us-east-1', requestParameters });
}

/** A function that is made, or set, with a role. */
export function withRole(eventName: string, functionName: string, role: string, awsRegion = 'eu-central-1'): TrailEvent {
  return event('lambda', eventName, {
    awsRegion,
    requestParameters: { functionName, role, runtime: 'nodejs24.x', handler: 'index.handler' },
  });
}

/** A change of a trail; the calls do not agree on the parameter's name. */
export function onTrail(eventName: string, trail: string): TrailEvent {
  return event('cloudtrail', eventName, { requestParameters: eventName.includes('Selectors') ? { trailName: trail } : { name: trail } });
}

export function onLogGroup(eventName: string, logGroupName: string): TrailEvent {
  return event('logs', eventName, { requestParameters: { logGroupName } });
}
