import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { acknowledge } from '../foundation/acknowledgements';

export interface AlarmTopicProps {
  /** Encrypts what is in the topic. */
  readonly key: Key;
  /** The one subscriber, who must confirm. */
  readonly email: string;
  /** From whom its mails come. */
  readonly displayName: string;
}

/** Sends alarms to an address. Encrypted, over TLS alone, and open to the alarms of this stack and, where {@link letRulesPublish} says so, to rules. */
export class AlarmTopic extends Topic {
  private readonly key: Key;

  constructor(scope: Construct, id: string, { key, email, displayName }: AlarmTopicProps) {
    super(scope, id, { displayName, masterKey: key, enforceSSL: true });
    this.key = key;
    const conditions = this.alarmsOfThisStack();
    const principals = [new ServicePrincipal('cloudwatch.amazonaws.com')];
    this.addToResourcePolicy(
      new PolicyStatement({ sid: 'AlarmsPublish', principals, actions: ['sns:Publish'], resources: [this.topicArn], conditions }),
    );
    // CloudWatch itself uses the key of an encrypted topic ("Encrypting Amazon SNS topics for AWS services", SNS developer guide).
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsUseTheTopic',
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions,
      }),
    );
    acknowledge(this.addSubscription(new EmailSubscription(email)), 'no-queue-for-mail');
  }

  /**
   * Lets EventBridge publish. It sends no source that a condition could ask for: with one, each message would vanish in silence ("SNS permissions" under
   * "Using resource-based policies for EventBridge"). So the one permission of this stack that names no source: any rule of any account that
   * knows the topic's ARN may write into it, and none can read. The key asks for the topic; it cannot wait for its name.
   */
  letRulesPublish(): void {
    const principals = [new ServicePrincipal('events.amazonaws.com')];
    this.addToResourcePolicy(
      new PolicyStatement({ sid: 'RulesPublish', principals, actions: ['sns:Publish'], resources: [this.topicArn] }),
    );
    const topics = Stack.of(this).formatArn({ service: 'sns', resource: `${Stack.of(this).stackName}-*` });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RulesUseTheTopic',
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringLike: { 'kms:EncryptionContext:aws:sns:topicArn': topics } },
      }),
    );
  }

  /** Alarms have generated names, which CloudFormation begins with the stack's. */
  private alarmsOfThisStack(): Record<string, Record<string, string>> {
    const stack = Stack.of(this);
    const alarms = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${stack.stackName}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': alarms } };
  }
}
