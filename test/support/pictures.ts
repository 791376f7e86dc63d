import sharp, { type Sharp } from 'sharp';

/** A picture of noise, the same for the same seed, large enough to be enrolled. */
export function picture(seed = 1, width = 360, height = 480): Sharp {
  const data = Buffer.alloc(width * height * 3);
  let state = seed >>> 0;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // Soft noise, so that the file stays small.
    data[at] = 112 + (state >>> 27);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function jpegPicture(seed = 1, width = 360, height = 480): Promise<Buffer> {
  return picture(seed, width, height).jpeg({ quality: 80 }).toBuffer();
}

export function pngPicture(seed = 1, width = 360, height = 480): Promise<Buffer> {
  return picture(seed, width, height).png().toBuffer();
}
