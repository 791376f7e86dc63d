import { PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '../stand-ins/s3/s3';
import { takePort } from './process/take-port';
import type { Portrait } from './users/portraits';

/** A running stand-in for S3. */
export interface LocalS3 {
  readonly endpoint: string;
  createBucket(name: string): void;
  /** Stores a photo as an operator would. */
  putPhoto(bucket: string, key: string, photo: Portrait): Promise<void>;
  stop(): Promise<void>;
}

/** @param port 0 takes any free one. */
export async function startS3(port = 0): Promise<LocalS3> {
  const s3 = createS3();
  const server = await takePort(port, 's3');
  server.serve(s3.listener);
  return {
    endpoint: server.url,
    createBucket: (name) => s3.createBucket(name),
    putPhoto: (bucket, key, photo) => storePhoto({ endpoint: server.url, bucket }, key, photo),
    stop: () => server.close(),
  };
}

/**
 * Stores a photo as an operator would, with the SDK's default checksum.
 * @param condition `IfNoneMatch: '*'` stores it only where there is none.
 */
export async function storePhoto(
  { endpoint, bucket }: { readonly endpoint: string; readonly bucket: string },
  key: string,
  { bytes, type }: Portrait,
  condition: Pick<PutObjectCommandInput, 'IfNoneMatch'> = {},
): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'stand-in' };
  const client = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials });
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: type, ...condition });
  await client.send(command).finally(() => client.destroy());
}
