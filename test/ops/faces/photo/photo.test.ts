import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import type { PhotoFault } from '../../../../ops/faces/photo/fault';
import { GOOD_SIDE, MAX_FILE_BYTES, MAX_SIDE, MIN_SIDE } from '../../../../ops/faces/photo/limits';
import { readPhoto } from '../../../../ops/faces/photo/photo';
import { jpegPicture, picture, pngPicture } from '../../../support/pictures';

const LIMITS = { maxBytes: 2 * 1024 * 1024, minSide: MIN_SIDE, maxSide: MAX_SIDE };
const read = (file: Buffer, limits = LIMITS) => readPhoto(file, limits);
const fault = (file: Buffer, limits = LIMITS) =>
  readPhoto(file, limits).then(
    () => 'accepted',
    ({ code, message }: PhotoFault) => `${code}: ${message}`,
  );
const pixels = (file: Buffer) => sharp(file).raw().toBuffer();

describe('a photo that needs no change', () => {
  test.each([
    ['a JPEG', () => jpegPicture()],
    ['a progressive JPEG', () => picture().jpeg({ progressive: true }).toBuffer()],
    ['a grey JPEG', () => picture().greyscale().jpeg().toBuffer()],
    ['a JPEG with a colour profile', () => picture().withIccProfile('p3').jpeg().toBuffer()],
    ['a PNG', () => pngPicture()],
    ['a PNG with an opaque alpha channel', () => picture().ensureAlpha(1).png().toBuffer()],
  ])('is stored byte for byte: %s', async (_, make) => {
    const file = await make();
    const photo = await read(file);
    expect(photo.bytes).toBe(file);
    expect(photo.changes).toEqual([]);
    expect(photo.sha256).toBe(createHash('sha256').update(file).digest('hex'));
    expect(photo.source).toEqual({ bytes: file.length, sha256: photo.sha256 });
  });
});

