import { createHash } from 'node:crypto';
import type { Sharp } from 'sharp';
import { decoder } from './decoder';
import { PhotoFault } from './fault';
import type { PhotoFormat } from './format';
import { MAX_PIXELS } from './limits';

/** JPEG quality of a picture that had to be written again: no difference that a person or a comparison of faces would find. */
export const QUALITY = 95;

/** What the head of a picture says, before any pixel is decoded. */
export interface PictureHead {
  readonly width: number;
  readonly height: number;
  /** 1 is upright; the others are in the Exif specification. */
  readonly orientation: number;
  readonly isCmyk: boolean;
  readonly is16Bit: boolean;
  readonly hasAlpha: boolean;
}

/** @throws PhotoFault `damaged`. */
export async function readHead(file: Buffer): Promise<PictureHead> {
  const head = await orDamaged(decoder()(file, { limitInputPixels: false }).metadata());
  return {
    width: head.width,
    height: head.height,
    orientation: head.orientation ?? 1,
    isCmyk: head.space === 'cmyk',
    is16Bit: head.depth === 'ushort',
    hasAlpha: head.hasAlpha,
  };
}

/** Decodes every byte of the picture, at a fraction of its size where the format allows. @throws PhotoFault `damaged`. */
export async function requireWhole(file: Buffer): Promise<void> {
  await orDamaged(open(file).resize(16, 16, { fit: 'fill' }).raw().toBuffer());
}

/** A digest of the pixels. @throws PhotoFault `damaged`. */
export async function pixelDigest(file: Buffer): Promise<string> {
  const pixels = await orDamaged(open(file).raw().toBuffer());
  return createHash('sha256').update(pixels).digest('hex');
}

/** Whether some pixel is transparent. @throws PhotoFault `damaged`. */
export async function isTransparent(file: Buffer): Promise<boolean> {
  return !(await orDamaged(open(file).stats())).isOpaque;
}

/** Writes the picture again: upright, in sRGB with 8 bits, on white, without metadata. @throws PhotoFault `damaged`. */
export async function rewrite(file: Buffer, format: PhotoFormat, fillsGround: boolean): Promise<Buffer> {
  const upright = open(file).autoOrient().toColourspace('srgb');
  const filled = fillsGround ? upright.flatten({ background: '#ffffff' }) : upright;
  return orDamaged(
    (format === 'jpeg' ? filled.jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' }) : filled.png({ compressionLevel: 9 })).toBuffer(),
  );
}

/** `warning` is the strictest: it refuses what a decoder would fill in with grey. */
function open(file: Buffer): Sharp {
  return decoder()(file, { failOn: 'warning', limitInputPixels: MAX_PIXELS, sequentialRead: true });
}

async function orDamaged<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown';
    throw new PhotoFault(
      'damaged',
      `The picture cannot be decoded whole (${why.slice(0, 120)}). Fetch it from its source again; if that is the same, its program has to write an ordinary JPEG or PNG.`,
      { cause: error },
    );
  }
}
