import type { Answer } from '../../load/caller';
import type { Person } from '../../load/people';
import { type AcceptedTransaction, checkPhotos } from '../../load/photo-check';

const [alice, bob]: Person[] = [
  { subject: 'alice', token: 'a', photo: 'aa' },
  { subject: 'bob', token: 'b', photo: 'bb' },
] as const;
const PEOPLE = [alice, bob] as Person[];

function answer(transactionId: string, person = alice as Person): Answer {
  return { transactionId, outcome: 'ok', ms: 1, call: { path: '/transaction', body: '{}', person, expected: 'ok', starts: true } };
}

function transaction(transactionId: string, faceMatchSubject: string, sha256: string | undefined): AcceptedTransaction {
  return { transactionId, props: { faceMatchSubject }, formValues: { faceImage: { sha256 } } };
}

test('the right photo of the right person is right', () => {
  const check = checkPhotos([transaction('1', 'alice', 'aa'), transaction('2', 'bob', 'bb')], [answer('1'), answer('2', bob)], PEOPLE);
  expect(check).toEqual({ accepted: 2, wrongPhotos: [], unaccounted: [] });
});

test.each([
  ['the photo of somebody else', transaction('1', 'alice', 'bb')],
  ['the stamp of somebody else with that photo', transaction('1', 'bob', 'bb')],
  ['the stamp of somebody else', transaction('1', 'bob', 'aa')],
  ['a photo of no one', transaction('1', 'alice', 'cc')],
  ['no photo', transaction('1', 'alice', undefined)],
  ['nothing at all', { transactionId: '1' }],
])('a transaction of alice with %s is wrong', (_what, given) => {
  expect(checkPhotos([given], [answer('1')], PEOPLE)).toMatchObject({ wrongPhotos: ['1'], unaccounted: [] });
});

test('a transaction that no answer names is unaccounted for, and its photo is looked at by its stamp', () => {
  const accepted = [transaction('1', 'alice', 'aa'), transaction('2', 'alice', 'bb'), transaction('3', 'nobody', 'aa')];
  expect(checkPhotos(accepted, [], PEOPLE)).toMatchObject({ wrongPhotos: ['2', '3'], unaccounted: ['1', '2', '3'] });
});

test('a transaction that an answer names and that does not exist is unaccounted for', () => {
  expect(checkPhotos([], [answer('1')], PEOPLE)).toEqual({ accepted: 0, wrongPhotos: [], unaccounted: ['1'] });
});
