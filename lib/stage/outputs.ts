import { CfnOutput, Stack } from 'aws-cdk-lib';
import { version } from '../../package.json';
import type { FaceMatchProxy } from '../face-match-proxy';

/**
 * Says in the stack of a proxy what people and the command line need to know of it: outputs by fixed names, and the version in the
 * template's metadata. A stage has them by itself. With them `npm run ops -- <command> --stack <name>` works on a stack of your own.
 * @throws Error for a second proxy in the same stack, whose outputs would have the same names
 */
export function addOutputs(proxy: FaceMatchProxy): void {
  const stack = Stack.of(proxy);
  if (stack.node.tryFindChild('ProxyBaseUrl') !== undefined)
    throw new Error(`The stack ${stack.node.path} has the outputs of a proxy already: put ${proxy.node.path} in a stack of its own.`);
  const metadata = { ...stack.templateOptions.metadata, 'face-match-proxy': { version } };
  stack.templateOptions.metadata = metadata;
  for (const [id, [value, description]] of Object.entries(outputsOf(proxy))) new CfnOutput(stack, id, { value, description });
}

function outputsOf({
  api,
  callers,
  credentials,
  faces,
  settings,
  verdicts,
}: FaceMatchProxy): Record<string, [value: string, description: string]> {
  const { images } = settings;
  return {
    ProxyBaseUrl: [api.baseUrl, 'Base URL for SDKs from 1.7, and for Android and iOS up to 1.4.1'],
    TransactionUrl: [`${api.baseUrl}/transaction`, 'URL for SDKs that take the whole address'],
    FaceBucketName: [faces.bucket.bucketName, 'Bucket of the photos'],
    FaceKeyTemplate: [(images.face ?? Object.values(images)[0])?.key ?? '', 'Key of a photo in the bucket'],
    ImageKinds: [JSON.stringify(faces.describedKinds), 'Every kind of photo with its limits'],
    SubjectClaim: [settings.callers.subjectClaim, 'Claim of the token that says whose photo is used'],
    CredentialsSecretArn: [credentials.secretArn, 'Secret to fill with {"clientId","clientSecret"}'],
    UserPoolId: [callers.pool.userPoolId, 'User pool of the callers'],
    UserPoolClientId: [callers.clientIds.join(','), 'App client that callers sign in with'],
    ...(verdicts !== undefined && {
      VerdictsUrl: [verdicts.api.url, 'Where your backend asks for a verdict'],
      ReadingSecretArn: [verdicts.credentials.secretArn, 'Secret to fill with the key that reads, {"clientId","clientSecret"}'],
    }),
  };
}
