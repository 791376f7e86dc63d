import { PhotoFault } from './fault';
import { BrokenScan } from './jpeg-bits';
import { JpegPicture } from './jpeg-picture';
import type { ScanEnd } from './jpeg-scan';
import { isStray, isTrailer } from './trailer';

/** What a JPEG file consists of: the picture with what a decoder needs, and everything else by name. */
export interface JpegParts {
  /** The file to the end of its picture, without what is named in `deviations`. The very bytes of the file if there is none. */
  readonly whole: Buffer;
  /** The same without what is named in `dropped`. */
  readonly clean: Buffer;
  /** What a reader of pixels does not need, such as `Exif`; empty if the file has nothing of the kind. */
  readonly dropped: readonly string[];
  /** Bytes behind the end of the picture: a second picture, a video, padding. */
  readonly trailingBytes: number;
  /** How the file differs from the standard without harm to the picture, as cameras and phones write it. */
  readonly deviations: readonly string[];
}

const [START, END, SCAN, COMMENT] = [0xd8, 0xd9, 0xda, 0xfe];

/** Segments of applications by the text that they begin with. JFIF, ICC profile and Adobe's colour transform decide how the pixels are read. */
const APPLICATIONS: readonly (readonly [marker: number, begins: string, name: string | undefined])[] = [
  [0xe0, 'JFIF\0', undefined],
  [0xe2, 'ICC_PROFILE\0', undefined],
  [0xee, 'Adobe', undefined],
  [0xe1, 'Exif\0', 'Exif'],
  [0xe1, 'http://ns.adobe.com/', 'XMP'],
  [0xe2, 'MPF\0', 'list of further pictures'],
  [0xed, 'Photoshop 3.0\0', 'IPTC'],
];

/**
 * Takes a JPEG file apart, segment by segment (ITU-T T.81, annex B), and takes out of it what decoders warn of and what harms no picture. A
 * sequential scan is followed to its last block; a decoder would fill up what is missing.
 * @throws PhotoFault `damaged` when a segment or a part of the picture is missing.
 */
export function readJpeg(file: Buffer): JpegParts {
  try {
    return new JpegReader(file).read();
  } catch (error) {
    if (error instanceof BrokenScan) throw damaged('its picture data are cut off or changed');
    throw error;
  }
}

class JpegReader {
  private readonly picture = new JpegPicture();
  private readonly whole: Buffer[];
  private readonly clean: Buffer[];
  private readonly dropped = new Set<string>();
  private readonly deviations = new Set<string>();

  constructor(private readonly file: Buffer) {
    this.whole = [file.subarray(0, 2)];
    this.clean = [file.subarray(0, 2)];
  }

  read(): JpegParts {
    let at = 2;
    while (!this.picture.isWhole) at = this.readSegment(at);
    const end = this.endMarker(at);
    if (end === undefined) this.requireNoMore(at);
    const marker = Buffer.from([0xff, END]);
    const { file, dropped, deviations } = this;
    return {
      whole: Buffer.concat([...this.whole, marker]),
      clean: Buffer.concat([...this.clean, marker]),
      dropped: [...dropped],
      trailingBytes: file.length - (end ?? at),
      deviations: [...deviations],
    };
  }

  /** @returns where the next one begins. */
  private readSegment(at: number): number {
    const { file } = this;
    const { marker, start } = this.nextMarker(at);
    if (marker === END) throw damaged('parts of the picture are missing');
    const end = segmentEnd(file, start);
    const content = file.subarray(start + 2, end);
    const name = nameOfExtra(marker, content);
    if (marker === SCAN) return this.readScan(content, start, end);
    this.picture.read(marker, content);
    const segment = [Buffer.from([0xff, marker]), file.subarray(start, start + 2), this.regular(marker, content)];
    this.whole.push(...segment);
    if (name === undefined) this.clean.push(...segment);
    else this.dropped.add(name);
    return end;
  }

  private readScan(content: Buffer, start: number, codes: number): number {
    const end = this.picture.readScan(content, this.file, codes) ?? { at: nextMarkerInScan(this.file, codes), isPadded: true };
    const head = [Buffer.from([0xff, SCAN]), this.file.subarray(start, start + 2), this.regular(SCAN, content)];
    const scan = [...head, this.file.subarray(codes, end.at)];
    this.whole.push(...scan);
    this.clean.push(...scan);
    if (this.file[end.at] !== 0xff && end.at < this.file.length) requireEnd(this.file, end);
    return end.at;
  }

