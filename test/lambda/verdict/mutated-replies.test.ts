import fc from 'fast-check';
import { READING } from '../../../contract/reading';
import type { Problem } from '../../../lambda/errors';
import { readOutcome } from '../../../lambda/verdict/reading';
import { type Members, readJson } from '../../properties/json-reader';

const ID = '665f1c2a9b1e8a0012345678';
const MEMBERS = ['id', 'processingStatus', 'verificationStatus'];
const RIGHT = JSON.stringify({
  id: ID,
  processingStatus: 'Complete',
  verificationStatus: 'Accept',
  state: { 'FaceMatch:1': { $type: 'FaceMatch', workflowStepId: 1, processingStatus: 'Complete' }, note: 'a "quoted\\" text' },
});

function outcomeOf(body: Buffer, status = 200): string {
  try {
    return readOutcome({ status, body }, ID, READING);
  } catch (error) {
    return (error as Problem).code;
  }
}

/** By another reader than the function's, which keeps every member. */
function isExact(text: string): boolean {
  const reply = readJson(text) as Members;
  const says = (name: string, value: string) => reply.spellings(name).length === 1 && reply.get(name) === value;
  return says('id', ID) && says('processingStatus', 'Complete') && says('verificationStatus', 'Accept');
}

test('the right reply is accepted, so that what follows has something to break', () => {
  expect(outcomeOf(Buffer.from(RIGHT))).toBe('accepted');
});

test('a right reply in which any letters were changed, put in or taken out is accepted only where its three members say the same still', () => {
  const letter = fc.oneof(
    fc.constantFrom(...'"\\{}[]:,aA \u0000\ufeff\u0130\u212a'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const edit = fc.record({ at: fc.nat({ max: RIGHT.length }), cut: fc.nat({ max: 3 }), put: fc.array(letter, { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const text = edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put.join('') + now.slice(at + cut), RIGHT);
      if (outcomeOf(Buffer.from(text)) === 'accepted') expect([text, isExact(text)]).toEqual([text, true]);
    }),
    { numRuns: 20_000 },
  );
});

test('a right reply with another status, or with any byte that is no text, is never accepted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
      if (status !== 200) expect(outcomeOf(Buffer.from(RIGHT), status)).not.toBe('accepted');
    }),
  );
  fc.assert(
    fc.property(fc.nat({ max: RIGHT.length }), fc.integer({ min: 0x80, max: 0xff }), (at, byte) => {
      const bytes = Buffer.concat([Buffer.from(RIGHT.slice(0, at)), Buffer.of(byte), Buffer.from(RIGHT.slice(at))]);
      expect(outcomeOf(bytes)).toBe('unreadable-result');
    }),
  );
});

test('one of its members a second time, in any case, in any escapes, anywhere at the root, is never accepted, whatever it says', () => {
  const name = fc
    .constantFrom(...MEMBERS)
    .chain((member) =>
      fc.tuple(
        ...[...member].map((sign) =>
          fc.constantFrom(sign, sign.toUpperCase(), sign.toLowerCase(), `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
        ),
      ),
    );
  fc.assert(
    fc.property(name, fc.json(), fc.constantFrom('first', 'last'), (signs, value, where) => {
      const member = `"${signs.join('')}":${value}`;
      const text = where === 'first' ? `{${member},${RIGHT.slice(1)}` : `${RIGHT.slice(0, -1)},${member}}`;
      expect(outcomeOf(Buffer.from(text))).toBe('unreadable-result');
    }),
    { numRuns: 3000 },
  );
});

test('any other value in one of its members is never accepted', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string(),
    fc.bigInt().map(String),
    fc.constantFrom('accept', 'ACCEPT', 'Accept ', 'Аccept', 'Complete\u0000'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...MEMBERS), value, (member, other) => {
      const reply = JSON.parse(RIGHT);
      if (reply[member] === other) return;
      expect(outcomeOf(Buffer.from(JSON.stringify({ ...reply, [member]: other })))).not.toBe('accepted');
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['behind a byte order mark', `\ufeff${RIGHT}`],
  ['twice', RIGHT + RIGHT],
  ['in a list', `[${RIGHT}]`],
  ['in another object', `{"transaction":${RIGHT}}`],
  ['as a text', JSON.stringify(RIGHT)],
  ['behind 100,000 open lists', '['.repeat(100_000) + RIGHT],
])('a right reply %s is never accepted', (_where, text) => {
  expect(outcomeOf(Buffer.from(text))).toBe('unreadable-result');
});
