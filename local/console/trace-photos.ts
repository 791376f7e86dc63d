import type { SeenPhoto } from './trace';

/** How many different photos are kept. */
const MOST = 50;

/** A photo as it arrived at the Agent API stand-in. */
export interface KeptPhoto {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The photos of the last transactions, each once, by their SHA-256. The oldest goes first. */
export class TracePhotos {
  private readonly photos = new Map<string, KeptPhoto>();

  keep({ sha256, type }: SeenPhoto, bytes: Buffer): void {
    // Removed and added again, it is the newest.
    this.photos.delete(sha256);
    this.photos.set(sha256, { type, bytes });
    const [oldest] = this.photos.keys();
    if (this.photos.size > MOST && oldest !== undefined) this.photos.delete(oldest);
  }

  find(sha256: string): KeptPhoto | undefined {
    return this.photos.get(sha256);
  }
}
