import { READING } from '../../../contract/reading';
import { checked } from '../../support/template';

const CALLERS = ['arn:aws:iam::999900001111:role/Backend'];

const withReading = (reading: unknown) => checked({ verdicts: { callers: CALLERS }, agent: { region: 'eu', reading } });

describe('verdicts', () => {
  test('are off where the settings do not name them, and have defaults where they do', () => {
    expect(checked().verdicts).toBeUndefined();
    expect(checked({ verdicts: { callers: CALLERS } }).verdicts).toEqual({
      callers: CALLERS,
      maxAgeMinutes: 15,
      throttle: { ratePerSecond: 10, burst: 20 },
    });
  });

  test.each([
    ['a wildcard', 'arn:aws:iam::999900001111:role/*'],
    ['a wildcard for one letter', 'arn:aws:iam::999900001111:role/Backen?'],
    ['everyone', '*'],
    ['a whole account', 'arn:aws:iam::999900001111:root'],
    ['a user', 'arn:aws:iam::999900001111:user/Backend'],
    ['a session', 'arn:aws:sts::999900001111:assumed-role/Backend/session'],
    ['no account', 'arn:aws:iam:::role/Backend'],
    ['a policy variable', 'arn:aws:iam::999900001111:role/$\u007baws:username}'],
  ])('take no caller that is %s', (_, arn) => {
    expect(() => checked({ verdicts: { callers: [arn] } })).toThrow(/verdicts\.callers/);
  });

  test.each([0, 61, 1.5, '15', null])('take no start that is %s minutes old', (maxAgeMinutes) => {
    expect(() => checked({ verdicts: { callers: CALLERS, maxAgeMinutes } })).toThrow(/verdicts\.maxAgeMinutes.*1.*60/s);
  });

  test('take no member that they do not know', () => {
    expect(() => checked({ verdicts: { callers: CALLERS, off: true } })).toThrow(/only the members callers, maxAgeMinutes, throttle/);
  });

  test('are about a photo, so there is none without a workflow that gets one', () => {
    const workflows = { inject: {}, passThrough: ['wf-1'] };
    expect(() => checked({ verdicts: { callers: CALLERS }, workflows })).toThrow(/verdicts.*workflows\.inject/s);
  });
});

describe('agent.reading', () => {
  test('is what Microblink documents, where the settings leave it or a part of it out', () => {
    expect(withReading({}).agent.reading).toEqual(READING);
    expect(withReading({ members: { id: 'transactionId' } }).agent.reading).toEqual({
      ...READING,
      members: { ...READING.members, id: 'transactionId' },
    });
  });

  test.each([
    'api/v1/transaction/{transactionId}',
    '{transactionId}',
    'api/v2/transactions/{transactionId}/result',
    'a.b~c_d-e/{transactionId}',
  ])('takes the path %s', (path) => expect(withReading({ path }).agent.reading?.path).toBe(path));

  test.each([
    ['empty', ''],
    ['without the transaction', 'api/v1/transaction'],
    ['with the transaction twice', 'api/{transactionId}/{transactionId}'],
    ['with the transaction in another case', 'api/{transactionid}'],
    ['with the transaction in a part of a segment', 'api/x{transactionId}'],
    ['with the transaction’s end in a segment', 'api/{transactionId}.json'],
    ['that leads up', '../{transactionId}'],
    ['that leads up in its middle', 'api/../../{transactionId}'],
    ['that leads up behind the transaction', 'api/{transactionId}/..'],
    ['that leads up in an encoding', 'api/%2e%2e/{transactionId}'],
    ['with any encoding', 'api%2Fv1/{transactionId}'],
    ['with two dots inside a segment', 'api/v1..2/{transactionId}'],
    ['that stays where it is', './{transactionId}'],
    ['absolute', '/api/v1/transaction/{transactionId}'],
    ['of another host', '//evil.test/{transactionId}'],
    ['of another host, with a scheme', 'https://evil.test/{transactionId}'],
    ['with a scheme alone', 'javascript:x/{transactionId}'],
    ['with a user', 'user@evil.test/{transactionId}'],
    ['with a port', 'evil.test:443/{transactionId}'],
    ['with a back slash', 'api\\v1/{transactionId}'],
    ['with a query', 'api/v1/transaction/{transactionId}?full=true'],
    ['with a fragment', 'api/v1/transaction/{transactionId}#x'],
    ['with an empty segment', 'api//{transactionId}'],
    ['with a slash at its end', 'api/{transactionId}/'],
    ['with a space', 'api/v1 /{transactionId}'],
    ['with a line break', 'api/{transactionId}\n'],
    ['with a line break in its middle', 'api\r\nHost: evil.test/{transactionId}'],
    ['with a letter that is none of ASCII', 'ápi/{transactionId}'],
    ['with a dot that only looks like one', 'api/․․/{transactionId}'],
    ['with a slash that only looks like one', 'api∕v1/{transactionId}'],
    ['with a matrix parameter', 'api;x=1/{transactionId}'],
    ['longer than 256 characters', `${'a'.repeat(250)}/{transactionId}`],
    ['no text', 7],
  ])('takes no path that is %s', (_, path) => {
    expect(() => withReading({ path })).toThrow(/agent\.reading\.path.*relative path/s);
  });

  test.each([
    ['processingStatus', 'Pending'],
    ['processingStatus', 'interactive'],
    ['processingStatus', 'INPROGRESS'],
    ['processingStatus', 'in_progress'],
    ['processingStatus', 'In-Progress'],
    ['processingStatus', 'Retrying'],
    ['processingStatus', 'eRRoR'],
    ['processingStatus', 'unknown'],
    ['verificationStatus', 'Review'],
    ['verificationStatus', 'reject'],
    ['verificationStatus', 'UNKNOWN'],
    // Where the members are read under each other's names.
    ['processingStatus', 'Reject'],
    ['verificationStatus', 'pending'],
  ])('never makes a yes of %s %s', (member, word) => {
    expect(() => withReading({ accepted: { [member]: word } })).toThrow(
      new RegExp(`agent\\.reading\\.accepted\\.${member}.*known to mean something else`, 's'),
    );
  });

  test.each(['', ' ', 'Accept Reject', ['Accept', 'Review'], 'Ассерт', null, true])('never takes %p as the word for accepted', (word) => {
    expect(() => withReading({ accepted: { verificationStatus: word } })).toThrow(/agent\.reading\.accepted\.verificationStatus/);
  });

  test('takes another word that means accepted, with the other as it was', () => {
    expect(withReading({ accepted: { verificationStatus: 'Accepted' } }).agent.reading?.accepted).toEqual({
      processingStatus: 'Complete',
      verificationStatus: 'Accepted',
    });
  });

  test.each([
    ['one name', { id: 'status', processingStatus: 'status' }],
    ['one name in two cases', { processingStatus: 'State', verificationStatus: 'state' }],
    ['the name that another has by default', { id: 'ProcessingStatus' }],
  ])('reads no two members under %s', (_, members) => {
    expect(() => withReading({ members })).toThrow(/agent\.reading\.members.*three names that differ/s);
  });

  test.each(['', '$type', '__proto__', 'a b', 'état', 'a'.repeat(65)])('reads no member %p', (id) => {
    expect(() => withReading({ members: { id } })).toThrow(/agent\.reading\.members\.id/);
  });

  test('is refused without the section verdicts, since it would change nothing', () => {
    expect(() => checked({ agent: { region: 'eu', reading: {} } })).toThrow(/agent\.reading.*nothing without the section verdicts/s);
  });
});
