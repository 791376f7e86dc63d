import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { asking } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import type { Stage } from '../stage/stage';
import type { Kept } from './plan';

/** Counting ends here: each thousand is a paid request. */
const MOST_VERSIONS = 100_000;

/** What is in a resource, in words; undefined where nothing is counted. What may not be counted says so. */
export async function contentsOf(stage: Stage, { type, physicalId }: Kept, signal: AbortSignal): Promise<string | undefined> {
  try {
    if (type === 'AWS::S3::Bucket') return await countVersions(stage, physicalId, signal);
    if (type === 'AWS::Cognito::UserPool') return await countUsers(stage, physicalId, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'interrupted' || error.code === 'defect') throw error;
    return `not counted: ${error.text.what}`;
  }
}

async function countVersions(stage: Stage, Bucket: string, abortSignal: AbortSignal): Promise<string> {
  const client = new S3Client(stage.client('s3'));
  let [current, versions, markers] = [0, 0, 0];
  let page: Partial<ListObjectVersionsCommandOutput> = {};
  do {
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    page = await asking(`S3, ListObjectVersions of ${Bucket}`, () =>
      client.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }), { abortSignal }),
    );
    current += page.Versions?.filter(({ IsLatest }) => IsLatest).length ?? 0;
    versions += page.Versions?.length ?? 0;
    markers += page.DeleteMarkers?.length ?? 0;
  } while (page.IsTruncated && versions + markers < MOST_VERSIONS);
  const least = versions + markers >= MOST_VERSIONS ? 'at least ' : '';
  const things = Bucket === stage.bucketName ? ['photo', 'photos'] : ['file', 'files'];
  return `${least}${current} ${current === 1 ? things[0] : things[1]}; ${versions} object versions, ${markers} delete markers`;
}

async function countUsers(stage: Stage, UserPoolId: string, abortSignal: AbortSignal): Promise<string> {
  const { UserPool } = await asking(`Cognito, DescribeUserPool of ${UserPoolId}`, () =>
    new CognitoIdentityProviderClient(stage.client('cognito-identity-provider')).send(new DescribeUserPoolCommand({ UserPoolId }), {
      abortSignal,
    }),
  );
  return `about ${UserPool?.EstimatedNumberOfUsers ?? 0} users`;
}
