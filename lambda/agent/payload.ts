/** A body whose length is known before its first byte. */
export interface Payload {
  readonly bytes: number;
  /** Strings hold one byte a character (base64). */
  readonly chunks: AsyncIterable<Uint8Array | string>;
  /** Whether the closing bytes have been given out: from then on the Agent API may have accepted the request. */
  readonly isCommitted: () => boolean;
  /** What a reply must not repeat (echo-guard.ts). */
  readonly samples: readonly string[];
}

/** A body that is at hand as a whole, and so is given out whole. */
export function wholePayload(text: string): Payload {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    if (bytes.length > 0) yield bytes;
  }
  return { bytes: bytes.length, chunks: chunks(), isCommitted: () => true, samples: [] };
}
