import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { acknowledge } from './acknowledgements';
import { removalPolicyOf } from './service-key';

/** The shortest retention that CT.CLOUDWATCH.PR.2 of AWS Control Tower accepts, in days. */
const A_YEAR = 365;

export interface ServiceLogProps {
  readonly purpose: Purpose;
  /** One of CloudWatch's periods, in days. */
  readonly retentionDays: number;
  /** Encrypts the log group. */
  readonly key: IKey;
  /** Where AWS forces one (service-key.ts). @default - CloudFormation gives a name */
  readonly name?: string;
}

/** A log group of the stack: encrypted with the service key, and with an end. */
export class ServiceLog extends LogGroup {
  constructor(scope: Construct, id: string, { purpose, retentionDays, key, name }: ServiceLogProps) {
    super(scope, id, {
      logGroupName: name,
      encryptionKey: key,
      retention: retentionDays as RetentionDays,
      removalPolicy: removalPolicyOf(purpose),
    });
    if (retentionDays < A_YEAR) acknowledge(this, 'logs-end-within-a-year');
  }
}
