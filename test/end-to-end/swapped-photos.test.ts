import type { FaultyServer } from '../../stand-ins/faulty';
import { startS3 } from '../../stand-ins/s3/s3';
import type { S3 } from '../../stand-ins/s3/store';
import { localConfigWith } from '../support/config-file';
import { startTestStack, type TestStack } from '../support/local-stack';
import { jpegOf } from '../support/photos';

/** Who can replace a photo could pass as its owner. A waiting time gives the owner, or an alarm, the time to notice. */
const HOUR_MS = 3_600_000;
const MINIMUM_AGE_HOURS = 24;
let stack: TestStack;
let s3: S3 & FaultyServer;

beforeAll(async () => {
  s3 = await startS3();
  const images = { face: { key: 'faces/{subject}', minimumAgeHours: MINIMUM_AGE_HOURS } };
  stack = await startTestStack({ configFile: await localConfigWith({ images }), functionEnvironment: { AWS_ENDPOINT_URL_S3: s3.url } });
});
afterAll(async () => {
  await stack?.stop();
  await s3?.close();
});

/** Puts a photo at alice's key, as if it had been there for some time; what was there is an old version from then on. */
function enrol(version: string, ageMs: number): void {
  const key = stack.details.s3.keyTemplate.replace('{subject}', stack.user('alice').subject);
  s3.putPhoto(key, { bytes: jpegOf(50_000), version, lastModified: new Date(Date.now() - ageMs) });
}

async function expectTooNew(): Promise<void> {
  const before = (await stack.accepted()).length;
  const response = await stack.startTransaction('alice');
  expect([response.status, await response.json()]).toEqual([409, expect.objectContaining({ code: 'face-too-new' })]);
  expect(await stack.accepted()).toHaveLength(before);
}

test('a photo that has been there for longer than the waiting time is used', async () => {
  enrol('original', (MINIMUM_AGE_HOURS + 1) * HOUR_MS);
  expect((await stack.startTransaction('alice')).status).toBe(200);
  expect((await stack.accepted()).at(-1)?.props).toMatchObject({ faceMatchImage: 'face@original' });
});

test('a photo that was put in its place is not used, however old the enrolment, and the old one is not used instead', async () => {
  enrol('swapped', 0);
  await expectTooNew();
});

test('the waiting time is over when it is over, and no minute before', async () => {
  enrol('swapped', MINIMUM_AGE_HOURS * HOUR_MS - 60_000);
  await expectTooNew();
  enrol('swapped', MINIMUM_AGE_HOURS * HOUR_MS + 2000);
  expect((await stack.startTransaction('alice')).status).toBe(200);
});

test('a date from the future counts as too new', async () => {
  enrol('dated ahead', -HOUR_MS);
  await expectTooNew();
});
