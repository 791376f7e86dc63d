import { type Fault, instead, send } from '../../stand-ins/exchange';
import { hangUp, resetInReply, silent, stall } from '../../stand-ins/faults';
import { NEWER_CHECKSUMS } from '../../stand-ins/s3/checksums';
import { missingKeyDenial, s3Error } from '../../stand-ins/s3/refusal';
import type { StoredPhoto } from '../../stand-ins/s3/store';
import { SUBJECT } from '../support/events';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy, testEnvironment } from '../support/proxy';

const KEY = `faces/${SUBJECT}`;
const SSE_C =
  'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.';
const DECRYPT =
  'User: arn:aws:sts::111122223333:assumed-role/proxy/fn is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:111122223333:key/1 because the resource does not exist';
const BIG = { bytes: jpegOf(1_500_000) };

let given: GivenProxy;
afterEach(async () => await given.stop());

/** No photo, no transaction: the agent has seen no complete request, and no connection to the store stays in use. */
async function expectRefusal(code: string, status: number): Promise<void> {
  const result = await given.call();
  expect(result.statusCode).toBe(status);
  expect(JSON.parse(result.body)).toMatchObject({ code, status });
  expect(given.agent.accepted()).toEqual([]);
  expect(given.audits).toEqual([]);
  expect(given.lines).toMatchObject([{ outcome: code }]);
}

describe('a photo that is not right ends before Microblink can accept anything', () => {
  test.each<[string, StoredPhoto, string, number]>([
    ['is empty', { bytes: Buffer.alloc(0), checksum: 'none' }, 'face-unusable', 500],
    ['is a text file', { bytes: Buffer.from('not a photo at all, but long enough') }, 'face-unusable', 500],
    ['has fewer bytes than a signature', { bytes: Buffer.from([0xff, 0xd8]) }, 'face-unusable', 500],
    ['is larger than its kind allows', { bytes: jpegOf(2 * 1024 * 1024 + 1) }, 'face-unusable', 500],
    ['does not match its checksum', { bytes: jpegOf(300_000), checksum: 'wrong' }, 'face-unusable', 500],
    ['has no checksum, where one is required', { bytes: jpegOf(300_000), checksum: 'none' }, 'face-unusable', 500],
    ['has only the checksum of its parts, where one is required', { bytes: jpegOf(300_000), checksum: 'composite' }, 'face-unusable', 500],
  ])('one that %s', async (_what, object, code, status) => {
    given = await givenProxy();
    given.s3.putPhoto(KEY, object);
    await expectRefusal(code, status);
  });

  test('one that S3 does not have, said as 403 naming s3:ListBucket', async () => {
    given = await givenProxy();
    given.s3.versions.clear();
    await expectRefusal('no-face-on-record', 409);
  });

  test('one that was enrolled within the waiting time', async () => {
    given = await givenProxy({ images: { face: { key: 'faces/{subject}', maxBytes: 1_000_000, minimumAgeHours: 24 } } });
    given.s3.putPhoto(KEY, { bytes: jpegOf(1000), lastModified: new Date(Date.now() - 23 * 3_600_000) });
    await expectRefusal('face-too-new', 409);
  });

  test('but one enrolled before the waiting time is used', async () => {
    given = await givenProxy({ images: { face: { key: 'faces/{subject}', maxBytes: 1_000_000, minimumAgeHours: 24 } } });
    given.s3.putPhoto(KEY, { bytes: jpegOf(1000), lastModified: new Date(Date.now() - 25 * 3_600_000) });
    expect((await given.call()).statusCode).toBe(200);
  });

  test('and one without a checksum is used where none is required', async () => {
    given = await givenProxy({ bucketRules: { requireChecksum: false, missingKey: 'message-names-list-bucket' } });
    given.s3.putPhoto(KEY, { bytes: jpegOf(1000), checksum: 'none' });
    expect((await given.call()).statusCode).toBe(200);
  });
});

describe('a photo whose checksum no one here can compute', () => {
  test.each(NEWER_CHECKSUMS)('is unusable, and no outage, where a checksum is required (%s)', async (checksum) => {
    given = await givenProxy();
    given.s3.putPhoto(KEY, { bytes: jpegOf(300_000), checksum });
    await expectRefusal('face-unusable', 500);
    expect(given.lines[0]?.reason).toContain('no checksum that can be verified');
  });

  test.each(NEWER_CHECKSUMS)('is read by its count and first bytes where none is required (%s)', async (checksum) => {
    given = await givenProxy({ bucketRules: { requireChecksum: false, missingKey: 'message-names-list-bucket' } });
    given.s3.putPhoto(KEY, { bytes: jpegOf(300_000), checksum });
    expect((await given.call()).statusCode).toBe(200);
    given.s3.putPhoto(KEY, { bytes: Buffer.from('not a photo at all, but long enough'), checksum });
    expect(JSON.parse((await given.call()).body)).toMatchObject({ code: 'face-unusable' });
  });

  test('does not take the others along: a checksum that can be computed is compared, next to any other', async () => {
    given = await givenProxy({ bucketRules: { requireChecksum: false, missingKey: 'message-names-list-bucket' } });
    given.s3.putPhoto(KEY, { ...BIG, checksum: 'wrong' });
    given.s3.fault = async ({ response, whole, right }) => {
      await whole();
      const object = await right();
      send(response, { ...object, headers: { ...object.headers, 'x-amz-checksum-sha512': 'AAAA' } });
    };
    await expectRefusal('face-unusable', 500);
  });
});

