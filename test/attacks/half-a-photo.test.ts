import { instead, send } from '../../stand-ins/exchange';
import { SUBJECT } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * A store, or somebody between, that sends a part of a photo as if it were all of it. Without a checksum only the reply's own words show it: a part
 * says that it is one ("206", `Content-Range`, RFC 9110 section 15.3.7), though no one asked for it.
 */
let given: GivenProxy;
beforeEach(async () => {
  given = await givenProxy({ bucketRules: { requireChecksum: false, missingKey: 'message-names-list-bucket' } });
});
afterEach(async () => await given.stop());

function sendPart(status: number, headers: Record<string, string>): void {
  given.s3.putPhoto(`faces/${SUBJECT}`, { bytes: given.photo.subarray(0, 100_000), checksum: 'none' });
  given.s3.fault = async ({ response, whole, right }) => {
    await whole();
    const part = await right();
    send(response, { ...part, status, headers: { ...part.headers, ...headers } });
  };
}

async function expectNothingSent(code: string): Promise<void> {
  const result = await given.call();
  expect(JSON.parse(result.body)).toMatchObject({ code });
  expect(given.agent.accepted()).toEqual([]);
  expect(given.audits).toEqual([]);
}

test('a part that calls itself one leaves no transaction', async () => {
  sendPart(206, { 'Content-Range': 'bytes 0-99999/200003' });
  await expectNothingSent('face-unusable');
});

test('nor does one that calls itself whole and names its range', async () => {
  sendPart(200, { 'Content-Range': 'bytes 0-99999/200003' });
  await expectNothingSent('face-unusable');
});

test('nor one without a range, under the status of a part', async () => {
  sendPart(206, {});
  await expectNothingSent('face-unusable');
});

test('the whole photo under the same rules does', async () => {
  given.s3.putPhoto(`faces/${SUBJECT}`, { bytes: given.photo, checksum: 'none' });
  expect((await given.call()).statusCode).toBe(200);
});

test.each([
  [301, 'PermanentRedirect'],
  [307, 'TemporaryRedirect'],
  [302, 'Found'],
])('a store that sends us elsewhere with %i is not followed', async (status, code) => {
  let asked = 0;
  given.s3.fault = (exchange) => {
    asked++;
    const { host } = exchange.request.headers;
    if (exchange.request.url?.includes('elsewhere')) {
      return instead({ status: 200, headers: { 'Content-Type': 'image/jpeg' }, body: given.photo })(exchange);
    }
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>elsewhere</Message><Endpoint>${host}</Endpoint></Error>`;
    return instead({ status, headers: { Location: `http://${host}/elsewhere`, 'Content-Type': 'application/xml' }, body })(exchange);
  };
  await expectNothingSent('face-store-unavailable');
  expect(asked).toBe(1);
});
