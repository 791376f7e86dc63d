import { PhotoFault } from './fault';

/** What a JPEG file consists of: the picture with what a decoder needs, and everything else by name. */
export interface JpegParts {
  /** The file without what is named in `dropped`; the picture's own bytes are untouched. */
  readonly clean: Buffer;
  /** What a reader of pixels does not need, such as `Exif`; empty if the file has nothing of the kind. */
  readonly dropped: readonly string[];
  /** Bytes behind the end of the picture: a second picture, a film, padding. */
  readonly trailingBytes: number;
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
 * Takes a JPEG file apart, segment by segment (ITU-T T.81, annex B).
 * @throws PhotoFault `damaged` when a segment or the end is missing.
 */
export function readJpeg(file: Buffer): JpegParts {
  const kept: Buffer[] = [file.subarray(0, 2)];
  const dropped = new Set<string>();
  let at = 2;
  for (;;) {
    const { marker, start } = nextMarker(file, at);
    if (marker === END) {
      kept.push(Buffer.from([0xff, END]));
      return { clean: Buffer.concat(kept), dropped: [...dropped], trailingBytes: file.length - start };
    }
    const end = marker === SCAN ? endOfScan(file, segmentEnd(file, start)) : segmentEnd(file, start);
    const name = nameOfExtra(marker, file.subarray(start + 2, end));
    if (name === undefined) kept.push(Buffer.from([0xff, marker]), file.subarray(start, end));
    else dropped.add(name);
    at = end;
  }
}

/** @returns the marker, and where what follows it begins. */
function nextMarker(file: Buffer, at: number): { marker: number; start: number } {
  if (file[at] !== 0xff) throw damaged('a segment does not begin where it should');
  let start = at + 1;
  while (file[start] === 0xff) start += 1;
  const marker = file[start];
  if (marker === undefined) throw damaged('the file ends before the picture does');
  if (marker < 0xc0 || marker === START) throw damaged('it holds a segment that no JPEG file has there');
  return { marker, start: start + 1 };
}

function segmentEnd(file: Buffer, start: number): number {
  if (start + 2 > file.length) throw damaged('the file ends before the picture does');
  const length = file.readUInt16BE(start);
  if (length < 2 || start + length > file.length) throw damaged('the file ends within a segment');
  return start + length;
}

/** In a scan, FF stands for itself before 00, and RST0 to RST7 belong to the scan; any other marker ends it. */
function endOfScan(file: Buffer, start: number): number {
  for (let at = file.indexOf(0xff, start); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next === undefined) break;
    if (next === 0xff || next === 0 || (next >= 0xd0 && next <= 0xd7)) continue;
    return at;
  }
  throw damaged('the file ends before the picture does');
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
