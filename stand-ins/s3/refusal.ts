import type { ServerResponse } from 'node:http';

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

/** As S3 refuses a role within the account of the bucket: it names the action. */
export function denial(action: Permission, key: string, because = 'because no identity-based policy allows it'): S3Refusal {
  const user = 'User: arn:aws:sts::111122223333:assumed-role/operator/me is not authorized to perform';
  return new S3Refusal(403, 'AccessDenied', `${user}: ${action} on resource: "arn:aws:s3:::photos/${key}" ${because}`);
}

export function sendS3Error(response: ServerResponse, status: number, code: string, message: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message.replaceAll('"', '&quot;')}</Message><RequestId>R1</RequestId></Error>`;
  response.writeHead(status, { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
