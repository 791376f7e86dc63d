import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/**
 * Statements of the bucket's policy by which a photo takes the place of another only by a role that may do that. S3 creates an object
 * under a name that is free when the request says `If-None-Match: *`, and fails otherwise; a request without the header overwrites, and is denied
 * ("Enforce conditional writes on Amazon S3 buckets" in the S3 user guide). Uploads in parts begin with a request that cannot carry the header,
 * forms never carry it, and copies fail under such a policy with and without it. Replication brings objects along without any of these requests,
 * and with the date that they had elsewhere, by which a swapped photo would pass for an old one.
 * @param replacers ARNs of the roles that may overwrite; none means no one
 */
export function overwriteStatements(bucket: Bucket, prefixes: readonly string[], replacers: readonly string[]): PolicyStatement[] {
  const objects = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  const others = replacers.length === 0 ? {} : { ArnNotEquals: { 'aws:PrincipalArn': [...replacers] } };
  return [
    denied('EnrolmentsReplaceNothing', ['s3:PutObject'], objects, { Null: { 's3:if-none-match': 'true' }, ...others }),
    denied('NothingComesByReplication', ['s3:ReplicateObject', 's3:ReplicateDelete'], objects),
  ];
}

function denied(sid: string, actions: string[], resources: string[], conditions?: Record<string, unknown>): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.DENY, principals: [new AnyPrincipal()], actions, resources, conditions });
}
