import type { AttemptRules } from '../../contract/environment';
import { problemReply } from '../../stand-ins/agent/replies';
import { dynamoDbError } from '../../stand-ins/dynamodb/counts';
import { awsError, type Reply } from '../../stand-ins/exchange';
import { s3Error } from '../../stand-ins/s3/refusal';
import { jpegOf } from '../support/photos';

/** The stand-ins that a matrix cell runs, each on a separate socket. */
export const SERVICES = ['s3', 'secrets', 'dynamodb', 'agent'] as const;
export type Service = (typeof SERVICES)[number];

/** `large` is more than any system's socket buffers hold, so that its end cannot leave while no one reads. */
export const PHOTOS = { usual: jpegOf(100_000), large: jpegOf(9_000_000) } as const;

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
  /** What the settings say of a start that cannot be counted. @default refuse */
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
  refusal: awsError('AccessDeniedException', 'not authorized to perform: secretsmanager:GetSecretValue'),
  failure: awsError('InternalServiceError', 'An error occurred on the server side.', 500),
  throttled: awsError('ThrottlingException', 'Rate exceeded'),
  expired: awsError('ExpiredTokenException', 'The security token included in the request is expired'),
  keyDisabled: awsError('DecryptionFailure', 'Secrets Manager cannot decrypt the secret with the current KMS key.'),
};

export const DYNAMODB: Collaborator = {
  name: 'DynamoDB',
  service: 'dynamodb',
  refusal: dynamoDbError('AccessDeniedException', 400, 'not authorized to perform: dynamodb:UpdateItem'),
  failure: dynamoDbError('InternalServerError', 500, 'The request processing has failed.'),
  throttled: dynamoDbError('ThrottlingException', 400, 'Throughput exceeds the current capacity.'),
  expired: dynamoDbError('ExpiredTokenException', 400, 'The security token has expired'),
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
  refusal: problemReply(400, 'Bad Request', 'Workflow not found'),
  failure: problemReply(500, 'Internal Server Error', 'An unexpected error occurred.'),
  throttled: problemReply(429, 'Too Many Requests', 'Rate limit exceeded.'),
  expired: problemReply(401, 'Unauthorized', 'The credentials are not valid.'),
};

/** Every column, in the order of the document. A new one is a row here, its stand-in and its client in world.ts. */
export const COLLABORATORS: readonly Collaborator[] = [SECRETS_MANAGER, DYNAMODB, DYNAMODB_OPEN, S3, KMS, AGENT];
