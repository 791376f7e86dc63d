import { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { accountUsesThroughTables, through } from './key-administration';
import { removalPolicyOfUndeletable } from './service-key';

export interface ServiceTableProps {
  readonly purpose: Purpose;
  /** Encrypts the table. */
  readonly key: IKey;
  /** Name of the key attribute, a text. */
  readonly keyAttribute: string;
}

/** A table of short-lived items: encrypted with the service key, without a backup, each item with its end in `expires`. */
export class ServiceTable extends CfnTable {
  private readonly encryption: IKey;

  constructor(scope: Construct, id: string, { purpose, key, keyAttribute }: ServiceTableProps) {
    for (const statement of accountUsesThroughTables(scope)) key.addToResourcePolicy(statement);
    super(scope, id, {
      attributeDefinitions: [{ attributeName: keyAttribute, attributeType: 'S' }],
      keySchema: [{ attributeName: keyAttribute, keyType: 'HASH' }],
      // Starts come in crowds, and a write that is throttled refuses a person.
      billingMode: 'PAY_PER_REQUEST',
      timeToLiveSpecification: { attributeName: 'expires', enabled: true },
      sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: key.keyArn },
      deletionProtectionEnabled: purpose !== 'throw-away',
    });
    this.encryption = key;
    this.applyRemovalPolicy(removalPolicyOfUndeletable(purpose));
  }

  /** DynamoDB decrypts the table's own key in the name of its caller. */
  decrypting(sid: string): PolicyStatement {
    const context = {
      'kms:EncryptionContext:aws:dynamodb:tableName': this.ref,
      'kms:EncryptionContext:aws:dynamodb:subscriberId': Stack.of(this).account,
    };
    return new PolicyStatement({
      sid,
      actions: ['kms:Decrypt'],
      resources: [this.encryption.keyArn],
      conditions: { StringEquals: { ...through(this, 'dynamodb'), ...context } },
    });
  }
}
