import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { version } from '../package.json';
import type { Config } from './config/config';
import { FaceMatchProxy } from './face-match-proxy';
import { boundRoles } from './foundation/role-boundaries';
import { tagStage } from './foundation/stage-tags';

export interface FaceMatchProxyStackProps extends StackProps {
  /** The settings of the stage. */
  readonly config: Config;
  /** Name of the stage, for its tag. @default - the name of the stack */
  readonly stage?: string;
}

/** One stage: its settings, the construct, and what people need to know of it afterwards. */
export class FaceMatchProxyStack extends Stack {
  constructor(scope: Construct, id: string, { config, stage, ...props }: FaceMatchProxyStackProps) {
    super(scope, id, {
      description: 'face-match-proxy: photos of verified callers for Microblink Platform',
      // In development, too: what `cdk destroy` leaves behind there has to be found and removed by hand.
      terminationProtection: config.purpose !== 'throw-away',
      ...props,
    });
    const proxy = new FaceMatchProxy(this, 'Proxy', config);
    this.templateOptions.metadata = { 'face-match-proxy': { version } };
    tagStage(this, stage ?? this.stackName, config.tags);
    boundRoles(this, config);
    this.addOutputs(proxy);
  }

  private addOutputs({ api, callers, credentials, faces, settings, verdicts }: FaceMatchProxy): void {
    const { images } = settings;
    this.output('ProxyBaseUrl', api.baseUrl, 'Base URL for SDKs from 1.7, and for Android and iOS up to 1.4.1');
    this.output('TransactionUrl', `${api.baseUrl}/transaction`, 'URL for SDKs that take the whole address');
    this.output('FaceBucketName', faces.bucket.bucketName, 'Bucket of the photos');
    this.output('FaceKeyTemplate', (images.face ?? Object.values(images)[0])?.key ?? '', 'Key of a photo in the bucket');
    this.output('ImageKinds', JSON.stringify(faces.describedKinds), 'Every kind of photo with its limits');
    this.output('SubjectClaim', settings.callers.subjectClaim, 'Claim of the token that says whose photo is used');
    this.output('CredentialsSecretArn', credentials.secretArn, 'Secret to fill with {"clientId","clientSecret"}');
    this.output('UserPoolId', callers.pool.userPoolId, 'User pool of the callers');
    this.output('UserPoolClientId', callers.clientIds.join(','), 'App client that callers sign in with');
    if (verdicts === undefined) return;
    this.output('VerdictsUrl', verdicts.api.url, 'Where your backend asks for a verdict');
    this.output('ReadingSecretArn', verdicts.credentials.secretArn, 'Secret to fill with the key that reads, {"clientId","clientSecret"}');
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
