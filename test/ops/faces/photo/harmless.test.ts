import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PhotoFault } from '../../../../ops/faces/photo/fault';
import { readPhoto } from '../../../../ops/faces/photo/photo';
import { picture } from '../../../support/pictures';

const LIMITS = { maxBytes: 2 * 1024 * 1024, minSide: 200, maxSide: 8000 };
const stored = (name: string) => readFile(join(__dirname, 'jpg', name));
const faultOf = (file: Buffer) =>
  readPhoto(file, LIMITS).then(
    () => 'accepted',
    ({ code, message }: PhotoFault) => `${code}: ${message}`,
  );

/** Pictures of several makes; each is whole and regular. */
const PICTURES: readonly (readonly [name: string, make: () => Promise<Buffer>])[] = [
  ['4:4:4', () => picture(1, 208, 240).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()],
  ['4:2:0, sides that are no multiple of a block', () => picture(2, 333, 217).jpeg({ chromaSubsampling: '4:2:0' }).toBuffer()],
  ['its own tables', () => picture(3, 401, 307).jpeg({ optimiseCoding: true, quality: 60 }).toBuffer()],
  ['grey', () => picture(4, 230, 231).greyscale().jpeg().toBuffer()],
  ['restart intervals', () => stored('restart-intervals.jpg')],
  ['a scan for each colour', () => stored('three-scans.jpg')],
];
const PROGRESSIVE: (typeof PICTURES)[number] = ['progressive', () => picture(6, 320, 240).jpeg({ progressive: true }).toBuffer()];

/** Where the head of a segment begins. */
const segment = (file: Buffer, marker: number) => file.indexOf(Buffer.from([0xff, marker]));
/** With a JFIF segment of a revision that does not exist. */
const revised = (file: Buffer) => insert(file, 2, Buffer.from('ffe000104a46494600020100000100010000', 'hex'));
const withoutEnd = (file: Buffer) => file.subarray(0, -2);
const put = (file: Buffer, at: number, ...bytes: number[]) => {
  const changed = Buffer.from(file);
  changed.set(bytes, at);
  return changed;
};
const insert = (file: Buffer, at: number, bytes: Buffer) => Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]);
/** Start, end and accuracy stand at the end of the first scan's head. */
const scanParameters = (file: Buffer, ...values: number[]) => {
  const at = segment(file, 0xda) + 2;
  return put(file, at + file.readUInt16BE(at) - 3, ...values);
};
const cut = (file: Buffer, part: number) => {
  const scan = file.lastIndexOf(Buffer.from([0xff, 0xda])) + 14;
  return file.subarray(0, scan + Math.floor((file.length - scan) * part));
};
/** The largest difference of a sample. */
const differenceOf = async (one: Buffer, other: Buffer) => {
  const stats = await sharp(one)
    .toColourspace('srgb')
    .composite([{ input: other, blend: 'difference' }])
    .removeAlpha()
    .png()
    .toBuffer();
  return Math.max(...(await sharp(stats).stats()).channels.map(({ max }) => max));
};
const END = Buffer.from([0xff, 0xd9]);
/** What phones of this make put behind a picture: blocks, a video, the mark. It looks like picture data, and ends in markers. */
const trailer = (bytes = 700) => {
  const noise = Buffer.from(Array.from({ length: bytes }, (_, at) => (Math.imul(at + 7, 2_654_435_761) >>> 24) % 255));
  return Buffer.concat([
    Buffer.from('\0\0\u0001\n\u000e\0\0\0Image_UTC_Data', 'latin1'),
    noise,
    Buffer.from([0xff, 0xe3, 0xff, 0xd8]),
    Buffer.from('SEFT'),
  ]);
};

