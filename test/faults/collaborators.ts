import type { AttemptRules } from '../../contract/environment';
import { CREATED_BODY } from '../support/agent-server';
import { jpegOf } from '../support/photos';
import { objectHeaders } from '../support/s3-server';
import type { Reply } from './faulty-server';

/** The servers that a matrix cell runs, each on a separate socket. */
export const SERVICES = ['s3', 'secrets', 'dynamodb', 'agent'] as const;
export type Service = (typeof SERVICES)[number];

/** `large` is more than any system's socket buffers hold, so that its end cannot leave while no one reads. */
export const PHOTOS = {
  usual: { bytes: jpegOf(100_000), version: 'v1' },
  large: { bytes: jpegOf(9_000_000), version: 'v1' },
} as const;

/** What the services hold. The agent takes both values of the secret. */
export interface Holdings {
  photo: keyof typeof PHOTOS;
  clientSecret: 'first' | 'rotated';
}

/** What each service answers when nothing is wrong. */
export const RIGHT: Readonly<Record<Service, (holdings: Holdings) => Reply>> = {
  s3: ({ photo }) => ({ status: 200, headers: objectHeaders(PHOTOS[photo]), body: PHOTOS[photo].bytes }),
  secrets: ({ clientSecret }) => awsJson(200, { ARN: 'arn', SecretString: JSON.stringify({ clientId: 'sa_test', clientSecret }) }),
  // Longer than what is asked for, so that a reply that trickles takes its time.
  dynamodb: () => awsJson(200, { Attributes: { attempt: { S: 'a'.repeat(200) } } }),
  agent: () => ({ status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.from(CREATED_BODY) }),
};

/** One column of the matrix: something that the function depends on, and the words in which it refuses. */
export interface Collaborator {
  readonly name: string;
  /** Where its failures arrive. */
  readonly service: Service;
  readonly refusal: Reply;
  readonly failure: Reply;
  readonly throttled: Reply;
  /** Undefined where the function presents none of its credentials. */
  readonly expired: Reply | undefined;
  /** How it says that the key of what it keeps is disabled; undefined where that has no words for it. */
  readonly keyDisabled?: Reply;
  /** What the settings say of a start that cannot be counted. @default refuse, as by default */
  readonly whenTableIsDown?: AttemptRules['whenTableIsDown'];
}

export const S3: Collaborator = {
  name: 'S3',
  service: 's3',
  refusal: s3Error(403, 'AccessDenied', 'User is not authorized to perform: s3:GetObject'),
  failure: s3Error(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  throttled: s3Error(503, 'SlowDown', 'Please reduce your request rate.'),
  expired: s3Error(400, 'ExpiredToken', 'The provided token has expired.'),
};

/** The function never calls KMS; S3 does, and passes on the answer ("KMS" codes in S3's list of error codes). */
export const KMS: Collaborator = {
  name: 'KMS, through S3',
  service: 's3',
  refusal: s3Error(403, 'AccessDenied', 'User is not authorized to perform: kms:Decrypt on the resource'),
  failure: s3Error(500, 'KMS.KMSInternalException', 'The request was rejected because an internal exception occurred.'),
  throttled: s3Error(400, 'KMS.ThrottlingException', 'You have exceeded the rate at which you may call KMS.'),
  expired: undefined,
  keyDisabled: s3Error(400, 'KMS.DisabledException', 'The key is disabled.'),
};

export const SECRETS_MANAGER: Collaborator = {
  name: 'Secrets Manager',
  service: 'secrets',
  refusal: awsJson(400, { __type: 'AccessDeniedException', Message: 'not authorized to perform: secretsmanager:GetSecretValue' }),
  failure: awsJson(500, { __type: 'InternalServiceError', message: 'An error occurred on the server side.' }),
  throttled: awsJson(400, { __type: 'ThrottlingException', message: 'Rate exceeded' }),
  expired: awsJson(400, { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' }),
  keyDisabled: awsJson(400, {
    __type: 'DecryptionFailure',
    Message: 'Secrets Manager cannot decrypt the secret with the current KMS key.',
  }),
};

const DYNAMODB_TYPE = 'com.amazonaws.dynamodb.v20120810#';

export const DYNAMODB: Collaborator = {
  name: 'DynamoDB',
  service: 'dynamodb',
  refusal: awsJson(400, { __type: `${DYNAMODB_TYPE}AccessDeniedException`, Message: 'not authorized to perform: dynamodb:UpdateItem' }),
  failure: awsJson(500, { __type: `${DYNAMODB_TYPE}InternalServerError`, message: 'The request processing has failed.' }),
  throttled: awsJson(400, { __type: `${DYNAMODB_TYPE}ThrottlingException`, message: 'Throughput exceeds the current capacity.' }),
  expired: awsJson(400, { __type: `${DYNAMODB_TYPE}ExpiredTokenException`, message: 'The security token has expired' }),
};

/** The same table, where the settings let a start go on that cannot be counted. */
export const DYNAMODB_OPEN: Collaborator = {
  ...DYNAMODB,
  name: 'DynamoDB, with "start-uncounted-when-the-table-is-down"',
  whenTableIsDown: 'start-uncounted-when-the-table-is-down',
};

export const AGENT: Collaborator = {
  name: 'Agent API',
  service: 'agent',
  refusal: problem(400, 'Bad Request', 'Workflow not found'),
  failure: problem(500, 'Internal Server Error', 'An unexpected error occurred.'),
  throttled: problem(429, 'Too Many Requests', 'Rate limit exceeded.'),
  expired: problem(401, 'Unauthorized', 'The credentials are not valid.'),
};

/** Every column, in the order of the document. A new one is a row here, a server in `SERVICES` and its client in world.ts. */
export const COLLABORATORS: readonly Collaborator[] = [SECRETS_MANAGER, DYNAMODB, DYNAMODB_OPEN, S3, KMS, AGENT];

function s3Error(status: number, code: string, message: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>R1</RequestId></Error>`;
  return { status, headers: { 'Content-Type': 'application/xml' }, body: Buffer.from(body) };
}

function awsJson(status: number, body: object): Reply {
  return { status, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body: Buffer.from(JSON.stringify(body)) };
}

function problem(status: number, title: string, detail: string): Reply {
  const body = Buffer.from(JSON.stringify({ type: 'about:blank', title, status, detail }));
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body };
}
