import type { Reply } from '../exchange';
import { denial } from './refusal';
import type { S3, Version, Versions } from './store';

interface Entry {
  readonly key: string;
  readonly version: Version;
  readonly isLatest: boolean;
}

/** Every version and marker under a prefix (`GET /?versions`). @throws S3Refusal */
export function listVersions(s3: S3, versions: Versions, query: URLSearchParams): Reply {
  if (s3.denied.has('s3:ListBucketVersions')) throw denial('s3:ListBucketVersions', '');
  const all = entriesUnder(versions, query.get('prefix') ?? '');
  const start = startAfter(all, query.get('key-marker') ?? '', query.get('version-id-marker') ?? '');
  const page = all.slice(start, start + sizeOf(s3, query));
  const end = page.at(-1);
  const next =
    start + page.length < all.length && end
      ? `<NextKeyMarker>${escaped(end.key)}</NextKeyMarker><NextVersionIdMarker>${end.version.id}</NextVersionIdMarker>`
      : '';
  const entries = page.map(({ key, version, isLatest }) => {
    const common = `<Key>${escaped(key)}</Key><VersionId>${version.id}</VersionId><IsLatest>${isLatest}</IsLatest><LastModified>${version.at.toISOString()}</LastModified>`;
    return version.bytes ? `<Version>${common}<Size>${version.bytes.length}</Size></Version>` : `<DeleteMarker>${common}</DeleteMarker>`;
  });
  return listing('ListVersionsResult', next, entries);
}

/** What is there now under a prefix (`GET /?list-type=2`). @throws S3Refusal */
export function listObjects(s3: S3, versions: Versions, query: URLSearchParams): Reply {
  if (s3.denied.has('s3:ListBucket')) throw denial('s3:ListBucket', '');
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const all = entriesUnder(versions, query.get('prefix') ?? '').filter(
    ({ key, version, isLatest }) => isLatest && version.bytes !== undefined && key > after,
  );
  const page = all.slice(0, sizeOf(s3, query));
  const next = page.length < all.length ? `<NextContinuationToken>${escaped(page.at(-1)?.key ?? '')}</NextContinuationToken>` : '';
  const entries = page.map(
    ({ key, version }) =>
      `<Contents><Key>${escaped(key)}</Key><LastModified>${version.at.toISOString()}</LastModified><Size>${version.bytes?.length}</Size></Contents>`,
  );
  return listing('ListBucketResult', next, [`<KeyCount>${page.length}</KeyCount>`, ...entries]);
}

function entriesUnder(versions: Versions, prefix: string): Entry[] {
  return [...versions.keys()]
    .filter((key) => key.startsWith(prefix))
    .sort()
    .flatMap((key) => (versions.get(key) ?? []).map((version, at) => ({ key, version, isLatest: at === 0 })));
}

/** Behind a version of a key, or behind the whole key. */
function startAfter(all: readonly Entry[], key: string, version: string): number {
  if (version !== '') return all.findIndex((entry) => entry.key === key && entry.version.id === version) + 1;
  const next = all.findIndex((entry) => entry.key > key);
  return next < 0 ? all.length : next;
}

function sizeOf({ pageSize }: S3, query: URLSearchParams): number {
  return Math.min(pageSize, Number(query.get('max-keys') ?? pageSize));
}

function listing(name: string, next: string, entries: readonly string[]): Reply {
  const xml = `<?xml version="1.0"?><${name}><IsTruncated>${next !== ''}</IsTruncated>${next}${entries.join('')}</${name}>`;
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: xml };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