const HARMLESS: readonly (readonly [what: string, make: (file: Buffer) => Buffer, said: RegExp])[] = [
  ['scan parameters 0 0 0', (file) => scanParameters(file, 0, 0, 0), /scan parameters/],
  ['scan parameters 1 63 17', (file) => scanParameters(file, 1, 63, 17), /scan parameters/],
  ['JFIF revision 2.01', revised, /JFIF revision/],
  ['stray bytes before a table', (file) => insert(file, segment(file, 0xc4), Buffer.from([0, 1, 2])), /stray bytes/],
  ['stray bytes before the scan', (file) => insert(file, segment(file, 0xda), Buffer.from([0xff, 0, 9])), /stray bytes/],
  ['stray bytes before the end marker', (file) => insert(file, file.length - 2, Buffer.alloc(8)), /stray bytes/],
  ['no end marker', withoutEnd, /no end marker/],
  ['no end marker, and a trailer', (file) => Buffer.concat([withoutEnd(file), trailer()]), /no end marker/],
  ['no end marker, and zeros', (file) => Buffer.concat([withoutEnd(file), Buffer.alloc(4096)]), /no end marker/],
  [
    'no end marker, and a video',
    (file) => Buffer.concat([withoutEnd(file), Buffer.from('\0\0\0\u0018ftypmp42', 'latin1'), trailer()]),
    /no end marker/,
  ],
  [
    'no end marker, and a motion photo',
    (file) => Buffer.concat([withoutEnd(file), Buffer.from('MotionPhoto_Data'), trailer()]),
    /no end marker/,
  ],
  ['all at once', (file) => Buffer.concat([withoutEnd(revised(scanParameters(file, 0, 0, 0))), trailer()]), /revision.*scan.*end/],
];

describe.each(PICTURES)('a photo that departs from the standard without harm is enrolled, written again, and said so: %s', (_, make) => {
  test.each(HARMLESS)('%s', async (__, deviate, said) => {
    const file = await make();
    const odd = deviate(file);
    const photo = await readPhoto(odd, LIMITS);
    expect(photo.changes.join('; ')).toMatch(said);
    expect(photo.changes.join('; ')).toMatch(/without harm.*written again as JPEG/);
    expect(await differenceOf(file, photo.bytes)).toBeLessThan(24);
    expect(await readPhoto(photo.bytes, LIMITS)).toMatchObject({ changes: [], sha256: photo.sha256 });
  });
});

test.each(['samsung-sos-params.jpg', 'samsung-panorama-no-eoi.jpg'])('a photo as common phones take it is enrolled: %s', async (name) => {
  const { width, height, changes } = await readPhoto(await stored(name), LIMITS);
  expect([width, height, changes.join('; ')]).toEqual([400, 600, expect.stringMatching(/without harm.*written again/)]);
});

test('a progressive photo without an end marker is enrolled when its last scan is whole', async () => {
  const file = await PROGRESSIVE[1]();
  expect((await readPhoto(withoutEnd(file), LIMITS)).changes.join()).toContain('no end marker');
});

describe.each([...PICTURES, PROGRESSIVE])('real damage stays refused after a harmless deviation: %s', (_, make) => {
  const halves: readonly (readonly [what: string, damage: (file: Buffer) => Buffer])[] = [
    ['a scan that is cut, with an end marker', (file) => Buffer.concat([cut(file, 0.5), END])],
    ['a scan of which the last bytes are cut, with an end marker', (file) => Buffer.concat([file.subarray(0, -6), END])],
    ['a scan that is cut, without an end marker', (file) => cut(file, 0.5)],
    ['a scan that is cut, and a trailer', (file) => Buffer.concat([cut(file, 0.5), trailer(40_000)])],
    ['a scan that is cut near its end, and a trailer', (file) => Buffer.concat([cut(file, 0.97), trailer(40_000)])],
    [
      'a scan that is cut, and other bytes with an end marker',
      (file) => Buffer.concat([cut(file, 0.5), trailer(40_000).subarray(40, -8), END]),
    ],
    [
      'a scan that is cut, and filled up with zeros to its old length',
      (file) => Buffer.concat([cut(file, 0.5), Buffer.alloc(file.length - cut(file, 0.5).length - 2), END]),
    ],
    ['a scan that is cut, and zeros without end', (file) => Buffer.concat([cut(file, 0.5), Buffer.alloc(400_000), END])],
    ['a scan that is cut, and FF without end', (file) => Buffer.concat([cut(file, 0.5), Buffer.alloc(4000, 0xff), END])],
  ];
  test.each(halves)('%s', async (__, damage) => {
    const file = damage(await make());
    expect(await faultOf(file)).toMatch(/^damaged: /);
    expect(await faultOf(revised(scanParameters(file, 0, 0, 0)))).toMatch(/^damaged: /);
  });
});

test('a picture of which a colour, or the fine parts, never came is refused, though every decoder shows one', async () => {
  for (const file of [await stored('three-scans.jpg'), await PROGRESSIVE[1]()]) {
    const last = file.lastIndexOf(Buffer.from([0xff, 0xda]));
    expect(await faultOf(Buffer.concat([file.subarray(0, last), END]))).toMatch(/^damaged: .*parts of the picture are missing/);
  }
});
