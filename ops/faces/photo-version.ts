import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';

/** One version of a photo, or the marker that a plain deletion leaves. */
export interface PhotoVersion {
  readonly key: string;
  /** `null` (in letters) for an object from before the bucket had versions. */
  readonly version: string;
  readonly isNewest: boolean;
  readonly isMarker: boolean;
  /** 0 for a marker. */
  readonly bytes: number;
  readonly at: Date;
}

/** S3 lists versions and markers apart, each by key and the newest first; joined they are so again. */
export function versionsOf({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): PhotoVersion[] {
  const all = [
    ...Versions.map((entry) => ({ ...entry, isMarker: false })),
    ...DeleteMarkers.map((entry) => ({ ...entry, Size: 0, isMarker: true })),
  ];
  return all
    .map(({ Key = '', VersionId = 'null', IsLatest = false, isMarker, Size = 0, LastModified = new Date(0) }) => ({
      ...{ key: Key, version: VersionId, isNewest: IsLatest, isMarker, bytes: Size, at: LastModified },
    }))
    .sort((one, other) => byKey(one, other) || Number(other.isNewest) - Number(one.isNewest) || other.at.getTime() - one.at.getTime());
}

/** By bytes, as S3 does; the alphabet of keys is ASCII. */
function byKey(one: PhotoVersion, other: PhotoVersion): number {
  if (one.key === other.key) return 0;
  return one.key < other.key ? -1 : 1;
}
