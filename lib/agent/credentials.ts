import { Fn } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { VARIABLES } from '../../contract/environment';
import type { Purpose } from '../config/config';
import { acknowledge } from '../foundation/acknowledgements';
import { through } from '../foundation/key-administration';
import { removalPolicyOf } from '../foundation/service-key';
import type { ServiceFunction } from '../function/service-function';

const STARTS = 'Credentials at the Agent API: {"clientId": "sa_…", "clientSecret": "…"}';

export interface AgentCredentialsProps {
  /** Encrypts the secret. */
  readonly key: IKey;
  readonly purpose: Purpose;
  /** @default - the key that starts transactions */
  readonly description?: string;
}

/**
 * A secret for credentials of the company at the Agent API, `{"clientId","clientSecret"}`. It is created empty: a template that
 * never held a value can neither leak one nor overwrite the one that an operator has set since.
 */
export class AgentCredentials extends Construct {
  /** ARN of the secret, which an operator fills. */
  readonly secretArn: string;
  /** How its name begins: the first two parts of what CloudFormation makes of stack, logical id and a random part. */
  readonly secretName: string;

  private readonly key: IKey;

  constructor(scope: Construct, id: string, { key, purpose, description = STARTS }: AgentCredentialsProps) {
    super(scope, id);
    // The L2 construct adds a generated value when it is given none; the L1 adds nothing.
    const secret = new CfnSecret(this, 'Secret', {
      description,
      kmsKeyId: key.keyArn,
    });
    secret.applyRemovalPolicy(removalPolicyOf(purpose));
    acknowledge(secret, 'no-rotation-by-lambda');
    this.secretArn = secret.ref;
    const parts = Fn.split('-', Fn.select(6, Fn.split(':', secret.ref)));
    this.secretName = Fn.join('-', [Fn.select(0, parts), Fn.select(1, parts)]);
    this.key = key;
  }

  /** Lets the function read this one secret, and decrypt it in no other context ("Secret encryption and decryption" in the Secrets Manager user guide). */
  grantRead(fn: ServiceFunction): void {
    fn.setText(VARIABLES.secretArn, this.secretArn);
    fn.allow(
      new PolicyStatement({ sid: 'ReadCredentials', actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] }),
      new PolicyStatement({
        sid: 'DecryptCredentials',
        actions: ['kms:Decrypt'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { ...through(this, 'secretsmanager'), 'kms:EncryptionContext:SecretARN': this.secretArn } },
      }),
    );
  }
}
