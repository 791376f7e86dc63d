import type { IncomingHttpHeaders } from 'node:http';
import { COMPUTED } from './checksums';
import { S3Refusal } from './refusal';

/** An object as it arrived, with the checksum headers that S3 would give back for it. */
export interface Upload {
  readonly bytes: Buffer;
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Reads a body, in separate chunks where its sender did not know the checksum before the end (`aws-chunked`, "Signature calculations ... with
 * trailing headers" in the S3 API reference).
 * @throws S3Refusal `BadDigest` for bytes that do not match their checksum
 */
export function readUpload(headers: IncomingHttpHeaders, whole: Buffer): Upload {
  const isChunked = /aws-chunked/.test(String(headers['content-encoding'])) || 'x-amz-trailer' in headers;
  const { bytes, trailers } = isChunked ? dechunk(whole) : { bytes: whole, trailers: {} };
  return { bytes, checksums: checked({ ...headers, ...trailers }, bytes) };
}

function dechunk(whole: Buffer): { readonly bytes: Buffer; readonly trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = whole.indexOf('\r\n', at);
    const size = Number.parseInt(whole.toString('latin1', at, end), 16);
    if (end < 0 || Number.isNaN(size)) throw new S3Refusal(400, 'IncompleteBody', 'The chunks of the body are not whole.');
    at = end + 2;
    if (size === 0) break;
    chunks.push(whole.subarray(at, at + size));
    at += size + 2;
  }
  const lines = whole.toString('latin1', at).split('\r\n').filter(Boolean);
  return { bytes: Buffer.concat(chunks), trailers: Object.fromEntries(lines.map((line) => line.split(/:(.*)/s, 2) as [string, string])) };
}

function checked(headers: IncomingHttpHeaders, bytes: Buffer): Record<string, string> {
  const given = Object.entries(headers).flatMap(([name, value]) => {
    const [, algorithm] = /^x-amz-checksum-(?!type$|algorithm$)(\w+)$/.exec(name) ?? [];
    return algorithm === undefined || typeof value !== 'string' ? [] : [[algorithm, value.trim()] as const];
  });
  for (const [algorithm, value] of given) {
    if ((COMPUTED[algorithm]?.(bytes) ?? value) !== value)
      throw new S3Refusal(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  if (given.length === 0) return {};
  return {
    ...Object.fromEntries(given.map(([algorithm, value]) => [`x-amz-checksum-${algorithm}`, value])),
    'x-amz-checksum-type': 'FULL_OBJECT',
  };
}
