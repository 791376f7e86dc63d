import { gzipSync } from 'node:zlib';
import { type AttackSection, PICTURE } from './attack';

const bytes = Buffer.from(PICTURE, 'base64');
const marks = (count: number) => '\u0300\u0316'.repeat(count / 2);
const form = (reason: string) => ({ formValues: { reason } });
const DISGUISE = 'test/attacks/pictures-in-disguise.test.ts';
const INVISIBLE = 'test/attacks/invisible-letters.test.ts';
const ASSIGNMENT = 'test/attacks/mass-assignment.test.ts';
const NAMES = 'test/attacks/names-that-end-a-process.test.ts';

/** What a body can hold that looks like something else to a reader that reads it next. Some of each kind got through once. */
export const BODY_ATTACKS: readonly AttackSection[] = [
  {
    title: 'A picture in disguise',
    attacks: [
      { says: 'Behind a line break', answer: '403 value-not-allowed', change: form(`\n${PICTURE}`), proof: DISGUISE },
      { says: 'In the alphabet of URLs', answer: '403 value-not-allowed', change: form(PICTURE.replaceAll('/', '_')), proof: DISGUISE },
      {
        says: 'Behind a sign that turns the reading direction',
        answer: '403 value-not-allowed',
        change: form(`\u202e${PICTURE}`),
        proof: DISGUISE,
      },
      { says: 'As HEIC', answer: '403 value-not-allowed', change: form('AAAAIGZ0eXBoZWlj'.repeat(5)), proof: DISGUISE },
      { says: 'As PDF', answer: '403 value-not-allowed', change: form('JVBERi0xLjQ'.repeat(6)), proof: DISGUISE },
      { says: 'As PSD', answer: '403 value-not-allowed', change: form('OEJQUwABAAAA'.repeat(6)), proof: DISGUISE },
      { says: 'As SVG', answer: '403 value-not-allowed', change: form('<svg/>'), proof: DISGUISE },
      {
        says: 'With a zero byte in it',
        answer: '403 value-not-allowed',
        change: form(Buffer.concat([Buffer.alloc(1), bytes]).toString('base64')),
        proof: DISGUISE,
      },
      {
        says: 'In gzip',
        answer: '403 value-not-allowed',
        change: form(gzipSync(Buffer.from(PICTURE.repeat(3).replace(/./g, '$&\u{1f600}'))).toString('base64')),
        proof: DISGUISE,
      },
      { says: 'In hexadecimal', answer: '403 value-not-allowed', change: form(bytes.toString('hex')), proof: DISGUISE },
      { says: 'Behind a text and a comma', answer: '403 value-not-allowed', change: form(`my photo, ${PICTURE}`), proof: DISGUISE },
      { says: 'As a list of bytes', answer: '403 value-not-allowed', change: { formValues: { reason: [...bytes] } }, proof: DISGUISE },
      {
        says: 'At the root, next to the form values',
        change: { 'formValues.faceImage': PICTURE, faceImage: PICTURE },
        ownRequest: true,
        proof: ASSIGNMENT,
      },
      { says: 'In a forwarded member', answer: '403 value-not-allowed', change: { correlationId: PICTURE }, proof: ASSIGNMENT },
      {
        says: 'The victim in a cancellation',
        answer: '403 identity-mismatch',
        path: '/initialize/wf-123/cancel',
        body: '{"userId":"<bob>"}',
        proof: ASSIGNMENT,
      },
    ],
  },
  {
    title: 'A name that is another name to its next reader',
    attacks: [
      {
        says: 'The protected field with a zero at its end',
        answer: '400 invalid-request',
        change: { formValues: { 'faceImage\0': 'x' } },
        proof: INVISIBLE,
      },
      {
        says: 'with a zero-width space',
        answer: '400 invalid-request',
        change: { formValues: { 'face\u200bImage': 'x' } },
        proof: INVISIBLE,
      },
      { says: 'with a soft hyphen', answer: '400 invalid-request', change: { formValues: { 'face\u00adImage': 'x' } }, proof: INVISIBLE },
      { says: 'with a blank at its end', answer: '400 invalid-request', change: { formValues: { 'faceImage ': 'x' } }, proof: INVISIBLE },
      {
        says: 'with a dotted capital I',
        answer: '403 client-supplied-face',
        change: { formValues: { 'face\u0130mage': 'x' } },
        proof: INVISIBLE,
      },
      {
        says: 'The stamp with a zero-width space',
        answer: '400 invalid-request',
        change: { props: { 'faceMatchSubject\u200b': '<bob>' } },
        proof: INVISIBLE,
      },
      {
        says: 'A type, for a reader that makes objects of them',
        answer: '400 invalid-request',
        change: { props: { a: { $type: 'System.Object' } } },
        proof: INVISIBLE,
      },
      { says: 'A type in the form', answer: '400 invalid-request', change: { formValues: { $type: 'System.Object' } }, proof: INVISIBLE },
    ],
  },
  {
    title: 'A member that the platform keeps for itself',
    attacks: [
      {
        says: 'What Microblink’s own model calls `props`',
        change: { propertyBag: { faceMatchSubject: '<bob>' } },
        ownRequest: true,
        proof: ASSIGNMENT,
      },
      { says: 'Another version of the workflow', change: { workflowVersionId: 'v-1' }, ownRequest: true, proof: ASSIGNMENT },
      { says: 'Another organisation', change: { organizationId: 'o-1' }, ownRequest: true, proof: ASSIGNMENT },
      {
        says: 'The transaction itself',
        change: { transactionId: 't-1', verificationStatus: 'Accept' },
        ownRequest: true,
        proof: ASSIGNMENT,
      },
      {
        says: 'An invented address in the consent',
        change: { consent: { userId: '<alice>', isProcessingStoringAllowed: true, ipAddress: '192.0.2.1', userAgent: 'forged' } },
        ownRequest: true,
        proof: ASSIGNMENT,
      },
    ],
  },
  {
    title: 'A body that costs more than it weighs',
    attacks: [
      { says: '5,000 combining marks in a name', answer: '400 invalid-request', change: { props: { [marks(5000)]: 1 } }, proof: NAMES },
      { says: 'in a name of a form value', answer: '400 invalid-request', change: { formValues: { [marks(5000)]: 'x' } }, proof: NAMES },
      {
        says: 'in a name that does not travel',
        answer: '400 invalid-request',
        change: { propertyBag: { [marks(5000)]: 1 } },
        proof: NAMES,
      },
      {
        says: '60,000 of them, beyond the limit of a body',
        answer: '413 body-too-large',
        change: { props: { [marks(60_000)]: 1 } },
        proof: NAMES,
      },
      {
        says: '1,000 members',
        answer: '400 invalid-request',
        change: { props: Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`m${at}`, at])) },
        proof: 'test/properties/linear-work.test.ts',
      },
      {
        says: '1,000 times one member',
        answer: '400 invalid-request',
        body: `{"props":{${'"a":1,'.repeat(1000)}"a":1}}`,
        proof: 'test/properties/linear-work.test.ts',
      },
    ],
  },
  {
    title: 'A start that only Microblink would reject',
    attacks: [
      {
        says: 'Without a platform',
        answer: '400 invalid-request',
        change: { platform: undefined },
        proof: 'test/attacks/release-taken-back.test.ts',
      },
      {
        says: 'With a platform of 65 characters',
        answer: '400 invalid-request',
        change: { platform: 'x'.repeat(65) },
        proof: 'test/attacks/release-taken-back.test.ts',
      },
      {
        says: 'With a version that is a number',
        answer: '400 invalid-request',
        change: { sdkVersion: 1 },
        proof: 'test/attacks/release-taken-back.test.ts',
      },
    ],
  },
];
