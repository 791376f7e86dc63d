import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { startPortChild } from './process/child';
import { requireFree } from './process/take-port';
import type { Portrait } from './users/portraits';

/** A stand-in for S3: keeps what today's SDK uploads byte for byte, in memory. It checks no signature and knows no encryption. */
export interface S3 {
  /** Base URL; known once the stand-in listens. */
  endpoint(): Promise<string>;
  createBucket(name: string): Promise<void>;
  /** Stores a photo as an operator would. */
  putPhoto(bucket: string, key: string, photo: Portrait): Promise<void>;
  stop(): Promise<void>;
}

/** @param directory Working directory of the stand-in's process. */
export async function startS3(directory: string, port = 0): Promise<S3> {
  await requireFree(port, 's3');
  const child = startPortChild(join(__dirname, '..', 'stand-ins', 's3', 'process.cjs'), directory, port);
  const endpoint = async () => `http://127.0.0.1:${await child.port}`;
  return {
    endpoint,
    createBucket: async (name) => use(await endpoint(), (client) => client.send(new CreateBucketCommand({ Bucket: name }))),
    putPhoto: async (bucket, key, photo) => storePhoto({ endpoint: await endpoint(), bucket }, key, photo),
    stop: () => child.stop(),
  };
}

/**
 * Stores a photo as an operator would, with the SDK's default checksum.
 * @param condition `IfNoneMatch: '*'` stores it only where there is none.
 */
export function storePhoto(
  { endpoint, bucket }: { readonly endpoint: string; readonly bucket: string },
  key: string,
  { bytes, type }: Portrait,
  condition: Pick<PutObjectCommandInput, 'IfNoneMatch'> = {},
): Promise<void> {
  return use(endpoint, (client) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: type, ...condition })),
  );
}

async function use(endpoint: string, send: (client: S3Client) => Promise<unknown>): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'stand-in' };
  const client = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials });
  await send(client).finally(() => client.destroy());
}
