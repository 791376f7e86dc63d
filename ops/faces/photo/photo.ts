import { createHash } from 'node:crypto';
import { PhotoFault } from './fault';
import { formatOf, type PhotoFormat } from './format';
import { type JpegParts, readJpeg } from './jpeg-segments';
import { GOOD_SIDE, MAX_FILE_BYTES, MAX_PIXELS, type PhotoLimits } from './limits';
import { isTransparent, type PictureHead, pixelDigest, QUALITY, readHead, requireWhole, rewrite } from './pixels';
import { readPng } from './png-chunks';

/** A photo that may be enrolled. */
export interface Photo {
  readonly type: 'image/jpeg' | 'image/png';
  /** What is stored; the file itself if nothing had to change. */
  readonly bytes: Buffer;
  /** Of `bytes`, in hexadecimal. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** The file as it came. */
  readonly source: { readonly bytes: number; readonly sha256: string };
  /** What is different from the file, in sentences; empty when the file is stored byte for byte. */
  readonly changes: readonly string[];
  /** What the operator should know and need not fix. */
  readonly notices: readonly string[];
}

/**
 * Judges a file by its content, and takes out of it what does not belong into a store of photos.
 * @throws PhotoFault with what is wrong and what to do.
 */
export async function readPhoto(file: Buffer, limits: PhotoLimits): Promise<Photo> {
  if (file.length > MAX_FILE_BYTES)
    throw new PhotoFault('file-too-large', `The file has ${file.length} bytes; more than ${MAX_FILE_BYTES} are not read.`);
  const format = formatOf(file);
  if (typeof format === 'object') throw new PhotoFault('not-a-photo', `${format.what} ${format.toDo}`);
  const parts = takeApart(file, format);
  const head = await readHead(parts.whole);
  requirePixels(head, limits);
  const { bytes, changes } = await amended(file, format, parts, head);
  if (bytes.length > limits.maxBytes) throw tooManyBytes(bytes.length, limits.maxBytes, bytes !== file);
  const turned = head.orientation >= 5;
  const [width, height] = turned ? [head.height, head.width] : [head.width, head.height];
  return {
    type: format === 'jpeg' ? 'image/jpeg' : 'image/png',
    bytes,
    sha256: sha256(bytes),
    width,
    height,
    source: { bytes: file.length, sha256: sha256(file) },
    changes,
    notices: Math.min(width, height) < GOOD_SIDE ? [`Only ${width}x${height} pixels: make sure that the face fills the picture.`] : [],
  };
}

function takeApart(file: Buffer, format: PhotoFormat): JpegParts {
  if (format === 'jpeg') return readJpeg(file);
  const { isAnimated, ...parts } = readPng(file);
  if (isAnimated) throw new PhotoFault('animated', 'The PNG file is animated. Save one of its frames as a separate picture.');
  return { ...parts, whole: file, deviations: [] };
}

function requirePixels({ width, height }: PictureHead, { minSide, maxSide }: PhotoLimits): void {
  const size = `The picture has ${width}x${height} pixels`;
  if (Math.min(width, height) < minSide) {
    throw new PhotoFault('too-few-pixels', `${size}; the shorter side needs ${minSide}. Take a better photo: enlarging it adds nothing.`);
  }
  if (Math.max(width, height) > maxSide)
    throw new PhotoFault('too-many-pixels', `${size}; no side may have more than ${maxSide}. Scale it down.`);
  if (width * height > MAX_PIXELS) throw new PhotoFault('too-many-pixels', `${size}, in all more than ${MAX_PIXELS}. Scale it down.`);
}

async function amended(
  file: Buffer,
  format: PhotoFormat,
  parts: JpegParts,
  head: PictureHead,
): Promise<{ bytes: Buffer; changes: string[] }> {
  const { whole, deviations } = parts;
  const isFilled = head.hasAlpha && (await isTransparent(whole));
  const changes = [
    ...(parts.dropped.length > 0 ? [`metadata removed (${parts.dropped.join(', ')})`] : []),
    ...(parts.trailingBytes > 0 ? [`${parts.trailingBytes} bytes behind the picture removed`] : []),
  ];
  const again = [
    ...(deviations.length > 0 ? [`differs from the JPEG standard without harm, as from some phones (${deviations.join(', ')})`] : []),
    ...(head.orientation === 1 ? [] : [`turned upright (Exif orientation ${head.orientation})`]),
    ...(head.isCmyk ? ['colours converted from CMYK to sRGB'] : []),
    ...(head.is16Bit ? ['reduced from 16 to 8 bits a channel'] : []),
    ...(isFilled ? ['transparent parts filled with white'] : []),
  ];
  if (again.length > 0) {
    const how = format === 'jpeg' ? `written again as JPEG of quality ${QUALITY}` : 'written again as PNG';
    return { bytes: await rewrite(whole, format, isFilled), changes: [...changes, ...again, how] };
  }
  if (changes.length === 0) {
    await requireWhole(file);
    return { bytes: file, changes };
  }
  if ((await pixelDigest(file)) !== (await pixelDigest(parts.clean))) {
    throw new PhotoFault(
      'damaged',
      'Without its metadata the picture would not be the same. Save it again as JPEG or PNG, without metadata.',
    );
  }
  return { bytes: parts.clean, changes: [...changes, 'every pixel as it was'] };
}

function tooManyBytes(bytes: number, most: number, isAmended: boolean): PhotoFault {
  const subject = isAmended ? 'The photo, after the changes,' : 'The photo';
  return new PhotoFault(
    'too-many-bytes',
    `${subject} has ${bytes} bytes; the stage uses at most ${most}. Scale it down, or save it with a lower quality.`,
  );
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
