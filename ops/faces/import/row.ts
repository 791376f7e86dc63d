import { Failure } from '../../failures/failures';
import { isSame } from '../photo/digest';
import type { Photo } from '../photo/photo';
import type { PhotoBucket } from '../photo-bucket';

/** What an import does where a photo is on record that is not the same. */
export type Existing = 'refuse' | 'skip' | 'replace';

/** A row that was checked, as the plan has it. */
export interface PlannedRow {
  readonly row: number;
  readonly at: string;
  readonly subject?: string;
  /** Undefined for a row that is not to be stored. */
  readonly from?: string;
  readonly fault?: string;
  /** Of the file as it was when it was checked. */
  readonly sourceSha256?: string;
  /** Of what is to be stored. */
  readonly sha256?: string;
  readonly type?: Photo['type'];
  readonly bytes?: number;
  readonly changes?: readonly string[];
  readonly notices?: readonly string[];
}

/** The result of a row. The first four are final; the others are tried again when the import goes on. */
export type Outcome = 'stored' | 'replaced' | 'identical' | 'skipped' | 'refused' | 'failed' | 'invalid' | 'not-run';

export interface RowResult {
  readonly row: number;
  readonly at: string;
  readonly subject?: string;
  readonly outcome: Outcome;
  readonly says?: string;
  readonly changes?: readonly string[];
  readonly notices?: readonly string[];
  readonly bytes?: number;
  readonly sha256?: string;
  readonly version?: string;
  readonly requestId?: string;
}

export const FINAL: ReadonlySet<Outcome> = new Set(['stored', 'replaced', 'identical', 'skipped']);

type Stored = Pick<RowResult, 'outcome' | 'version' | 'requestId' | 'says'>;

export interface RowStore {
  store(key: string, photo: Pick<Photo, 'bytes' | 'type' | 'sha256'>): Promise<Stored>;
}

export interface RowStoreOptions {
  readonly existing: Existing;
  /** With `replace`: overwrite what may not be seen. */
  readonly unseen: boolean;
  /** Whether a photo on record may be read for comparison. */
  readonly read: boolean;
}

/** Puts one photo after another by the same rule. It asks S3 to read what is on record once too often at most: after a refusal no more. */
export function rowStore(bucket: PhotoBucket, { existing, unseen, read }: RowStoreOptions): RowStore {
  let mayRead = read && existing !== 'skip';
  const current = async (key: string, photo: Pick<Photo, 'bytes' | 'sha256'>) => {
    if (!mayRead) return 'unseen';
    try {
      const found = await bucket.open(key);
      if (found === undefined) return 'gone';
      return { ...found, isSame: await isSame(found, photo, `S3, GetObject of ${key}`) };
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'not-permitted')) throw error;
      mayRead = false;
      return 'unseen';
    }
  };
  return {
    store: async (key, photo) => {
      const created = await bucket.create(key, photo);
      if (!('onRecord' in created)) return { outcome: 'stored', version: created.version, requestId: created.requestId };
      const found = await current(key, photo);
      if (found === 'gone') return changed();
      if (found !== 'unseen' && found.isSame) return { outcome: 'identical', version: found.version };
      if (existing === 'skip') return { outcome: 'skipped', says: 'A photo is on record.' };
      if (existing === 'refuse') return { outcome: 'refused', says: found === 'unseen' ? UNSEEN : DIFFERENT };
      if (found === 'unseen' && !unseen) return { outcome: 'refused', says: `${UNSEEN} --unseen would overwrite it.` };
      const replaced = await bucket.replace(key, photo, found === 'unseen' ? 'unseen' : found.etag);
      return replaced === 'changed' ? changed() : { outcome: 'replaced', version: replaced.version, requestId: replaced.requestId };
    },
  };
}

const DIFFERENT = 'Another photo is on record. --existing says what to do with it.';
/** Also what is left of an import that was killed: the photo went in, and the journal does not know. */
const UNSEEN = 'A photo is on record; whether it is this one, a role that may not read cannot see.';

function changed(): Stored {
  return { outcome: 'failed', says: 'Somebody else changed this photo at the same time. Look at it, and run the import again.' };
}

export function planRowIsBad({ from }: PlannedRow): boolean {
  return from === undefined;
}
