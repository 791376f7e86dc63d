import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../loopback';
import { answer } from './answers';
import { readUpload } from './body';
import { S3Refusal, sendS3Error } from './refusal';
import type { S3, Versions } from './store';

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
  let last = 0;
  const s3: S3 = {
    listener: (message, response) => void handle(s3, message, response),
    versions: one,
    bucket: (name) => (anyBucket ? one : buckets.get(name)),
    createBucket: (name) => void (buckets.has(name) || buckets.set(name, new Map())),
    requests: [],
    denied: new Set(),
    refusesUnconditionalWrites: false,
    pageSize: 1000,
    before: undefined,
    put: (key, bytes, options = {}, into = one) => {
      last += 1;
      const version = { id: `v${last}`, bytes, headers: {}, at: clock(last), ...options };
      into.set(key, [version, ...(into.get(key) ?? [])]);
      return version;
    },
  };
  return s3;
}

/** One bucket on its own port, whose versions are a second apart. */
export async function startS3(): Promise<S3 & { readonly url: string; stop(): Promise<void> }> {
  const s3 = createS3({ anyBucket: true, clock: (count) => new Date(Date.parse('2026-01-01T00:00:00Z') + count * 1000) });
  const server = await listenOnLoopback();
  server.serve(s3.listener);
  return Object.assign(s3, { url: server.url, stop: () => server.close() });
}

async function handle(s3: S3, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://s3');
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const request = { method: message.method ?? '', key: decodeURIComponent(rest.join('/')), headers: message.headers };
  s3.requests.push(request);
  response.setHeader('x-amz-request-id', `R${s3.requests.length}`);
  try {
    const upload = await readUpload(message);
    if (s3.before !== undefined && (await s3.before(request, response))) return;
    answer(s3, { ...request, bucket: decodeURIComponent(bucket), upload, query: url.searchParams }, response);
  } catch (error) {
    if (!(error instanceof S3Refusal)) return void response.destroy();
    if (request.method === 'HEAD') response.writeHead(error.status).end();
    else sendS3Error(response, error.status, error.code, error.message);
  }
}
