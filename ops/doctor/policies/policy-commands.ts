import type { Stage } from '../../stage/stage';

/** A policy, in words, and the commands that read and write it as a whole. */
export interface PolicyCommands {
  readonly which: string;
  readonly read: string;
  readonly write: string;
}

export function policyOfBucket({ where, bucketName }: Stage): PolicyCommands {
  const at = `${where} --bucket ${bucketName}`;
  return {
    which: "the bucket's policy",
    read: `aws s3api get-bucket-policy ${at} --query Policy --output text > policy.json`,
    write: `aws s3api put-bucket-policy ${at} --policy file://policy.json`,
  };
}

export function policyOfKey({ where }: Stage, keyArn: string): PolicyCommands {
  const at = `${where} --key-id ${keyArn} --policy-name default`;
  return {
    which: "the key's policy",
    read: `aws kms get-key-policy ${at} --query Policy --output text > policy.json`,
    write: `aws kms put-key-policy ${at} --policy file://policy.json`,
  };
}
