import { isEncodedImage, isPhoto, SIGNATURE_BYTES } from '../../lambda/image-signature';

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

const FORMATS: [string, Buffer][] = [
  ['JPEG', JPEG],
  ['PNG', PNG],
  ['GIF', Buffer.from('GIF89a\x01\0\x01\0')],
  ['WebP', Buffer.from('RIFF\x24\0\0\0WEBPVP8 ')],
  ['TIFF, little endian', Buffer.from('II*\0\x08\0\0\0')],
  ['TIFF, big endian', Buffer.from('MM\0*\0\0\0\x08')],
  ['BigTIFF, little endian', Buffer.from('II+\0\x08\0\0\0')],
  ['BigTIFF, big endian', Buffer.from('MM\0+\0\x08\0\0')],
  ['PDF', Buffer.from('%PDF-1.7\n')],
  ['HEIC', Buffer.from('\0\0\0\x18ftypheic')],
  ['AVIF', Buffer.from('\0\0\0\x1cftypavif')],
  ['JPEG 2000', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1')],
  ['JPEG 2000 code stream', Buffer.from('ff4fff5100290000', 'hex')],
  ['JPEG XL', Buffer.from('\0\0\0\x0cJXL \r\n\x87\n', 'latin1')],
  ['BMP', Buffer.from('BM\x36\x10\0\0\0\0\0\0\x36\0\0\0', 'latin1')],
  ['QOI', Buffer.from('qoif\0\0\0\x10')],
  ['PPM', Buffer.from('P6\n16 16\n255\n')],
  ['PGM with a comment', Buffer.from('P5 # face\n16 16\n255\n')],
  ['PAM', Buffer.from('P7\nWIDTH 16\n')],
];

describe('isEncodedImage', () => {
  it.each(FORMATS)('knows base64 of %s', (_format, head) => {
    expect(isEncodedImage(Buffer.concat([head, Buffer.alloc(64, 0x5a)]).toString('base64'))).toBe(true);
  });

  const plain = Buffer.concat([JPEG, Buffer.alloc(64)]).toString('base64');
  it.each([
    ['line breaks', plain.replace(/.{4}/g, '$&\r\n')],
    ['blanks before every character', plain.replace(/./g, ' $&')],
    ['padding at its start', `==${plain}`],
    ['a zero-width space at its start', `\u200b${plain}`],
    ['no padding', plain.replace(/=+$/, '')],
    ['the URL alphabet', Buffer.concat([JPEG, Buffer.alloc(64)]).toString('base64url')],
    ['more text than is looked at', plain + plain.repeat(40)],
    ['a data URL', `data:image/jpeg;base64,${plain}`],
    ['a data URL of any case, with blanks', ` \n DATA : image/jpeg , ${plain}`],
    ['a data URL of a format that nobody knows', 'data:application/x-face,hello'],
    ['a data URL without its scheme', `image/jpeg;base64,${plain}`],
    ['a data URL with something before it', `x data:image/jpeg; BASE64 ,${plain}`],
  ])('sees a picture with %s', (_what, text) => {
    expect(isEncodedImage(text)).toBe(true);
  });

  it.each([
    '',
    'a',
    'promjena lozinke – žurno',
    'BM is short for Bergmann',
    'QkFNQg',
    '/wonder',
    'iVBOR',
    'data',
    'my data: all of it',
    'database64,',
    'UDUK Industries',
    '+49 170 1234567',
    '/9',
    '2026-11-22T10:00:00.000Z',
    'RIFF',
    'GIF89a',
  ])('leaves the text %j alone', (text) => {
    expect(isEncodedImage(text)).toBe(false);
  });

  it.each([
    ['a sound', 'RIFF\x24\0\0\0WAVEfmt '],
    ['another file with a WebP inside', 'LIFF\x24\0\0\0WEBPVP8 '],
    ['a text that mentions TIFF', 'see II*\0 and MM\0*'],
    ['a text that mentions PPM', 'see P6 1'],
    ['a text that begins like a BMP', 'BM is short for it'],
    ['bytes that are zero where a BMP has zeros', 'abcdef\0\0\0\0gh'],
    ['a text that mentions a box of ISO media', 'ftyp and jP   and JXL '],
    ['a text that mentions GIF', 'a GIF89a or %PDF- or qoif'],
  ])('leaves base64 of %s alone', (_what, content) => {
    expect(isEncodedImage(Buffer.from(content, 'latin1').toString('base64'))).toBe(false);
  });

  it('takes no text of ordinary words for a picture', () => {
    const words = 'the quick brown fox jumps over a lazy dog and then Reason Change Phone Number IBAN DE89 3704 0044'.split(' ');
    for (const one of words)
      for (const other of words) expect([one, other, isEncodedImage(`${one} ${other}`)]).toEqual([one, other, false]);
  });
});
