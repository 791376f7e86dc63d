import { z } from 'zod';
import { PARTITION } from '../../contract/aws-partition';
import { isCdkToken } from './cdk-token';

/** One ARN. @param region of which kinds of region it names: one, or none as IAM's do @param rest a pattern for what follows the account */
function arn(service: string, region: '[a-z0-9-]+' | '', rest: string, accepts: string) {
  const pattern = new RegExp(`^arn:${PARTITION}:${service}:${region}:\\d{12}:${rest}$`);
  return z
    .string({ error: accepts })
    .refine((value) => isCdkToken(value) || pattern.test(value), { error: accepts })
    .meta({ pattern: pattern.source });
}

/** An ARN of something in a region. @param example its last part, as shown to people */
export function regionalArn(service: string, rest: string, what: string, example: string) {
  return arn(service, '[a-z0-9-]+', rest, `the ARN of ${what}, arn:${PARTITION}:${service}:<region>:<account>:${example}`);
}

/** An ARN of IAM, which knows no regions. */
export function iamArn(type: string, what: string, besides = '') {
  return arn(
    'iam',
    '',
    `${type}/[A-Za-z0-9+=,.@_/-]{1,576}`,
    `the ARN of ${what}, arn:${PARTITION}:iam::<account>:${type}/<name>${besides}`,
  );
}
