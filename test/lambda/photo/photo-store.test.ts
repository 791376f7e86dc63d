import { setTimeout as pause } from 'node:timers/promises';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { type PhotoRequest, s3PhotoStore } from '../../../lambda/photo/photo-store';
import { startS3 } from '../../../stand-ins/s3/s3';
import { jpegOf } from '../../support/photos';
import { testS3Client } from '../../support/proxy';
import { until } from '../../support/until';

const PHOTO = jpegOf(2000);
const RULES = { requireChecksum: true, missingKey: 'message-names-list-bucket' } as const;

let s3: Awaited<ReturnType<typeof startS3>>;
let client: ReturnType<typeof testS3Client>;
/** Authorization of each request that the client had ready for the wire. */
let ready: unknown[];
const store = () => s3PhotoStore(client, 'faces', RULES, 1000);

beforeEach(async () => {
  s3 = await startS3();
  s3.putPhoto('faces/somebody', { bytes: PHOTO });
  client = testS3Client(s3.url);
  ready = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      ready.push((args.request as { headers: Record<string, string> }).headers.authorization);
      return await next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
});
afterEach(async () => {
  client.destroy();
  await s3.close();
});

async function readAll(request: PhotoRequest): Promise<Buffer> {
  const photo = await request.open();
  const chunks: Uint8Array[] = [];
  for (let next = await photo.chunks.next(); !next.done; next = await photo.chunks.next()) chunks.push(next.value);
  photo.close();
  return Buffer.concat(chunks);
}

test('a request for a photo is ready and signed before it is opened, and not sent until then', async () => {
  const deadline = startDeadline(60_000);
  const request = store().prepare('faces/somebody', deadline);
  await until(() => ready.length > 0);
  expect(ready).toEqual([expect.stringContaining('Signature=')]);
  // Many times as long as a request takes here.
  await pause(100);
  expect(s3.requests).toEqual([]);
  expect(await readAll(request)).toEqual(PHOTO);
  expect(ready).toHaveLength(1);
  expect(s3.requests).toHaveLength(1);
  deadline.end();
});

test('making it ready begins in the next turn: what has been asked for in this one goes first', async () => {
  const deadline = startDeadline(60_000);
  store().prepare('faces/somebody', deadline);
  for (let count = 0; count < 1000; count++) await undefined;
  expect(ready).toEqual([]);
  await until(() => ready.length > 0);
  deadline.end();
});

test('nothing is made ready for a request that has ended in the meantime', async () => {
  const deadline = startDeadline(60_000);
  store().prepare('faces/somebody', deadline);
  deadline.end();
  await pause(50);
  expect(ready).toEqual([]);
});

test('a request that cannot be made ready harms no one unless it is opened', async () => {
  const failing = testS3Client(s3.url, () => Promise.reject(new Error('no credentials')));
  const deadline = startDeadline(60_000);
  const request = s3PhotoStore(failing, 'faces', RULES, 1000).prepare('faces/somebody', deadline);
  await pause(50);
  await expect(request.open()).rejects.toMatchObject({ code: 'face-store-unavailable' });
  deadline.end();
});

test('not even a session is asked for ahead, of a directory bucket', async () => {
  const deadline = startDeadline(60_000);
  s3PhotoStore(client, 'faces--euc1-az1--x-s3', RULES, 1000).prepare('faces/somebody', deadline);
  await until(() => ready.length > 0);
  await pause(50);
  expect(s3.requests).toEqual([]);
  deadline.end();
});

test('each opening is a request of its own', async () => {
  const deadline = startDeadline(60_000);
  const request = store().prepare('faces/somebody', deadline);
  expect(await readAll(request)).toEqual(PHOTO);
  expect(await readAll(request)).toEqual(PHOTO);
  expect(s3.requests).toHaveLength(2);
  deadline.end();
});

test('a request that was ready in time is not sent after the end of what it is for', async () => {
  const deadline = startDeadline(60_000);
  const request = store().prepare('faces/somebody', deadline);
  await until(() => ready.length > 0);
  deadline.end();
  await expect(request.open()).rejects.toMatchObject({ reason: 'the request has ended' });
  // What was sent would be there before this one.
  const next = startDeadline(60_000);
  expect(await readAll(store().prepare('faces/somebody', next))).toEqual(PHOTO);
  expect(s3.requests).toHaveLength(1);
  next.end();
});
