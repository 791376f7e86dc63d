/** Service principals, host names and the deployment's permissions are written for this partition of AWS alone. */
export const PARTITION = 'aws';

/** What is accepted in place of an ARN or a region of another partition, and why. */
export const ONLY_THIS_PARTITION = `one of the partition ${PARTITION}, since service principals and permissions are written for no other (not GovCloud, China, European Sovereign Cloud)`;

/** Regions of the others have a third word (us-gov-west-1, us-iso-east-1, eu-isoe-west-1), four letters (eusc-de-east-1) or begin with cn. */
const REGION = /^(?!cn-)[a-z]{2}-[a-z]+-\d{1,2}$/;

/** Whether a region belongs to the partition that this is written for, judged by its name, so that a region of next year does, too. */
export function isRegionOfPartition(region: string): boolean {
  return REGION.test(region);
}

/** Whether a text begins as an ARN of another partition does, or has one somewhere in it. */
export function namesAnotherPartition(value: unknown): boolean {
  return typeof value === 'string' && /^arn:(?!aws:)[\w-]*:|(?<![A-Za-z0-9])arn:aws-[a-z-]+:/.test(value);
}
