import { PhotoFault } from './fault';

/** What a PNG file consists of, as {@link readPng} takes it apart. */
export interface PngParts {
  /** The file without what is named in `dropped`; the picture's own bytes are untouched. */
  readonly clean: Buffer;
  readonly dropped: readonly string[];
  readonly trailingBytes: number;
  /** Whether it has frames (APNG). */
  readonly isAnimated: boolean;
}

const SIGNATURE_BYTES = 8;
/** Length, type and checksum of a chunk. */
const FRAME_BYTES = 12;

/** Chunks that decide how the pixels are read. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs']);
const FRAMES = new Set(['acTL', 'fcTL', 'fdAT']);

/** What a person may know some of the others as. */
const NAMES: Readonly<Record<string, string>> = { eXIf: 'Exif', tEXt: 'text', zTXt: 'text', iTXt: 'text or XMP', tIME: 'time' };

/**
 * Takes a PNG file apart, chunk by chunk (PNG specification, third edition, section 5).
 * @throws PhotoFault `damaged` when a chunk or the end is missing.
 */
export function readPng(file: Buffer): PngParts {
  const kept: Buffer[] = [file.subarray(0, SIGNATURE_BYTES)];
  const dropped = new Set<string>();
  let isAnimated = false;
  for (let at = SIGNATURE_BYTES; ; ) {
    if (at + FRAME_BYTES > file.length) throw damaged('the file ends before the picture does');
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + FRAME_BYTES + file.readUInt32BE(at);
    if (end > file.length) throw damaged('the file ends within a chunk');
    if (FRAMES.has(type)) isAnimated = true;
    if (KEPT.has(type)) kept.push(file.subarray(at, end));
    else dropped.add(NAMES[type] ?? `chunk ${type.replace(/[^A-Za-z]/g, '?')}`);
    if (type === 'IEND') return { clean: Buffer.concat(kept), dropped: [...dropped], trailingBytes: file.length - end, isAnimated };
    at = end;
  }
}

function damaged(why: string): PhotoFault {
  return new PhotoFault('damaged', `The PNG file is damaged or cut off: ${why}. Fetch it from its source again.`);
}
