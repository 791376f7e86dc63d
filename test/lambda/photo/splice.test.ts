import type { Payload } from '../../../lambda/agent/payload';
import { type Deadline, startDeadline } from '../../../lambda/deadline/deadline';
import type { StoredPhoto } from '../../../lambda/photo/photo-store';
import { splicePhoto } from '../../../lambda/photo/splice';
import { jpegOf } from '../../support/photos';
import { seeded } from '../../support/random';
import { refusal } from '../../support/refusal';

const OPEN = { prefix: '{"žurno":"', suffix: '"}}' };

let deadline: Deadline;
beforeEach(() => {
  deadline = startDeadline(10_000);
});
afterEach(() => deadline.end());

function storedPhoto(chunks: readonly Uint8Array[], bytes = Buffer.concat(chunks).length, failure?: Error): StoredPhoto {
  async function* read(): AsyncGenerator<Uint8Array, void> {
    yield* chunks;
    if (failure !== undefined) throw failure;
  }
  return { bytes, version: 'v1', enrolledAt: undefined, requestId: undefined, chunks: read(), close: () => undefined };
}

async function written(payload: Payload): Promise<{ text: string; error: unknown }> {
  const parts: Buffer[] = [];
  try {
    for await (const chunk of payload.chunks) parts.push(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : Buffer.from(chunk));
    return { text: Buffer.concat(parts).toString(), error: undefined };
  } catch (error) {
    return { text: Buffer.concat(parts).toString(), error };
  }
}

/** A copy in a separate buffer, as `Uint8Array`, that begins behind other bytes. */
function asView(bytes: Buffer): Uint8Array {
  const room = new Uint8Array(bytes.length + 5);
  room.set(bytes, 3);
  return room.subarray(3, 3 + bytes.length);
}

describe('a photo in its hole', () => {
  test.each([8, 9, 10, 11, 12, 95, 96, 97, 98, 1000])('of %i bytes in one piece has the announced length', async (bytes) => {
    const photo = jpegOf(Math.max(10, bytes)).subarray(0, bytes);
    const payload = await splicePhoto(OPEN, storedPhoto([photo]), deadline);
    const { text } = await written(payload);
    expect(text).toBe(OPEN.prefix + photo.toString('base64') + OPEN.suffix);
    expect(payload.bytes).toBe(Buffer.byteLength(text));
  });

  test('is whole however it is cut, into buffers and views, with empty ones between', async () => {
    const random = seeded(5);
    for (let round = 0; round < 300; round++) {
      const photo = jpegOf(10 + random.whole(60), String(round));
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < photo.length; ) {
        const next = photo.subarray(at, at + random.whole(6));
        at += next.length;
        pieces.push(random.whole(2) > 0 ? next : asView(next));
      }
      const payload = await splicePhoto(OPEN, storedPhoto(pieces), deadline);
      expect(await written(payload)).toEqual({ text: OPEN.prefix + photo.toString('base64') + OPEN.suffix, error: undefined });
    }
  });

  test.each([16_383, 16_384, 16_385])('of 100,000 bytes in pieces of %i is whole, with any rest for the next one', async (bytes) => {
    const photo = jpegOf(100_000);
    const pieces = Array.from({ length: Math.ceil(photo.length / bytes) }, (_, at) => photo.subarray(at * bytes, (at + 1) * bytes));
    const payload = await splicePhoto(OPEN, storedPhoto(pieces), deadline);
    expect(await written(payload)).toEqual({ text: OPEN.prefix + photo.toString('base64') + OPEN.suffix, error: undefined });
  });

  test('is given out chunk by chunk: as soon as the next one is asked for, and nothing where there is nothing to give', async () => {
    const photo = jpegOf(40);
    const payload = await splicePhoto(
      OPEN,
      storedPhoto([20, 21, 22, 40].map((end, at, ends) => photo.subarray(ends[at - 1] ?? 0, end))),
      deadline,
    );
    const lengths: number[] = [];
    for await (const chunk of payload.chunks) lengths.push(chunk.length);
    // What comes before the photo leaves with its first piece. Of 20 bytes, 18 are whole groups; the next piece makes one more, the one
    // after it none, and the last one five; one byte is left.
    expect(lengths).toEqual([Buffer.byteLength(OPEN.prefix) + 24, 4, 24, 4 + OPEN.suffix.length]);
  });

  /** As a reply is compared: without signs, which a writer may escape, and without case. */
  const plain = (photo: Buffer) =>
    photo
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .toLowerCase();

  test('can be found in a reply by a sample of its base64', async () => {
    const photo = jpegOf(500);
    const [sample = '', ...others] = (await splicePhoto(OPEN, storedPhoto([photo]), deadline)).samples;
    expect(plain(photo)).toContain(sample);
    expect([sample.length, others]).toEqual([48, []]);
  });

  test('is found by a sample that does not go beyond it, where it is short', async () => {
    const { samples } = await splicePhoto(OPEN, storedPhoto([jpegOf(10)]), deadline);
    expect(samples).toEqual([plain(jpegOf(10))]);
  });
});

