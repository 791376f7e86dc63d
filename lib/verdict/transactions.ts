import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { VARIABLES } from '../../contract/environment';
import { RECORD_KEY } from '../../contract/transactions';
import { VERDICT_VARIABLES } from '../../contract/verdict-environment';
import type { Purpose } from '../config/config';
import { acknowledge } from '../foundation/acknowledgements';
import { ServiceTable } from '../foundation/service-table';
import type { ProxyFunction } from '../function/proxy-function';
import type { VerdictFunction } from './verdict-function';

export interface TransactionsProps {
  readonly purpose: Purpose;
  /** Encrypts the table. */
  readonly key: IKey;
}

/**
 * Each way to read, write or take along an item. DynamoDB makes no table whose policy names an action that is not on its own list ("DynamoDB API
 * operations supported by resource-based policies"), so the few others are left to the alarm `verdict-changed`.
 */
const ITEMS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:CreateBackup',
  'dynamodb:DeleteItem',
  'dynamodb:EnableKinesisStreamingDestination',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:GetItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:RestoreTableToPointInTime',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

/**
 * The table in which starts are recorded, and their verdicts decided. It has no backup: a record from an older state could give a transaction
 * that is used up a second yes. Its policy keeps everyone but the two functions from its items, an administrator too.
 */
export class Transactions extends Construct {
  readonly tableName: string;

  private readonly table: ServiceTable;

  constructor(scope: Construct, id: string, { purpose, key }: TransactionsProps) {
    super(scope, id);
    this.table = new ServiceTable(this, 'Table', { purpose, key, keyAttribute: RECORD_KEY });
    acknowledge(this.table, 'records-are-not-restored');
    this.tableName = this.table.ref;
  }

  /** Lets the proxy put a start that is not on record, and read it again where it cannot know whether it was put. */
  grantRecord(fn: ProxyFunction): void {
    fn.setText(VARIABLES.transactions, this.tableName);
    fn.allow(this.items('RecordStarts', 'dynamodb:GetItem', 'dynamodb:PutItem'), this.table.decrypting('DecryptRecords'));
  }

  /** Lets the verdict's function read a record and decide it. */
  grantDecide(fn: VerdictFunction): void {
    fn.setText(VERDICT_VARIABLES.transactions, this.tableName);
    fn.allow(this.items('DecideTransactions', 'dynamodb:GetItem', 'dynamodb:UpdateItem'), this.table.decrypting('DecryptRecords'));
  }

  /**
   * Denies items to all but these roles, by the unique id with which the user id of each of their sessions begins: a role that is made again
   * under the same name has another. `*` is the table itself, whose ARN a policy inside of it cannot name.
   */
  denyOthers(...roleIds: readonly string[]): void {
    const statement = new PolicyStatement({
      sid: 'OthersNeitherReadNorDecide',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ITEMS,
      resources: ['*'],
      conditions: { StringNotLike: { 'aws:userId': roleIds.map((id) => `${id}:*`) } },
    });
    this.table.resourcePolicy = { policyDocument: new PolicyDocument({ statements: [statement] }) };
  }

  private items(sid: string, ...actions: string[]): PolicyStatement {
    return new PolicyStatement({ sid, actions, resources: [this.table.attrArn] });
  }
}
