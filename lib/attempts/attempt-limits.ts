import { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type AttemptRules, VARIABLES } from '../../contract/environment';
import type { Purpose } from '../config/config';
import type { AttemptsSettings } from '../config/sections/attempts';
import { acknowledge } from '../foundation/acknowledgements';
import { accountUsesThroughTables, through } from '../foundation/key-administration';
import { removalPolicyOfUndeletable } from '../foundation/service-key';
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
  readonly tableArn: string;
  readonly tableName: string;

  private readonly table: CfnTable;
  private readonly key: IKey;
  private readonly settings: AttemptLimitsProps['settings'];

  constructor(scope: Construct, id: string, { purpose, key, settings }: AttemptLimitsProps) {
    super(scope, id);
    for (const statement of accountUsesThroughTables(this)) key.addToResourcePolicy(statement);
    this.table = new CfnTable(this, 'Table', {
      attributeDefinitions: [{ attributeName: 'attempt', attributeType: 'S' }],
      keySchema: [{ attributeName: 'attempt', keyType: 'HASH' }],
      // Starts come in bursts, and a throttled count refuses a user.
      billingMode: 'PAY_PER_REQUEST',
      timeToLiveSpecification: { attributeName: 'expires', enabled: true },
      sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: key.keyArn },
      deletionProtectionEnabled: purpose !== 'throw-away',
    });
    this.table.applyRemovalPolicy(removalPolicyOfUndeletable(purpose));
    acknowledge(this.table, 'counts-are-not-restored');
    this.tableArn = this.table.attrArn;
    this.tableName = this.table.ref;
    this.key = key;
    this.settings = settings;
  }

  /** Lets the function add to a count, and read or delete none. DynamoDB decrypts the table's own key in the name of its caller. */
  grantCount(fn: ProxyFunction): void {
    const rules: AttemptRules = { table: this.table.ref, ...this.settings };
    fn.setJson(VARIABLES.attempts, rules);
    const context = {
      'kms:EncryptionContext:aws:dynamodb:tableName': this.table.ref,
      'kms:EncryptionContext:aws:dynamodb:subscriberId': Stack.of(this).account,
    };
    fn.allow(
      new PolicyStatement({ sid: 'CountAttempts', actions: ['dynamodb:UpdateItem'], resources: [this.tableArn] }),
      new PolicyStatement({
        sid: 'DecryptCounts',
        actions: ['kms:Decrypt'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { ...through(this, 'dynamodb'), ...context } },
      }),
    );
  }
}