  /** @returns the marker, and where what follows it begins. */
  private nextMarker(from: number): { marker: number; start: number } {
    const { file } = this;
    let at = from;
    while (at < file.length && !isMarker(file, at)) at += 1;
    let start = at + 1;
    while (file[start] === 0xff) start += 1;
    const marker = file[start];
    if (marker === undefined) throw damaged('the file ends before the picture does');
    if (marker < 0xc0 || marker === START) throw damaged('it holds a segment that no JPEG file has there');
    if (at > from) this.deviations.add('stray bytes between segments');
    return { marker, start: start + 1 };
  }

  /** Where the file goes on behind the end marker of a whole picture; undefined if there is none. Behind it may be anything. */
  private endMarker(at: number): number | undefined {
    try {
      const { marker, start } = this.nextMarker(at);
      return marker === END && isStray(this.file.subarray(at, start - 2)) ? start : undefined;
    } catch {
      return undefined;
    }
  }

  /** Without an end marker, only what is known to stand behind pictures proves that this one is at its end. */
  private requireNoMore(at: number): void {
    if (!isTrailer(this.file.subarray(at))) throw damaged('it has no end marker, and what follows may belong to the picture');
    this.deviations.add('no end marker behind the picture');
  }

  /** A segment's content without what decoders warn of. */
  private regular(marker: number, content: Buffer): Buffer {
    const [at, right] = marker === SCAN ? [1 + 2 * (content[0] ?? 0), [0, 63, 0]] : [5, [1, 2]];
    const isOdd =
      marker === SCAN
        ? this.picture.isSequential && !content.subarray(at, at + 3).equals(Buffer.from(right))
        : marker === 0xe0 && content.toString('latin1', 0, 5) === 'JFIF\0' && content[5] !== 1;
    if (!isOdd) return content;
    this.deviations.add(marker === SCAN ? 'scan parameters that mean nothing' : 'an unknown JFIF revision');
    return Buffer.concat([content.subarray(0, at), Buffer.from(right), content.subarray(at + right.length)]);
  }
}

/** FF before 00 is a byte of picture data, and before FF a filler. */
function isMarker(file: Buffer, at: number): boolean {
  return file[at] === 0xff && file[at + 1] !== 0;
}

/**
 * Bytes that no one reads stand behind the last block. Where the data were cut off and filled up, with zeros or the like, the codes may seem to go on in
 * the filling: then the last byte is not filled up with ones, or the same byte stands before the end and behind it.
 */
function requireEnd(file: Buffer, { at, isPadded }: ScanEnd): void {
  const around = file.subarray(at - 4, at + 4);
  if (!isPadded || around.every((byte) => byte === around[0])) throw new BrokenScan();
}

function segmentEnd(file: Buffer, start: number): number {
  if (start + 2 > file.length) throw damaged('the file ends before the picture does');
  const length = file.readUInt16BE(start);
  if (length < 2 || start + length > file.length) throw damaged('the file ends within a segment');
  return start + length;
}

/** In a scan, FF stands for itself before 00, and RST0 to RST7 belong to the scan; any other marker ends it. */
function nextMarkerInScan(file: Buffer, start: number): number {
  for (let at = file.indexOf(0xff, start); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next === 0xff || next === 0 || (next !== undefined && next >= 0xd0 && next <= 0xd7)) continue;
    return at;
  }
  return file.length;
}

/** @returns undefined for a segment that decides how pixels are read. */
function nameOfExtra(marker: number, content: Buffer): string | undefined {
  if (marker === COMMENT) return 'comment';
  if (marker < 0xe0 || marker > 0xef) return undefined;
  const known = APPLICATIONS.find(([of, begins]) => of === marker && content.subarray(0, begins.length).toString('latin1') === begins);
  return known === undefined ? `APP${marker - 0xe0}` : known[2];
}

function damaged(why: string): PhotoFault {
  return new PhotoFault('damaged', `The JPEG file is damaged or cut off: ${why}. Fetch it from its source again.`);
}
