import type { BucketRules } from '../../contract/environment';
import type { ProblemCode } from '../../contract/problems';
import { Problem } from '../errors';

type Row = readonly [code: ProblemCode, reason: string];

const ELSEWHERE: Row = ['face-store-unavailable', 'the bucket is in another Region; the function asks in its own'];

/**
 * What S3 says for a cause that lasts until someone changes something ("Error responses" in the S3 API reference). Of one photo, it
 * is unusable; of the key or the bucket, every photo is out of reach. Anything else may be over with the next request.
 */
const LASTING: Readonly<Record<string, Row>> = {
  InvalidObjectState: ['face-unusable', 'the object is in an archive (a Glacier storage class); restore it, or enrol the photo again'],
  'KMS.DisabledException': ['face-store-unavailable', 'the KMS key of the object is disabled; enable it'],
  'KMS.KMSInvalidStateException': ['face-store-unavailable', 'the KMS key of the object cannot be used: pending deletion, or not complete'],
  'KMS.NotFoundException': ['face-store-unavailable', 'the KMS key of the object was deleted; without it no one can read the photo'],
  NoSuchBucket: ['face-store-unavailable', 'the bucket is gone'],
  PermanentRedirect: ELSEWHERE,
  AuthorizationHeaderMalformed: ELSEWHERE,
};

/** The object was put under a key that its owner has to send with each request; S3 has no separate code for it. */
const OWN_KEY: Row = ['face-unusable', 'the object is encrypted with a key that its owner keeps (SSE-C); enrol the photo again without'];

/**
 * The function may not list the bucket, so that a stolen role cannot enumerate people; S3 then answers 403 for a missing key.
 * Its message names `s3:ListBucket` in that case only, and only within one account or organisation.
 * @param error Anything that S3 or its client threw.
 */
export function refusalOfStore(error: unknown, rules: BucketRules): Problem {
  if (error instanceof Problem) return error;
  const { name, message } = error instanceof Error ? error : { name: 'unknown', message: '' };
  const [code, reason] = LASTING[name] ?? otherwise(name, message, rules);
  return new Problem(code, reason, { cause: error });
}

function otherwise(name: string, message: string, rules: BucketRules): Row {
  if (name === 'AccessDenied') return accessDenied(message, rules);
  if (name === 'NoSuchKey') return ABSENT;
  if (name === 'InvalidRequest' && message.includes('Server Side Encryption')) return OWN_KEY;
  return ['face-store-unavailable', `S3 refused or failed (${name})`];
}

const ABSENT: Row = ['no-face-on-record', 'there is no object at the key of the subject'];

function accessDenied(message: string, { missingKey }: BucketRules): Row {
  const [, action] = /not authorized to perform: ([a-z0-9]+:[A-Za-z]+)/.exec(message) ?? [];
  if (action === 's3:ListBucket' || (action === undefined && missingKey === 'plain-403-means-absent')) return ABSENT;
  return ['face-store-unavailable', `a policy of the function, the bucket or its key refuses ${action ?? 'the read'} (AccessDenied)`];
}
