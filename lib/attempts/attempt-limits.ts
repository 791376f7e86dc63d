import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type AttemptRules, VARIABLES } from '../../contract/environment';
import type { Purpose } from '../config/config';
import type { AttemptsSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';
import { ServiceTable } from '../foundation/service-table';
import type { ProxyFunction } from '../function/proxy-function';

export interface AttemptLimitsProps {
  readonly purpose: Purpose;
  /** Encrypts the table. */
  readonly key: IKey;
  readonly settings: AttemptsSettings;
}

/**
 * The table in which starts are counted: one short-lived item for each subject, kind of start and window, under a hash of the subject. It has no
 * backup: a count is useless after its window, and a restored older one would give a subject new starts.
 */
export class AttemptLimits extends Construct {
  readonly tableName: string;

  private readonly table: ServiceTable;
  private readonly settings: AttemptsSettings;

  constructor(scope: Construct, id: string, { purpose, key, settings }: AttemptLimitsProps) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', { purpose, key, keyAttribute: 'attempt' });
    acknowledge(this.table, 'counts-are-not-restored');
    this.tableName = this.table.ref;
    this.settings = settings;
  }

  /** Lets the function add to a count, and read or delete none. */
  grantCount(fn: ProxyFunction): void {
    const rules: AttemptRules = { table: this.table.ref, ...this.settings };
    fn.setJson(VARIABLES.attempts, rules);
    fn.allow(
      new PolicyStatement({ sid: 'CountAttempts', actions: ['dynamodb:UpdateItem'], resources: [this.table.attrArn] }),
      this.table.decrypting('DecryptCounts'),
    );
  }
}
