import fc from 'fast-check';
import { anything, atMost, member, mostly, objectOf, once, rarely } from './json-texts';
import { spellingOf } from './spellings';
import { ALICE, VICTIM } from './world';

const WORKFLOWS = ['wf-123', 'wf-123', 'wf-123', 'wf-123', 'wf-doc', 'wf-doc', 'wf-plain', 'wf-form', 'wf-other', 'WF-123', 'wf-123\n'];
const RESERVED = ['faceMatchSubject', 'faceMatchRequestId', 'faceMatchWorkflowId', 'faceMatchImage'];
/** As many bytes as the function takes (test/support/proxy.ts). */
const LIMIT = 16 * 1024;

const said = (text: string) => fc.constant(JSON.stringify(text));
const allowed = fc.constantFrom('isProcessingStoringAllowed', 'isProcessingStoringAllowed', 'ISPROCESSINGSTORINGALLOWED');
const userId = fc.oneof({ arbitrary: said(ALICE), weight: 6 }, { arbitrary: said(VICTIM), weight: 1 }, { arbitrary: anything, weight: 1 });

const consent = objectOf(
  rarely(member(spellingOf('userId'), userId)),
  once(
    member(
      allowed,
      fc.oneof({ arbitrary: fc.constant('true'), weight: 12 }, { arbitrary: fc.constantFrom('false', 'null', '"true"', '1'), weight: 1 }),
    ),
  ),
  rarely(member(spellingOf('note', 'givenOn', 'isTrainingAllowed', 'ipAddress', '__proto__', 'userId'), anything)),
);
const formValues = objectOf(
  atMost(2, member(fc.constantFrom('reason', 'name', '__proto__'), fc.constantFrom('"change of phone"', '"žurno"', '""'))),
  rarely(member(spellingOf('upload', 'signature'), anything)),
  rarely(member(spellingOf('faceImage', 'Document front'), anything)),
);
const props = objectOf(atMost(3, member(spellingOf('order', '__proto__', 'toJSON', ...RESERVED), mostly(said(VICTIM)))));

/** What should not be there, or should be there once. */
const extra = fc.oneof(
  { arbitrary: member(fc.constantFrom('correlationId', '__proto__', 'constructor', 'toJSON', 'headers'), anything), weight: 4 },
  { arbitrary: member(spellingOf('userId'), userId), weight: 2 },
  { arbitrary: member(spellingOf('consent'), consent), weight: 1 },
  { arbitrary: member(spellingOf('formValues'), formValues), weight: 1 },
  { arbitrary: member(spellingOf('workflowId', 'props', 'sdkVersion', 'headers'), anything), weight: 1 },
);

const startText = objectOf(
  once(
    member(
      fc.constantFrom('workflowId', 'workflowId', 'WORKFLOWID'),
      mostly(fc.constantFrom(...WORKFLOWS).map((id) => JSON.stringify(id))),
    ),
  ),
  once(member(fc.constantFrom('consent', 'consent', 'Consent'), mostly(consent))),
  once(member(fc.constantFrom('platform', 'platform', 'Platform'), mostly(fc.constant('"ios"')))),
  once(member(fc.constantFrom('sdkVersion', 'sdkVersion', 'SDKVERSION'), mostly(fc.constant('"1.10.3"')))),
  atMost(1, member(fc.constantFrom('formValues', 'formValues', 'FormValues'), mostly(formValues))),
  atMost(1, member(fc.constantFrom('props', 'props', 'PROPS'), mostly(props))),
  rarely(extra),
  rarely(extra),
);

/** What can befall a text on its way: marks, cuts, padding up to the limit and one byte beyond. */
const DAMAGES: readonly ((text: string) => string)[] = [
  (text) => `\ufeff${text}`,
  (text) => text.slice(0, -1),
  (text) => `${text}}`,
  (text) => `[${text}]`,
  (text) => `${text}//`,
  (text) => padded(text, LIMIT),
  (text) => padded(text, LIMIT + 1),
  (text) => padded(text, LIMIT + 1),
  (text) => padded(text, 20 * LIMIT),
  () => '',
  () => ' ',
  () => 'null',
];

function padded(text: string, bytes: number): string {
  return text + ' '.repeat(Math.max(0, bytes - Buffer.byteLength(text)));
}

const text = fc.oneof(
  { arbitrary: startText, weight: 16 },
  { arbitrary: fc.tuple(startText, fc.constantFrom(...DAMAGES)).map(([sound, damage]) => damage(sound)), weight: 2 },
  { arbitrary: fc.oneof(anything, fc.string({ unit: 'binary' })), weight: 1 },
);

/** A body as API Gateway hands it over: as text, or as base64 of bytes that may be no text. */
export const hostileBody: fc.Arbitrary<{ body: string | null; isBase64Encoded: boolean }> = fc.oneof(
  { arbitrary: text.map((body) => ({ body, isBase64Encoded: false })), weight: 20 },
  { arbitrary: text.map((body) => ({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true })), weight: 4 },
  { arbitrary: fc.tuple(text, fc.nat()).map(([body, at]) => ({ body: notUtf8(body, at), isBase64Encoded: true })), weight: 1 },
  { arbitrary: text.map((body) => ({ body, isBase64Encoded: true })), weight: 1 },
  { arbitrary: fc.constant({ body: null, isBase64Encoded: false }), weight: 1 },
);

function notUtf8(body: string, at: number): string {
  const bytes = Buffer.from(body);
  const place = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place), Buffer.from([0xc0, 0xaf]), bytes.subarray(place)]).toString('base64');
}
