import fc from 'fast-check';
import { PROCESSING_WORDS, READING, VERIFICATION_WORDS } from '../../../contract/reading';
import { readingPath, readOutcome } from '../../../lambda/verdict/reading';

const ID = '665f1c2a9b1e8a0012345678';
const reply = (body: unknown, status = 200) => ({ status, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const of = (processingStatus: unknown, verificationStatus: unknown, more: object = {}) =>
  reply({ id: ID, processingStatus, verificationStatus, ...more });
const outcome = (given: { status: number; body: Buffer }, reading = READING) => {
  try {
    return readOutcome(given, ID, reading);
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
};

test('a transaction is read where Microblink documents it', () => {
  expect(readingPath(READING, ID)).toBe(`api/v1/transaction/${ID}`);
});

test.each([
  ['Complete', 'Accept', 'accepted'],
  ['Complete', 'Reject', 'rejected'],
  ['Complete', 'Review', 'in-review'],
  ['Complete', 'Unknown', 'unknown-status'],
  ['Error', 'Accept', 'failed'],
  ['Error', 'Unknown', 'failed'],
  ['Unknown', 'Accept', 'unknown-status'],
  ['Pending', 'Accept', 'unfinished'],
  ['Interactive', 'Unknown', 'unfinished'],
  ['InProgress', 'Accept', 'unfinished'],
  ['Retrying', 'Reject', 'unfinished'],
  ['Complete', 'accept', 'unreadable-result'],
  ['complete', 'Accept', 'unreadable-result'],
  ['Completed', 'Accept', 'unreadable-result'],
  ['Complete', 'Accepted', 'unreadable-result'],
  ['Complete', '', 'unreadable-result'],
  ['Complete', true, 'unreadable-result'],
  ['Complete', null, 'unreadable-result'],
  ['Complete', ['Accept'], 'unreadable-result'],
  [1, 'Accept', 'unreadable-result'],
])('%j and %j are %s', (processing, verification, wanted) => {
  expect(outcome(of(processing, verification, { state: { 'FaceMatch:1': { verificationStatus: 'Accept' } } }))).toBe(wanted);
});

test.each([
  [401, 'read-credentials-refused'],
  [403, 'read-credentials-refused'],
  [404, 'absent'],
  [429, 'verdict-unavailable'],
  [500, 'verdict-unavailable'],
  [503, 'verdict-unavailable'],
  [201, 'unreadable-result'],
  [204, 'unreadable-result'],
  [301, 'unreadable-result'],
  [400, 'unreadable-result'],
])('a reply with status %d is %s, whatever it says', (status, wanted) => {
  expect(outcome({ ...of('Complete', 'Accept'), status })).toBe(wanted);
});

test.each([
  ['of another transaction', JSON.stringify({ id: 'other', processingStatus: 'Complete', verificationStatus: 'Accept' })],
  [
    'whose id is called as a start calls it',
    JSON.stringify({ transactionId: ID, processingStatus: 'Complete', verificationStatus: 'Accept' }),
  ],
  ['with a status twice', `{"id":"${ID}","processingStatus":"Complete","verificationStatus":"Reject","verificationStatus":"Accept"}`],
  [
    'with a status in two cases',
    `{"id":"${ID}","processingStatus":"Complete","VerificationStatus":"Reject","verificationStatus":"Accept"}`,
  ],
  ['with a status in another case', `{"id":"${ID}","processingStatus":"Complete","VerificationStatus":"Accept"}`],
  [
    'with an escaped second status',
    `{"id":"${ID}","processingStatus":"Complete","verification\\u0053tatus":"Reject","verificationStatus":"Accept"}`,
  ],
  [
    'with its statuses one level down',
    JSON.stringify({ id: ID, transaction: { processingStatus: 'Complete', verificationStatus: 'Accept' } }),
  ],
  ['with a prototype', `{"__proto__":{"id":"${ID}","processingStatus":"Complete","verificationStatus":"Accept"}}`],
  ['that is a list', JSON.stringify([{ id: ID, processingStatus: 'Complete', verificationStatus: 'Accept' }])],
  ['that is cut', `{"id":"${ID}","processingStatus":"Complete","verificationStatus":"Accept"`],
  ['that is empty', ''],
  ['that is a page', '<html>Accept</html>'],
])('a reply %s is never judged', (_what, text) => {
  expect(outcome(reply(text))).toBe('unreadable-result');
});

test('names are looked for at the root alone, and not in texts', () => {
  const more = { state: { verificationStatus: 'Reject' }, note: '{"verificationStatus":"Reject"}', list: [{ id: 'x' }] };
  expect(outcome(of('Complete', 'Accept', more))).toBe('accepted');
});

test('words and members that the settings replace take the place of ours', () => {
  const reading = {
    path: 'api/v2/{transactionId}/result',
    members: { id: 'transactionId', processingStatus: 'processing', verificationStatus: 'result' },
    accepted: { processingStatus: 'Done', verificationStatus: 'Passed' },
  };
  expect(readingPath(reading, ID)).toBe(`api/v2/${ID}/result`);
  expect(outcome(reply({ transactionId: ID, processing: 'Done', result: 'Passed' }), reading)).toBe('accepted');
  expect(outcome(reply({ transactionId: ID, processing: 'Done', result: 'Reject' }), reading)).toBe('rejected');
  expect(outcome(reply({ transactionId: ID, processing: 'Complete', result: 'Passed' }), reading)).toBe('unreadable-result');
});

const known = [...Object.values(PROCESSING_WORDS).flat(), ...Object.values(VERIFICATION_WORDS).flat(), 'Complete', 'Accept'];
const value = fc.oneof(fc.constantFrom(...known), fc.jsonValue(), fc.constant(ID));
const members = fc.dictionary(
  fc.oneof(fc.constantFrom('id', 'processingStatus', 'verificationStatus', 'Id', 'VERIFICATIONSTATUS', 'state'), fc.string()),
  value,
  { maxKeys: 6 },
);

test('no reply is accepted but one that has the id, both words and no second reading of them', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        members.map((body) => JSON.stringify(body)),
        fc.string(),
        fc.json(),
      ),
      fc.integer({ min: 100, max: 599 }),
      (text, status) => {
        const got = outcome(reply(text, status));
        if (got !== 'accepted') return;
        const { id, processingStatus, verificationStatus } = JSON.parse(text);
        expect([status, id, processingStatus, verificationStatus]).toEqual([200, ID, 'Complete', 'Accept']);
      },
    ),
    { numRuns: 5000 },
  );
});
