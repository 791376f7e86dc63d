import type { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { EXECUTION_LOG_PREFIX } from '../foundation/forced-names';
import { ServiceLog } from '../foundation/service-log';

export interface ExecutionLogProps {
  readonly purpose: Purpose;
  readonly retentionDays: number;
  /** Encrypts the log group. */
  readonly key: IKey;
  readonly api: IRestApi;
  readonly stageName: string;
}

/**
 * Where API Gateway says why a request failed before or after the function. It names the group itself, and makes one that is not encrypted with our
 * key and kept for ever, unless there is one already: so the stage must wait for this. The API's id keeps a retained group out of a later stack's way.
 */
export class ExecutionLog extends ServiceLog {
  constructor(scope: Construct, id: string, { purpose, retentionDays, key, api, stageName }: ExecutionLogProps) {
    super(scope, id, { purpose, retentionDays, key, name: `${EXECUTION_LOG_PREFIX}${api.restApiId}/${stageName}` });
  }
}
