import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { fromIni } from '@aws-sdk/credential-provider-ini';
import type { ImageKind } from './image-kinds';

/** Services that a command may have a client of; the names are those of the AWS SDK's packages. */
export type Service =
  | 'api-gateway'
  | 'cloudformation'
  | 'cloudwatch'
  | 'cloudwatch-logs'
  | 'cognito-identity-provider'
  | 'dynamodb'
  | 'iam'
  | 'kms'
  | 'lambda'
  | 's3'
  | 'secrets-manager'
  | 'sns'
  | 'ssm'
  | 'sts';

/** What the constructor of any AWS SDK v3 client takes here: `new S3Client(stage.client('s3'))`. */
export interface ClientSettings {
  /** @throws Failure (where it is a function) when none is chosen */
  readonly region: string | (() => Promise<string>);
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | ReturnType<typeof fromIni>;
  /** S3 alone: the bucket stands in the path, as a server on 127.0.0.1 needs it. */
  readonly forcePathStyle?: boolean;
  readonly maxAttempts: number;
  /** Milliseconds. */
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    /** Through a proxy. @default - the SDK's own, which uses none */
    readonly httpAgent?: HttpAgent;
    readonly httpsAgent?: HttpsAgent;
  };
}

/** Where a stage is asked for verdicts, and with which key it reads. */
export interface StageVerdicts {
  /** The whole URL of the method. */
  readonly url: string;
  /** With which the question is signed. */
  readonly region: string;
  readonly credentials: NonNullable<ClientSettings['credentials']>;
  /** Of the key that reads. */
  readonly secretArn: string;
}

/** One stage that a command works on: deployed, or the local stack. */
export interface Stage {
  /** `dev`, or `local`. */
  readonly name: string;
  readonly isLocal: boolean;
  readonly region: string;
  /** Name of the CloudFormation stack; undefined for the local stack. */
  readonly stackName: string | undefined;
  /** Options of the AWS CLI and of CDK that name its region, and the profile if one was named, for a shell; empty for the local stack. */
  readonly where: string;
  /** Context that a deployment needs in addition to the stage, `name=value` each, as far as the command knows. @default - none that is known */
  readonly context?: readonly string[];
  /** Base URL of the API, without a slash at the end. */
  readonly proxyBaseUrl: string;
  readonly transactionUrl: string;
  readonly bucketName: string;
  /** The kinds of photo by name, `face` nearly always among them. */
  readonly images: Readonly<Record<string, ImageKind>>;
  readonly credentialsSecretArn: string;
  /** @default - the stage answers for no verdicts */
  readonly verdicts?: StageVerdicts;
  readonly userPoolId: string;
  /** The claim whose value is the subject; undefined where the deployed version does not say it. */
  readonly subjectClaim: string | undefined;
  /** App clients that callers sign in with; at least one. */
  readonly userPoolClientIds: readonly string[];
  /**
   * Settings for a client of one service, of this stage's region and identity.
   * @throws Failure `not-for-local` for a service that the local stack has no stand-in of
   */
  client(service: Service): ClientSettings;
}
