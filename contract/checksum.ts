import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';

/** Those that the SDK computes, and the header that says what one is over. */
const KNOWN = /^x-amz-checksum-(?:crc32|crc32c|crc64nvme|sha1|sha256|type)$/;

/**
 * Takes checksums that the SDK cannot compute out of the replies of S3. It throws for some of them (SHA-512, the XXHash family) before
 * it gives anything out, so that a photo could never be read; without the header the object is one that carries no checksum.
 */
export function withKnownChecksums(client: S3Client): S3Client {
  // Of this step the last: it sees a reply before the SDK's own check does.
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers = {} } = result.response as { readonly headers?: Record<string, string> };
      for (const name of Object.keys(headers)) {
        if (name.startsWith('x-amz-checksum-') && !KNOWN.test(name)) delete headers[name];
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'knownChecksums', override: true },
  );
  return client;
}

/** The checksums that the SDK compares as it reads. */
type Checksums = Pick<GetObjectCommandOutput, 'ChecksumCRC64NVME' | 'ChecksumCRC32' | 'ChecksumCRC32C' | 'ChecksumSHA256' | 'ChecksumSHA1'>;

/** Whether there is a checksum over the whole object. That of a multipart upload may end in "-<parts>": it is over the parts' checksums. */
export function hasFullChecksum(object: Checksums): boolean {
  const { ChecksumCRC64NVME, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA256, ChecksumSHA1 } = object;
  return [ChecksumCRC64NVME, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA256, ChecksumSHA1].some(
    (checksum) => checksum !== undefined && !/-\d+$/.test(checksum),
  );
}
