/** What the function injects, by content; the name of a file says nothing. */
export type PhotoFormat = 'jpeg' | 'png';

/** What a content is that is no photo of these, and what to do about it, in sentences. */
export interface NoPhoto {
  readonly what: string;
  readonly toDo: string;
}

type Kind = readonly [begins: RegExp, what: string, toDo?: string];

const SAVE = 'Accepted: JPEG and PNG; save it as one of them.';
const FETCH = 'Fetch it from its source again';
const LOOK = 'Open it: it may be an error or a sign-in page that was saved in place of the photo. Then fetch the photo again.';

/** By the first bytes, each as a character. */
const OTHERS: readonly Kind[] = [
  [/^.{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)/s, 'The content is a HEIC picture, as iPhones take them.'],
  [/^.{4}ftypavi[fs]/s, 'The content is an AVIF picture.'],
  [/^RIFF.{4}WEBP/s, 'The content is a WebP picture.'],
  [/^GIF8/, 'The content is a GIF picture.'],
  [/^(?:II\*\0|MM\0\*)/, 'The content is a TIFF picture.'],
  [/^BM/, 'The content is a BMP picture.'],
  [/^(?:.{4}jP {2}|\xff\x4f\xff\x51)/s, 'The content is a JPEG 2000 picture.'],
  [/^(?:.{4}JXL |\xff\n)/s, 'The content is a JPEG XL picture.'],
  [/^.{4}ftypcrx /s, 'The content is the raw picture of a camera.'],
  [/^.{4}ftyp/s, 'The content is a video.', 'Use a picture in its place, as JPEG or PNG.'],
  [/^%PDF-/, 'The content is a PDF document.'],
  [
    /^\s*(?:\/9j\/|iVBORw0KGgo|data:image\/)/,
    'The content is base64 text of a picture, not the picture.',
    'Decode it, and name the file with the bytes.',
  ],
  [/^(?:\xef\xbb\xbf)?\s*</, 'The content is a web page or XML.', LOOK],
  [/^\s*[[{]\s*["{]/, 'The content is JSON.', LOOK],
  [/^version https:\/\/git-lfs/, 'The content is a pointer of Git LFS to a file, not the file.', 'Fetch the file: git lfs pull.'],
  [/^(?:PK[^ -\xff]{2}|[^ -\xff]\x8b|Rar!|7z\xbc\xaf)/, 'The content is an archive.', 'Unpack it, and name the photo in it.'],
  // The first bytes of a JPEG or a PNG, each put for another by a program that took them for letters or for ends of lines.
  [
    /^(?:(?:\xef\xbf\xbd){3}|\xc3\xbf\xc3\x98\xc3\xbf|(?:\x89|\xc2\x89|\xef\xbf\xbd)PNG|(?:\xef\xbb\xbf|\s)+(?:\xff\xd8\xff|\x89PNG))/,
    'The content is a photo that a program has read as text, and changed by that.',
    `${FETCH}, without changing it: as bytes, or in binary mode.`,
  ],
];

/** @returns the format, or what the content is instead. */
export function formatOf(file: Buffer): PhotoFormat | NoPhoto {
  if (file.length === 0) return { what: 'The file is empty.', toDo: `${FETCH}.` };
  if (file.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (file.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'png';
  const head = file.toString('latin1', 0, 64);
  const [, what, toDo = SAVE] = OTHERS.find(([begins]) => begins.test(head)) ?? [];
  if (what !== undefined) return { what, toDo };
  if (file.every((byte) => byte === 0))
    return { what: 'The file holds nothing but zeros.', toDo: `${FETCH}: it was never written to its end.` };
  return { what: 'The format of the content is not known.', toDo: SAVE };
}
