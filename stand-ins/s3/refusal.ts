import type { Reply } from '../exchange';

/** An error as S3 answers with it. */
export class S3Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The permissions that decide here. */
export type Permission =
  | 's3:PutObject'
  | 's3:GetObject'
  | 's3:GetObjectVersion'
  | 's3:ListBucket'
  | 's3:ListBucketVersions'
  | 's3:DeleteObject'
  | 's3:DeleteObjectVersion';

export function noSuchKey(): S3Refusal {
  return new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
}

/**
 * As S3 refuses a role within the account of the bucket: it names the action.
 * @param key '' for an action on the bucket
 */
export function denial(
  action: Permission,
  key: string,
  because = `because no identity-based policy allows the ${action} action`,
): S3Refusal {
  const user = 'User: arn:aws:sts::111122223333:assumed-role/operator/me is not authorized to perform';
  const resource = key === '' ? 'photos' : `photos/${key}`;
  return new S3Refusal(403, 'AccessDenied', `${user}: ${action} on resource: "arn:aws:s3:::${resource}" ${because}`);
}

/** How S3 tells a reader without `s3:ListBucket` that a key does not exist. */
export function missingKeyDenial(): S3Refusal {
  return denial('s3:ListBucket', '');
}

export function refusalReply({ status, code, message }: Pick<S3Refusal, 'status' | 'code' | 'message'>): Reply {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${text}</Message><RequestId>R1</RequestId></Error>`;
  return { status, headers: { 'Content-Type': 'application/xml' }, body };
}

/** A fault: every request is refused so. */
export function s3Error(status: number, code: string, message = code): Reply {
  return refusalReply({ status, code, message });
}
