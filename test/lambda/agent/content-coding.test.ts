import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { decodeReply } from '../../../lambda/agent/content-coding';
import { refusal } from '../../support/refusal';

const TEXT = '{"transactionId":"t-1","š":"\u{1f600}"}';
const BYTES = Buffer.from(TEXT);
const LIMIT = 1000;
const decoded = (bytes: Buffer, encoding?: string) => decodeReply(bytes, encoding, LIMIT).toString();

const CODINGS: [string, (bytes: Buffer) => Buffer][] = [
  ['gzip', (bytes) => gzipSync(bytes)],
  ['x-gzip', (bytes) => gzipSync(bytes)],
  ['deflate', (bytes) => deflateSync(bytes)],
  ['deflate', (bytes) => deflateRawSync(bytes)],
  ['br', (bytes) => brotliCompressSync(bytes)],
];

describe('a reply that can still be read', () => {
  it.each([undefined, '', ' ', 'identity', 'Identity', 'IDENTITY', 'identity, identity', ',', 'utf-8', 'none', 'constructor', '__proto__'])(
    'is as it came under the content coding %j',
    (encoding) => {
      expect(decoded(BYTES, encoding)).toBe(TEXT);
    },
  );

  it.each(CODINGS)('is decoded under %s, in every case', (coding, encode) => {
    for (const name of [coding, coding.toUpperCase(), ` ${coding} `, `identity, ${coding}`, `${coding},`]) {
      expect(decoded(encode(BYTES), name)).toBe(TEXT);
    }
  });

  it('is decoded where two codings were applied, the last one first', () => {
    expect(decoded(brotliCompressSync(gzipSync(BYTES)), 'gzip, br')).toBe(TEXT);
    expect(decoded(gzipSync(gzipSync(BYTES)), 'gzip, gzip')).toBe(TEXT);
  });

  it.each(['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'compress'])('is as it came where %s is named and was not applied', (encoding) => {
    for (const text of [TEXT, '{}', '[]', '', 'OK', '8', '"x"', ' {"a":1}']) expect(decoded(Buffer.from(text), encoding)).toBe(text);
  });

  it('is whole without the end of its frame', () => {
    expect(decoded(gzipSync(BYTES).subarray(0, -8), 'gzip')).toBe(TEXT);
    expect(decoded(deflateSync(BYTES).subarray(0, -4), 'deflate')).toBe(TEXT);
  });

  it('is decoded as gzip if it begins so, under any name: no JSON does', () => {
    for (const name of [undefined, '', 'identity', 'br', 'deflate', 'gzip;q=1.0', '"gzip"', 'utf-8']) {
      expect(decoded(gzipSync(BYTES), name)).toBe(TEXT);
    }
  });

  it('is decoded however many codings are named that change nothing', () => {
    for (const name of [',,,,gzip', 'identity, identity, identity, identity, gzip', 'gzip, , identity, , identity,']) {
      expect(decoded(gzipSync(BYTES), name)).toBe(TEXT);
      expect(decoded(deflateSync(BYTES), name.replace('gzip', 'deflate'))).toBe(TEXT);
    }
  });

  it.each(CODINGS)('is decoded under %s where more follows its frame', (coding, encode) => {
    for (const more of ['\n', '\r\n', 'more', '\0\0', '\x1f', '\x1f\x8bmore']) {
      expect(decoded(Buffer.concat([encode(BYTES), Buffer.from(more, 'latin1')]), coding)).toBe(TEXT);
    }
  });

  it('is decoded though the frame around it is damaged', () => {
    for (const end of [Buffer.alloc(8), Buffer.alloc(7, 1)]) {
      expect(decoded(Buffer.concat([gzipSync(BYTES).subarray(0, -8), end]), 'gzip')).toBe(TEXT);
    }
    expect(decoded(Buffer.concat([deflateSync(BYTES).subarray(0, -4), Buffer.alloc(4)]), 'deflate')).toBe(TEXT);
  });

  it('is whole where gzip came in several members', () => {
    expect(decoded(Buffer.concat([gzipSync(BYTES.subarray(0, 9)), gzipSync(BYTES.subarray(9))]), 'gzip')).toBe(TEXT);
  });

  it('loses its byte order mark, compressed or not, and no character that follows it', () => {
    expect(decoded(Buffer.from(`\ufeff${TEXT}`))).toBe(TEXT);
    expect(decoded(gzipSync(Buffer.from(`\ufeff${TEXT}`)), 'gzip')).toBe(TEXT);
    expect(decoded(Buffer.from('\ufeff'))).toBe('');
    expect(decoded(Buffer.from(`{"a":"\ufeff"}`))).toBe('{"a":"\ufeff"}');
  });
});

describe('a reply that grows beyond the limit', () => {
  it.each(CODINGS)('is refused under %s, and not decoded any further', (coding, encode) => {
    expect(decoded(encode(Buffer.alloc(LIMIT, 0x20)), coding)).toHaveLength(LIMIT);
    const bomb = encode(Buffer.alloc(50_000_000));
    const before = process.memoryUsage().rss;
    expect(() => decodeReply(bomb, coding, LIMIT)).toThrow(refusal('agent-bad-response', /more than 1000 bytes/));
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
  });

  it('is refused when the end of its frame is damaged, too', () => {
    const bomb = Buffer.concat([gzipSync(Buffer.alloc(10_000_000)), Buffer.from('more')]);
    expect(() => decodeReply(bomb, 'gzip', LIMIT)).toThrow(refusal('agent-bad-response', /more than 1000 bytes/));
  });

  it('is refused, and not cut, when something small is before what grows', () => {
    const bomb = Buffer.concat([gzipSync('{}'), gzipSync(Buffer.alloc(10_000_000))]);
    expect(() => decodeReply(bomb, 'gzip', LIMIT)).toThrow(refusal('agent-bad-response', /more than 1000 bytes/));
  });

  it('is decoded so many times and no more, however often a coding is named', () => {
    const encoded = Array.from({ length: 7 }).reduce<Buffer>((bytes) => gzipSync(bytes), BYTES);
    const left = decodeReply(encoded, Array(7).fill('gzip').join(), LIMIT);
    expect(left.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  it('is refused when its second coding does so', () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(10_000_000)));
    expect(() => decodeReply(bomb, 'gzip, gzip', 20_000)).toThrow(refusal('agent-bad-response'));
  });
});