describe('metadata', () => {
  const exif = { IFD0: { Copyright: 'somebody', Make: 'camera' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } };

  test.each([
    ['JPEG', () => picture().withExif(exif).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">somebody</x:xmpmeta>').jpeg().toBuffer()],
    ['PNG', () => picture().withExif(exif).png().toBuffer()],
  ])('is taken out of a %s, and no pixel changes', async (_, make) => {
    const file = await make();
    expect(file.includes('somebody')).toBe(true);
    const photo = await read(file);
    expect(photo.bytes.includes('somebody')).toBe(false);
    expect(photo.changes.join()).toMatch(/metadata removed \(.*Exif.*\).*every pixel as it was/);
    expect((await pixels(photo.bytes)).equals(await pixels(file))).toBe(true);
    expect(photo.source.bytes).toBe(file.length);
    expect(photo.sha256).not.toBe(photo.source.sha256);
  });

  test('with an orientation turns the picture, and says so', async () => {
    const file = await picture(1, 480, 360).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const photo = await read(file);
    const head = await sharp(photo.bytes).metadata();
    expect([head.width, head.height, head.orientation]).toEqual([360, 480, undefined]);
    expect([photo.width, photo.height]).toEqual([360, 480]);
    expect(photo.changes.join()).toContain('turned upright (Exif orientation 6)');
  });

  test('and what follows the picture is cut off: a second picture, a video', async () => {
    const file = await jpegPicture();
    const photo = await read(Buffer.concat([file, await jpegPicture(2)]));
    expect(photo.bytes.equals(file)).toBe(true);
    expect(photo.changes.join()).toMatch(/\d+ bytes behind the picture removed/);
  });
});

describe('what is converted, and said', () => {
  test.each([
    ['CMYK', () => picture().toColourspace('cmyk').jpeg().toBuffer(), 'colours converted from CMYK to sRGB'],
    ['16 bits', () => picture().toColourspace('rgb16').png().toBuffer(), 'reduced from 16 to 8 bits'],
    ['transparency', () => picture().ensureAlpha(0.5).png().toBuffer(), 'transparent parts filled with white'],
  ])('%s', async (_, make, change) => {
    const photo = await read(await make());
    expect(photo.changes.join()).toContain(change);
    const { space, depth, isOpaque } = { ...(await sharp(photo.bytes).metadata()), ...(await sharp(photo.bytes).stats()) };
    expect({ space, depth, isOpaque }).toEqual({ space: 'srgb', depth: 'uchar', isOpaque: true });
  });

  test('once only: a photo that was amended needs nothing more', async () => {
    for (const file of [
      await picture().withMetadata({ orientation: 8 }).jpeg().toBuffer(),
      await picture().ensureAlpha(0.5).png().toBuffer(),
    ]) {
      const once = await read(file);
      const twice = await read(once.bytes);
      expect([once.changes.length > 0, twice.changes, twice.sha256]).toEqual([true, [], once.sha256]);
    }
  });
});

const ftyp = (brand: string) => Buffer.concat([Buffer.from(`\0\0\0\u0018ftyp${brand}`, 'latin1'), Buffer.alloc(100)]);

describe('what is refused, with what to do', () => {
  test.each([
    ['webp', () => picture().webp().toBuffer(), 'a WebP picture'],
    ['gif', () => picture().gif().toBuffer(), 'a GIF picture'],
    ['tiff', () => picture().tiff().toBuffer(), 'a TIFF picture'],
    ['avif', () => picture(1, 200, 200).avif({ effort: 0 }).toBuffer(), 'an AVIF picture'],
    ['text', async () => Buffer.from('hello'), 'format of the content is not known'],
    ['heic of a row of pictures', async () => ftyp('hevx'), 'a HEIC picture'],
    ['avif of several', async () => ftyp('avis'), 'an AVIF picture'],
    ['raw', async () => ftyp('crx '), 'the raw picture of a camera'],
    ['jxl', async () => Buffer.from('0000000c4a584c200d0a870a', 'hex'), 'a JPEG XL picture'],
  ])('by content, under any name: %s', async (_, make, said) => {
    expect(await fault(await make())).toMatch(new RegExp(`^not-a-photo: .*${said}.*Accepted: JPEG and PNG`));
  });

  test.each([
    ['an empty file', async () => Buffer.alloc(0), /^not-a-photo: The file is empty\. Fetch it/],
    ['a file of zeros', async () => Buffer.alloc(9000), /nothing but zeros.*Fetch it/],
    ['base64', async () => Buffer.from((await jpegPicture()).toString('base64')), /base64 text.*Decode it/],
    ['base64 behind a line break', async () => Buffer.from(`\n${(await jpegPicture()).toString('base64')}`), /base64 text.*Decode it/],
    ['a web page', async () => Buffer.from('<!DOCTYPE html><html>Sign in</html>'), /a web page or XML.*error or a sign-in/],
    [
      'an error as XML',
      async () => Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
      /a web page or XML.*error/,
    ],
    ['an error as JSON', async () => Buffer.from('{"error":"not found"}'), /JSON.*error/],
    ['a pointer of Git LFS', async () => Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /pointer of Git LFS.*git lfs pull/],
    ['an archive', async () => Buffer.from('PK\u0003\u0004abcdefgh'), /an archive.*Unpack/],
    ['a video', async () => ftyp('isom'), /a video.*picture/],
    [
      'a photo read as UTF-8',
      async () => Buffer.from((await jpegPicture()).toString('utf8')),
      /read as text.*Fetch it.*without changing it/,
    ],
    ['a photo read as Latin-1', async () => Buffer.from((await jpegPicture()).toString('latin1')), /read as text/],
    [
      ...([
        'a PNG sent in text mode',
        async () => Buffer.from((await pngPicture()).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
      ] as const),
      /read as text/,
    ],
  ])('%s says what it is and what to do about that, not to save it as JPEG', async (_, make, said) => {
    const text = await fault(await make());
    expect(text).toMatch(said);
    expect(text).not.toContain('save it as one of them');
  });

  test('a damaged picture is not to be saved again: a viewer fills in what is missing', async () => {
    const png = await pngPicture(1, 220, 220);
    png.writeUInt8(png.readUInt8(png.length - 20) ^ 0xff, png.length - 20);
    const text = await fault(png);
    expect(text).toMatch(/^damaged: .*Fetch it from its source again/);
    expect(text).not.toMatch(/save/i);
  });

  test('cut off or damaged: at any place, or with a checksum that is wrong', async () => {
    const [jpeg, png] = [await jpegPicture(1, 220, 220), await pngPicture(1, 220, 220)];
    for (const file of [jpeg, png]) {
      for (const part of [0.02, 0.3, 0.7, 0.999])
        expect(await fault(file.subarray(0, Math.floor(file.length * part)))).toMatch(/^damaged: /);
    }
    const changed = Buffer.from(png);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    expect(await fault(changed)).toMatch(/^damaged: .*cannot be decoded/);
  });

  test('an animated PNG', async () => {
    const png = await pngPicture();
    const animation = Buffer.alloc(20);
    animation.writeUInt32BE(8, 0);
    animation.write('acTL', 4, 'latin1');
    expect(await fault(Buffer.concat([png.subarray(0, 33), animation, png.subarray(33)]))).toMatch(/^animated: /);
  });

  test('a small file that claims a huge picture, before any pixel is decoded', async () => {
    const bomb = await sharp({ create: { width: 15_000, height: 15_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(LIMITS.maxBytes);
    const before = process.memoryUsage().rss;
    expect(await fault(bomb)).toMatch(/^too-many-pixels: .*15000x15000.*8000/);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    const wide = await sharp({ create: { width: 8000, height: 5001, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await fault(wide)).toMatch(/^too-many-pixels: .*in all more than 40000000/);
  });

  test('too few pixels, and with few a notice', async () => {
    expect(await fault(await jpegPicture(1, MIN_SIDE - 1, 400))).toMatch(/^too-few-pixels: .*199x400.*200/);
    expect((await read(await jpegPicture(1, MIN_SIDE, 400))).notices.join()).toContain('200x400');
    expect((await read(await jpegPicture(1, GOOD_SIDE, 400))).notices).toEqual([]);
  });

  test('too many bytes for the stage, counted after the change, and a file that is not even decoded', async () => {
    const file = await jpegPicture();
    expect(await fault(file, { ...LIMITS, maxBytes: file.length - 1 })).toMatch(
      new RegExp(`^too-many-bytes: .*${file.length} bytes.*${file.length - 1}`),
    );
    expect(await fault(Buffer.concat([file, Buffer.alloc(3000)]), { ...LIMITS, maxBytes: file.length })).toBe('accepted');
    expect(await fault(Buffer.alloc(MAX_FILE_BYTES + 1))).toMatch(/^file-too-large: /);
  });

  test('for any bytes the answer is a photo or a fault, never another error', async () => {
    const base = await jpegPicture(1, 200, 200);
    const png = await pngPicture(1, 200, 200);
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), async (isPng, edits) => {
        const file = Buffer.from(isPng ? png : base);
        for (const [at, value] of edits) file[at % file.length] = value;
        expect(await fault(file)).toMatch(/^(accepted$|[a-z-]+: .+\. .+\.)/);
      }),
      { numRuns: 60 },
    );
  });
});
