import type { ReceivedRequest, Reply } from '../exchange';
import { type FaultyServer, withFaults } from '../faulty';
import { type Certificate, listenOnLoopback } from '../loopback';
import { answer } from './answers';
import { readUpload } from './body';
import { checksumHeaders } from './checksums';
import { refusalReply, S3Refusal } from './refusal';
import type { S3, SeenRequest, Versions } from './store';

/** S3 lists whole seconds; each version here has its own, the first at the start. */
export interface S3Options {
  /** Whether there is one bucket, under any name. @default false */
  readonly anyBucket?: boolean;
  /** When a version is written. @default now */
  readonly clock?: (count: number) => Date;
}

export function createS3({ anyBucket = false, clock = () => new Date() }: S3Options = {}): S3 {
  const one: Versions = new Map();
  const buckets = new Map<string, Versions>();
  const requests: SeenRequest[] = [];
  let last = 0;
  const faulty = withFaults(
    (request) => handle(s3, request),
    (request) => requests.push(seen(request)),
  );
  const s3: S3 = Object.assign(faulty, {
    versions: one,
    bucket: (name: string) => (anyBucket ? one : buckets.get(name)),
    createBucket: (name: string) => void (buckets.has(name) || buckets.set(name, new Map())),
    requests,
    denied: new Set<never>(),
    refusesUnconditionalWrites: false,
    pageSize: 1000,
    before: undefined,
    put: ((key, bytes, options = {}, into = one) => {
      last += 1;
      const version = { id: `v${last}`, bytes, headers: {}, at: clock(last), ...options };
      into.set(key, [version, ...(into.get(key) ?? [])]);
      return version;
    }) satisfies S3['put'],
    putPhoto: ((key, { bytes, version, lastModified, checksum = 'crc32' }) => {
      const headers = { 'content-type': 'image/jpeg', ...checksumHeaders(bytes, checksum) };
      s3.put(key, bytes, { headers, ...(version && { id: version }), ...(lastModified && { at: lastModified }) });
    }) satisfies S3['putPhoto'],
  });
  return s3;
}

/** One bucket on its own port, whose versions are a second apart. */
export async function startS3(certificate?: Certificate): Promise<S3 & FaultyServer> {
  const { serve, ...server } = await listenOnLoopback(0, certificate);
  const s3 = createS3({ anyBucket: true, clock: (count) => new Date(Date.parse('2026-01-01T00:00:00Z') + count * 1000) });
  serve(s3.listener);
  return Object.assign(s3, server);
}

async function handle(s3: S3, request: ReceivedRequest): Promise<Reply> {
  const question = seen(request);
  const headers = { 'x-amz-request-id': `R${s3.requests.length}` };
  try {
    const upload = readUpload(request.headers, request.body);
    await s3.before?.(question);
    const reply = answer(s3, { ...question, upload, query: urlOf(request).searchParams });
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof S3Refusal)) throw error;
    const reply = refusalReply(error);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }
}

function seen(request: ReceivedRequest): SeenRequest {
  const [, bucket = '', ...rest] = urlOf(request).pathname.split('/');
  return { method: request.method, bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')), headers: request.headers };
}

function urlOf({ path }: ReceivedRequest): URL {
  return new URL(path, 'http://s3');
}
