import { isPhoto, SIGNATURE_BYTES } from '../../../lambda/photo/image-signature';

const JPEG = Buffer.from('ffd8ffe000104a464946000101', 'hex');
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('isPhoto', () => {
  it.each([
    ['a JPEG', JPEG],
    ['a JPEG of three bytes', JPEG.subarray(0, 3)],
    ['a PNG', PNG],
    ['a PNG of a signature alone', PNG.subarray(0, SIGNATURE_BYTES)],
  ])('takes %s', (_what, head) => {
    expect(isPhoto(head)).toBe(true);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['the first two bytes of a JPEG', JPEG.subarray(0, 2)],
    ['a PNG cut inside its signature', PNG.subarray(0, SIGNATURE_BYTES - 1)],
    ['a PNG that went through a text mode', Buffer.from('89504e470a1a0a0000', 'hex')],
    ['a GIF', Buffer.from('GIF89a\0\0')],
    ['a text', Buffer.from('This is not a photo')],
    ['the base64 of a JPEG', Buffer.from(JPEG.toString('base64'))],
    ['a JPEG behind a blank', Buffer.concat([Buffer.from(' '), JPEG])],
  ])('refuses %s', (_what, head) => {
    expect(isPhoto(head)).toBe(false);
  });
});
