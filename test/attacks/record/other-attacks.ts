import type { AttackSection } from './attack';

const proof = 'test/attacks/record/record.test.ts';
const WHOLE = 'test/properties/whole-function.test.ts';
const start = (more: object) => JSON.stringify({ workflowId: 'wf-plain', platform: 'ios', sdkVersion: '1', ...more });
const consent = { isProcessingStoringAllowed: true };

/** What else was tried. */
export const OTHER_ATTACKS: readonly AttackSection[] = [
  {
    title: 'Texts that are read in two ways',
    attacks: [
      {
        says: 'Two documents in one body',
        answer: '400 bad-request-body',
        body: `${start({})}${start({ consent: { ...consent, userId: '<bob>' } })}`,
        proof: WHOLE,
      },
      { says: 'A byte order mark', answer: '400 bad-request-body', body: `\ufeff${start({})}`, proof: WHOLE },
      { says: 'A comment', answer: '400 bad-request-body', body: '{/* */"workflowId":"wf-plain"}', proof: WHOLE },
      { says: 'A comma too many', answer: '400 bad-request-body', body: '{"workflowId":"wf-plain",}', proof: WHOLE },
      { says: 'NaN', answer: '400 bad-request-body', body: '{"workflowId":"wf-plain","x":NaN}', proof: WHOLE },
      {
        says: 'A number that JavaScript cannot hold',
        reaches: 'her own start, without a photo',
        body: `${start({}).slice(0, -1)},"props":{"n":1e400}}`,
        ownRequest: true,
        proof: 'test/lambda/request/json.test.ts',
      },
      { says: 'A body that says it is compressed and is not', headers: { 'Content-Encoding': 'gzip' }, ownRequest: true, proof },
      { says: 'A character set that no one uses', headers: { 'Content-Type': 'application/json; charset=utf-7' }, ownRequest: true, proof },
      { says: 'The body as base64', answer: '400 bad-request-body', body: Buffer.from(start({})).toString('base64'), proof },
      { says: 'A list', answer: '400 bad-request-body', body: '[]', proof: WHOLE },
      { says: 'A text', answer: '400 bad-request-body', body: '"x"', proof: WHOLE },
      { says: 'Nothing', answer: '400 bad-request-body', body: '', proof: WHOLE },
    ],
  },
  {
    title: 'Values of another type',
    attacks: [
      { says: 'The workflow in a list', answer: '400 invalid-request', change: { workflowId: ['wf-123'] }, proof: WHOLE },
      {
        says: 'The workflow `__proto__`',
        answer: '403 workflow-not-allowed',
        change: { workflowId: '__proto__' },
        proof: 'test/lambda/request/workflows.test.ts',
      },
      { says: 'The workflow with a line break', answer: '400 invalid-request', change: { workflowId: 'wf-123\n' }, proof: WHOLE },
      { says: 'Consent as a text', answer: '400 invalid-request', change: { consent: 'yes' }, proof: WHOLE },
      {
        says: 'Consent that is "true", in quotes',
        answer: '403 consent-required',
        change: { consent: { isProcessingStoringAllowed: 'true' } },
        proof: 'test/lambda/request/consent.test.ts',
      },
      {
        says: 'Consent by its prototype',
        answer: '400 invalid-request',
        body: `{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","consent":{"__proto__":{"isProcessingStoringAllowed":true}}}`,
        proof: WHOLE,
      },
      { says: 'Props as a list', answer: '400 invalid-request', change: { props: [] }, proof: WHOLE },
      {
        says: 'A form value that is a list',
        answer: '403 value-not-allowed',
        change: { formValues: { reason: [7] } },
        proof: 'test/lambda/request/form-values.test.ts',
      },
    ],
  },
  {
    title: 'The wire',
    attacks: [
      {
        says: 'Chunks that carry a header at their end',
        reaches: 'her own start, without a photo',
        lines: ['Transfer-Encoding: chunked', 'Trailer: Authorization'],
        body: chunked(start({}), 'Authorization: Bearer x'),
        ownRequest: true,
        proof,
      },
      {
        says: 'A chunk of 2^68 bytes',
        answer: '400',
        lines: ['Transfer-Encoding: chunked'],
        body: 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n',
        proof,
      },
      { says: '3,000 headers', answer: '431', lines: Array.from({ length: 3000 }, (_, at) => `X-${at}: v`), body: start({}), proof },
      { says: 'A header of 20 KB', answer: '431', lines: [`X-Big: ${'x'.repeat(20_000)}`], body: start({}), proof },
      {
        says: 'A second content type',
        reaches: 'her own start, without a photo',
        lines: ['Content-Type: application/json', 'Content-Type: image/jpeg', `Content-Length: ${start({}).length}`],
        body: start({}),
        ownRequest: true,
        proof,
      },
      {
        says: 'An expectation that no one meets',
        answer: '417',
        lines: ['Expect: 200-ok', `Content-Length: ${start({}).length}`],
        body: start({}),
        proof,
      },
      {
        says: 'A change to HTTP/2',
        reaches: 'her own start, without a photo',
        lines: ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__', `Content-Length: ${start({}).length}`],
        body: start({}),
        ownRequest: true,
        proof,
      },
      {
        ...{ says: 'Half of the announced body, and silence', answer: 'no answer', silenceMs: 2000, proof },
        ...{ lines: ['Content-Length: 500'], body: start({}) },
      },
      { says: 'A call of the function without an answer', headers: { 'X-Amz-Invocation-Type': 'Event' }, ownRequest: true, proof },
      {
        says: 'An id of the request of one’s own',
        headers: { 'X-Amzn-RequestId': '11111111-2222-3333-4444-555555555555' },
        ownRequest: true,
        proof: 'test/attacks/chosen-request-id.test.ts',
      },
      {
        says: 'A user agent of 7 KB',
        headers: { 'User-Agent': 'x'.repeat(7000) },
        ownRequest: true,
        proof: 'test/lambda/response/headers.test.ts',
      },
      {
        says: 'Two tokens in one header',
        answer: '401 unauthorized',
        forge: (token) => `${token}, Bearer ${token}`,
        proof: 'test/attacks/forged-tokens.test.ts',
      },
    ],
  },
  {
    title: 'A yes for another step, or of somebody else',
    attacks: [],
    note: 'They go to the function that answers for a verdict, behind its AWS signature: the same yes for a second step, a stolen transaction id, a transaction that was started past the proxy, a read that is of another transaction, members twice, in another case or that claim a yes, ids that lead to another path, times ahead, long past or in other digits. None is a yes, and none uses up the match of its owner. [Tricked verdict](../test/attacks/tricked-verdict.test.ts).',
  },
  {
    title: 'Services that lie, and rights in the account',
    attacks: [],
    note: 'No caller has these, so they are brought to the function itself: a store that sends a part of a photo as if it were all of it, a reply that quotes the credentials, and a direct invocation with an event of any form. [Half a photo](../test/attacks/half-a-photo.test.ts), [echoed secret](../test/attacks/echoed-secret.test.ts), [direct invocation](../test/attacks/direct-invocation.test.ts).',
  },
];

function chunked(text: string, trailer: string): string {
  return `${text.length.toString(16)};a=b\r\n${text}\r\n0\r\n${trailer}\r\n\r\n`;
}
