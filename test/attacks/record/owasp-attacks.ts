import { type AttackSection, PICTURE } from './attack';

const VICTIM = 'test/attacks/another-persons-photo.test.ts';
const TOKENS = 'test/attacks/forged-tokens.test.ts';
const TEN = 'test/attacks/owasp-api-top-ten.test.ts';
const WIRE = 'test/attacks/tricks-on-the-wire.test.ts';
const FAULTS = 'test/end-to-end/faults.test.ts';

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** Another subject in the claims, under the signature that was there or under none. */
function ofBob(token: string, signature: string | undefined): string {
  const [header] = token.split('.');
  const claims = encoded({ ...claimsOf(token), sub: '00000000-0000-0000-0000-00000000b0b0' });
  return signature === undefined ? `${encoded({ alg: 'none' })}.${claims}.` : `${header}.${claims}.${signature}`;
}

const consent = (userId: unknown) => ({ consent: { userId, isProcessingStoringAllowed: true } });

/** The OWASP API Security Top 10 of 2023, with the ways that this product is open to. */
export const OWASP_ATTACKS: readonly AttackSection[] = [
  {
    title: 'API1, the photo of another person',
    attacks: [
      { says: 'The victim as `userId`', answer: '403 identity-mismatch', change: { userId: '<bob>' }, proof: VICTIM },
      { says: 'as `consent.userId`', answer: '403 identity-mismatch', change: consent('<bob>'), proof: VICTIM },
      {
        says: 'as `consent.userid`, as Android 1.2 spells it',
        answer: '403 identity-mismatch',
        change: { consent: { userid: '<bob>', isProcessingStoringAllowed: true } },
        proof: VICTIM,
      },
      { says: 'in a list with the caller', answer: '403 identity-mismatch', change: consent(['<alice>', '<bob>']), proof: VICTIM },
      { says: 'as a path from the caller', answer: '403 identity-mismatch', change: consent('<alice>/../<bob>'), proof: VICTIM },
      { says: 'as an encoded path', answer: '403 identity-mismatch', change: consent('..%2f<bob>'), proof: VICTIM },
      { says: 'behind a zero byte', answer: '403 identity-mismatch', change: consent('<alice>\0<bob>'), proof: VICTIM },
      {
        says: 'under the same key twice, the caller first',
        answer: '403 identity-mismatch',
        body: '{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","consent":{"userId":"<alice>","userId":"<bob>","isProcessingStoringAllowed":true}}',
        proof: 'test/attacks/duplicate-keys.test.ts',
      },
      {
        says: 'in letters that fold to the same',
        answer: '400 invalid-request',
        body: '{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","consent":{"userId":"<alice>","u\u017fer\u0130d":"<bob>","isProcessingStoringAllowed":true}}',
        proof: 'test/attacks/letters-that-fold.test.ts',
      },
      { says: 'in the query', path: '/transaction?userId=<bob>&sub=<bob>', ownRequest: true, proof: VICTIM },
      { says: 'in headers', headers: { 'X-User-Id': '<bob>', 'X-Forwarded-User': '<bob>' }, ownRequest: true, proof: WIRE },
      { says: 'nested somewhere', change: { user: { userId: '<bob>' } }, ownRequest: true, proof: VICTIM },
      { says: 'as what the backend reads', change: { props: { faceMatchSubject: '<bob>' } }, ownRequest: true, proof: VICTIM },
    ],
  },
  {
    title: 'API2, a token of one’s own making',
    attacks: [
      { says: 'None', answer: '401 unauthorized', as: 'nobody', proof: TOKENS },
      {
        says: 'Another subject under the old signature',
        answer: '401 unauthorized',
        forge: (token) => ofBob(token, token.split('.')[2]),
        proof: TOKENS,
      },
      { says: 'Another subject, `alg` none', answer: '401 unauthorized', forge: (token) => ofBob(token, undefined), proof: TOKENS },
      { says: 'No signature', answer: '401 unauthorized', forge: (token) => token.split('.').slice(0, 2).join('.'), proof: TOKENS },
      {
        says: 'A good token in the query',
        answer: '401 unauthorized',
        as: 'nobody',
        path: '/transaction?access_token=<token>',
        proof: TOKENS,
      },
    ],
  },
  {
    title: 'API3, a property that is not the caller’s',
    attacks: [
      {
        says: 'A picture in the field that the proxy fills',
        answer: '403 client-supplied-face',
        change: { formValues: { faceImage: PICTURE } },
        proof: TEN,
      },
      {
        says: 'the same in other letters',
        answer: '403 client-supplied-face',
        change: { FormValues: { FACEIMAGE: PICTURE } },
        proof: 'test/attacks/members-in-another-case.test.ts',
      },
      {
        says: 'a picture in a field that is not listed',
        answer: '403 value-not-allowed',
        change: { formValues: { selfie: PICTURE } },
        proof: TEN,
      },
      {
        says: 'a picture as a data URL',
        answer: '403 value-not-allowed',
        change: { formValues: { x: `data:image/jpeg;base64,${PICTURE}` } },
        proof: TEN,
      },
      {
        says: 'a picture for a workflow that passes through',
        answer: '403 client-supplied-face',
        change: { workflowId: 'wf-plain', formValues: { faceImage: PICTURE } },
        proof: TEN,
      },
      {
        says: '`__proto__` with form values',
        answer: '400 invalid-request',
        body: '{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","__proto__":{"formValues":{"faceImage":"x"}}}',
        proof: 'test/lambda/request/json.test.ts',
      },
    ],
  },
  {
    title: 'API4, work that costs more than the request',
    attacks: [
      { says: 'A body of 300 KB', answer: '413 body-too-large', change: { x: 'x'.repeat(300 * 1024) }, proof: TEN },
      { says: 'A form value of 5 KB', answer: '403 value-not-allowed', change: { formValues: { x: 'x'.repeat(5000) } }, proof: TEN },
      {
        says: 'A nesting of 1,000',
        answer: '400 invalid-request',
        body: `{"x":${'['.repeat(1000)}${']'.repeat(1000)}}`,
        proof: 'test/attacks/deep-nesting.test.ts',
      },
      {
        says: 'A number of 10,000 digits',
        answer: '400 invalid-request',
        body: `{"x":${'9'.repeat(10_000)}}`,
        proof: 'test/attacks/quadratic-number.test.ts',
      },
      {
        says: 'A cancel body of 5 KB',
        answer: '413 body-too-large',
        path: '/initialize/wf-123/cancel',
        body: JSON.stringify({ x: 'x'.repeat(5000) }),
        proof: TEN,
      },
      {
        says: 'More starts than a window has',
        answer: '429 too-many-attempts',
        as: 'bob',
        before: 'bob has used up the starts',
        proof: 'test/end-to-end/attempts.test.ts',
      },
    ],
  },
  {
    title: 'API5, a function that is not the caller’s',
    attacks: [
      { says: 'Enrolling', answer: '404 no-such-route', method: 'PUT', path: '/faces/<alice>', body: PICTURE, proof: TEN },
      { says: 'Erasing', answer: '404 no-such-route', method: 'DELETE', path: '/faces/<bob>', proof: TEN },
      { says: 'Reading a transaction', answer: '404 no-such-route', method: 'GET', path: '/api/v1/transaction/t-1', proof: TEN },
      { says: 'Overriding the method', headers: { 'X-HTTP-Method-Override': 'DELETE' }, ownRequest: true, proof: WIRE },
    ],
  },
  {
    title: 'API6, a business flow without measure',
    attacks: [
      {
        says: 'A workflow of the organisation that is not listed',
        answer: '403 workflow-not-allowed',
        change: { workflowId: '68b58647' },
        proof: TEN,
      },
      {
        says: 'the listed one in capitals',
        answer: '403 workflow-not-allowed',
        change: { workflowId: 'WF-123' },
        proof: 'test/attacks/workflow-id-in-another-case.test.ts',
      },
    ],
  },
  {
    title: 'API7, a request that is sent somewhere else',
    attacks: [
      { says: 'An address as the workflow', answer: '400 invalid-request', change: { workflowId: 'http://169.254.169.254/' }, proof: TEN },
      {
        says: 'A path up from the workflow',
        answer: '400 invalid-request',
        method: 'GET',
        path: '/initialize/..%2ftransaction/info',
        proof: WIRE,
      },
      {
        says: 'A query behind the workflow',
        answer: '400 invalid-request',
        method: 'GET',
        path: '/initialize/wf-123%3fa=b/info',
        proof: WIRE,
      },
      {
        says: 'A header line behind the workflow',
        answer: '400 invalid-request',
        method: 'GET',
        path: '/initialize/wf-123%0d%0aX:%20y/info',
        proof: WIRE,
      },
      { says: 'Members that name an address', change: { agentUrl: 'https://evil.example/' }, ownRequest: true, proof: TEN },
      {
        says: 'A redirection by the Agent API',
        answer: '502 agent-bad-response',
        reaches: 'one request, which it answered with 307',
        before: 'the Agent API redirects',
        proof: FAULTS,
      },
    ],
  },
  {
    title: 'API8, a configuration that says too much',
    attacks: [
      { says: 'A body that breaks the parser', answer: '400 bad-request-body', body: '{', proof: TEN },
      { says: 'An unknown path', answer: '404 no-such-route', method: 'GET', path: '/.env', proof: TEN },
      {
        says: 'Both lengths of a body',
        answer: '400',
        lines: ['Content-Length: 5', 'Transfer-Encoding: chunked'],
        body: '{"workflowId":"wf-plain"}',
        proof: WIRE,
      },
      {
        says: 'A bare line feed in a header',
        answer: '400',
        lines: ['Content-Length: 2', 'X-A: b\nX-User-Id: victim'],
        body: '{}',
        proof: WIRE,
      },
    ],
  },
  {
    title: 'API9, a forgotten version',
    attacks: ['/api/v2/transaction', '/v1/transaction', '/agent/api/v1/transaction'].map((path) => ({
      says: `\`${path}\``,
      answer: '404 no-such-route',
      path,
      proof: TEN,
    })),
  },
  {
    title: 'API10, a service that is believed too much',
    attacks: [
      {
        says: 'The Agent API answers no JSON',
        answer: '502 agent-bad-response',
        reaches: 'one request, which it answered with 200',
        before: 'the Agent API answers garbage',
        proof: FAULTS,
      },
      {
        says: 'answers without end',
        answer: '502 agent-bad-response',
        reaches: 'one request, whose answer was given up',
        before: 'the Agent API answers without end',
        proof: FAULTS,
      },
      {
        says: 'refuses our credentials',
        answer: '502 agent-refused-credentials',
        reaches: 'one request, which it answered with 401',
        before: 'the Agent API refuses the credentials',
        proof: FAULTS,
      },
    ],
  },
];