describe('a store that fails ends before Microblink can accept anything', () => {
  const withMessage = (status: number, code: string, message: string) => instead(s3Error(status, code, message));

  test.each<[string, Fault, string, number]>([
    ['cuts the object half way', resetInReply, 'face-store-unavailable', 503],
    ['stalls in the middle', stall, 'face-store-unavailable', 503],
    ['never answers', silent, 'face-store-unavailable', 503],
    ['resets the connection', hangUp, 'face-store-unavailable', 503],
    [
      'refuses for want of s3:GetObject',
      withMessage(403, 'AccessDenied', 'not authorized to perform: s3:GetObject'),
      'face-store-unavailable',
      503,
    ],
    [
      'refuses for want of kms:Decrypt',
      withMessage(403, 'AccessDenied', 'not authorized to perform: kms:Decrypt'),
      'face-store-unavailable',
      503,
    ],
    ['refuses without a reason', withMessage(403, 'AccessDenied', 'Access Denied'), 'face-store-unavailable', 503],
    ['refuses the signature', withMessage(403, 'SignatureDoesNotMatch', missingKeyDenial().message), 'face-store-unavailable', 503],
    ['knows no such bucket', withMessage(404, 'NoSuchBucket', 'The specified bucket does not exist'), 'face-store-unavailable', 503],
    ['asks to slow down', withMessage(503, 'SlowDown', 'Please reduce your request rate.'), 'face-store-unavailable', 503],
    ['has no such key', withMessage(404, 'NoSuchKey', 'The specified key does not exist.'), 'no-face-on-record', 409],
  ])('one that %s', async (_what, fault, code, status) => {
    // What never comes is not waited for as long as what may be late.
    const limits = { ...testEnvironment('').limits, ...((fault === silent || fault === stall) && { faceReadStallMs: 200 }) };
    given = await givenProxy({ limits });
    given.s3.putPhoto(KEY, BIG);
    given.s3.fault = fault;
    await expectRefusal(code, status);
  });

  test.each<[string, number, string, string, string, number, RegExp]>([
    ['has the photo in an archive', 403, 'InvalidObjectState', 'x', 'face-unusable', 500, /archive/],
    ['has it under a key of the one who put it (SSE-C)', 400, 'InvalidRequest', SSE_C, 'face-unusable', 500, /SSE-C/],
    ['says that the KMS key is disabled', 400, 'KMS.DisabledException', 'x', 'face-store-unavailable', 503, /KMS key .* disabled/],
    ['says that the KMS key is being deleted', 400, 'KMS.KMSInvalidStateException', 'x', 'face-store-unavailable', 503, /deletion/],
    ['says that the KMS key is gone', 400, 'KMS.NotFoundException', 'x', 'face-store-unavailable', 503, /KMS key .* deleted/],
    ['knows no such bucket', 404, 'NoSuchBucket', 'x', 'face-store-unavailable', 503, /bucket is gone/],
    ['is in another Region', 301, 'PermanentRedirect', 'x', 'face-store-unavailable', 503, /another Region/],
    [
      'is in another Region, said of the signature',
      400,
      'AuthorizationHeaderMalformed',
      'x',
      'face-store-unavailable',
      503,
      /another Region/,
    ],
    ['refuses the use of the key', 403, 'AccessDenied', DECRYPT, 'face-store-unavailable', 503, /kms:Decrypt/],
    ['refuses without a reason', 403, 'AccessDenied', 'Access Denied', 'face-store-unavailable', 503, /policy/],
    ['is switched off', 403, 'AllAccessDisabled', 'x', 'face-store-unavailable', 503, /AllAccessDisabled/],
  ])(
    'and one that %s is reported with its cause to the operator, for it lasts',
    async (_what, status, name, message, code, answer, reason) => {
      given = await givenProxy();
      given.s3.fault = withMessage(status, name, message);
      await expectRefusal(code, answer);
      expect(given.lines[0]?.reason).toMatch(reason);
      expect(JSON.stringify(given.lines)).not.toContain('11112222');
    },
  );

  test('a refusal that names what is missing is no missing photo, even where the configuration takes a plain 403 for one', async () => {
    given = await givenProxy({ bucketRules: { requireChecksum: true, missingKey: 'plain-403-means-absent' } });
    given.s3.fault = withMessage(403, 'AccessDenied', DECRYPT);
    await expectRefusal('face-store-unavailable', 503);
  });

  test.each(['crc32', 'none'] as const)('and one that stalls until the deadline of the whole request (checksum: %s)', async (checksum) => {
    given = await givenProxy({
      bucketRules: { requireChecksum: false, missingKey: 'message-names-list-bucket' },
      limits: { ...testEnvironment('').limits, deadlineMs: 400, faceReadStallMs: 5000 },
    });
    given.s3.putPhoto(KEY, { ...BIG, checksum });
    given.s3.fault = stall;
    await expectRefusal('agent-timeout', 504);
    expect(given.lines[0]?.reason).toContain('deadline');
  });

  test('and a plain 403 means a missing photo only where the configuration says so', async () => {
    given = await givenProxy({ bucketRules: { requireChecksum: true, missingKey: 'plain-403-means-absent' } });
    given.s3.fault = withMessage(403, 'AccessDenied', 'Access Denied');
    await expectRefusal('no-face-on-record', 409);
  });

  test('and its connection is given up, so that the next request does not wait for it', async () => {
    given = await givenProxy({ limits: { ...testEnvironment('').limits, faceReadStallMs: 1000 } });
    given.s3.fault = stall;
    await given.call();
    given.s3.fault = undefined;
    expect((await given.call()).statusCode).toBe(200);
    expect(given.s3.connections()).toBe(1);
  });
});