describe('the closing bytes', () => {
  test('are held back until the end, and commit the request in that moment', async () => {
    const photo = jpegOf(100_000);
    const payload = await splicePhoto(OPEN, storedPhoto([photo.subarray(0, 10), photo.subarray(10)]), deadline);
    const committed: boolean[] = [];
    for await (const _ of payload.chunks) committed.push(payload.isCommitted());
    expect(committed).toEqual([false, false, true]);
  });

  test.each([
    ['more bytes than announced', 1],
    ['fewer bytes than announced', -1],
  ])('are never given out for an object with %s', async (_what, more) => {
    const photo = jpegOf(1000);
    const payload = await splicePhoto(OPEN, storedPhoto([photo.subarray(0, 500), photo.subarray(500)], 1000 - more), deadline);
    const { text, error } = await written(payload);
    expect(error).toEqual(refusal('face-unusable', new RegExp(`the ${1000 - more} bytes`)));
    expect(text).not.toContain(OPEN.suffix);
    expect(payload.isCommitted()).toBe(false);
  });

  test('of an object without end are not waited for: what is too much is not even encoded', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void> {
      for (; given < 1000; given++) yield jpegOf(100);
    }
    const payload = await splicePhoto(OPEN, { ...storedPhoto([], 250), chunks: endless() }, deadline);
    const { text, error } = await written(payload);
    expect(error).toEqual(refusal('face-unusable'));
    expect(given).toBeLessThanOrEqual(3);
    expect(text.length).toBeLessThan(300);
  });

  test('are never given out when the store breaks, even behind the last byte', async () => {
    const payload = await splicePhoto(OPEN, storedPhoto([jpegOf(100)], 100, new Error('checksum')), deadline);
    const { text, error } = await written(payload);
    expect(error).toMatchObject({ message: 'checksum' });
    expect(text).not.toContain(OPEN.suffix);
    expect(payload.isCommitted()).toBe(false);
  });

  test('are never given out when the deadline has passed meanwhile', async () => {
    const payload = await splicePhoto(OPEN, storedPhoto([jpegOf(100)]), deadline);
    deadline.end();
    const { text, error } = await written(payload);
    expect(error).toEqual(refusal('agent-timeout'));
    expect(text).not.toContain(OPEN.suffix);
    expect(payload.isCommitted()).toBe(false);
  });
});

describe('what is no photo', () => {
  test.each([
    ['nothing', []],
    ['empty pieces', [Buffer.alloc(0), Buffer.alloc(0)]],
    ['two bytes of a JPEG', [Buffer.from([0xff, 0xd8])]],
    ['a text', [Buffer.from('a text that is no photo')]],
    ['a JPEG behind one byte', [Buffer.from([0]), jpegOf(100)]],
  ])('%s is refused before a byte is given out', async (_what, chunks) => {
    await expect(splicePhoto(OPEN, storedPhoto(chunks), deadline)).rejects.toEqual(refusal('face-unusable', /neither a JPEG nor a PNG/));
  });

  test('is known by its first bytes, also when they come one by one, and no more is read for it', async () => {
    let given = 0;
    const photo = jpegOf(100);
    async function* oneByOne(): AsyncGenerator<Uint8Array, void> {
      for (const byte of photo) {
        given++;
        yield Uint8Array.of(byte);
      }
    }
    const payload = await splicePhoto(OPEN, { ...storedPhoto([], 100), chunks: oneByOne() }, deadline);
    expect(given).toBe(8);
    expect((await written(payload)).text).toBe(OPEN.prefix + photo.toString('base64') + OPEN.suffix);
  });
});
