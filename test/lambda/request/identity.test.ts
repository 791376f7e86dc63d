import type { CallerRules, TokenRules } from '../../../contract/environment';
import { identify } from '../../../lambda/request/identity';
import { CLAIMS, CLIENT_ID, SUBJECT } from '../../support/events';
import { refusal } from '../../support/refusal';

const NOW = 1_792_000_000_000;
const ID: TokenRules = { use: 'id', clientIds: ['another-client', CLIENT_ID] };
const ACCESS: TokenRules = { use: 'access', clientIds: [CLIENT_ID] };
const RULES: CallerRules = { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' };
const ACCESS_CLAIMS = { sub: SUBJECT, token_use: 'access', client_id: CLIENT_ID, scope: 'aws.cognito.signin.user.admin' };

function claimsWithout(name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(CLAIMS).filter(([claim]) => claim !== name));
}

describe('the caller', () => {
  it('is the subject of an ID token', () => {
    expect(identify(CLAIMS, ID, RULES, NOW)).toEqual({ subject: SUBJECT });
  });

  it('is the subject of an access token, where those are configured', () => {
    expect(identify(ACCESS_CLAIMS, ACCESS, RULES, NOW)).toEqual({ subject: SUBJECT });
  });

  it('is found in the configured claim alone', () => {
    const claims = { ...CLAIMS, 'custom:customer': 'K-4711' };
    expect(identify(claims, ID, { ...RULES, subjectClaim: 'custom:customer' }, NOW)).toEqual({ subject: 'K-4711' });
    expect(() => identify(CLAIMS, ID, { ...RULES, subjectClaim: 'custom:customer' }, NOW)).toThrow(
      refusal('subject-unusable', /custom:customer" is not in the token/),
    );
  });
});

describe('the token', () => {
  it.each([undefined])('is refused when no authorizer verified it', (claims) => {
    expect(() => identify(claims, ID, RULES, NOW)).toThrow(refusal('wrong-token', /no authorizer/));
  });

  it.each([
    ['an access token where ID tokens are configured', ACCESS_CLAIMS, ID, /token_use/],
    ['an access token that carries an audience, too', { ...CLAIMS, token_use: 'access' }, ID, /token_use/],
    ['an ID token where access tokens are configured', { ...CLAIMS, client_id: CLIENT_ID }, ACCESS, /token_use/],
    ['a token of no kind', claimsWithout('token_use'), ID, /token_use/],
    ['a token of another app client of the pool', { ...CLAIMS, aud: 'somebody-else' }, ID, /app client/],
    ['a token without an audience', claimsWithout('aud'), ID, /app client/],
    ['a token with several audiences', { ...CLAIMS, aud: ['x', CLIENT_ID] }, ID, /app client/],
    ['a token whose audience only contains a configured client', { ...CLAIMS, aud: `${CLIENT_ID}2` }, ID, /app client/],
    ['a token whose audience is a part of a configured client', { ...CLAIMS, aud: CLIENT_ID.slice(1) }, ID, /app client/],
    ['an ID token that names a configured client elsewhere', { ...CLAIMS, aud: 'x', client_id: CLIENT_ID }, ID, /app client/],
    [
      'an access token that names a configured client elsewhere',
      { ...ACCESS_CLAIMS, client_id: 'x', aud: CLIENT_ID },
      ACCESS,
      /app client/,
    ],
    ['an empty audience where no client is configured', { ...CLAIMS, aud: '' }, { use: 'id', clientIds: [] } as TokenRules, /app client/],
  ])('is refused when it is %s', (_what, claims, tokens, reason) => {
    expect(() => identify(claims, tokens, RULES, NOW)).toThrow(refusal('wrong-token', reason));
  });
});

describe('the subject', () => {
  it.each(['a', SUBJECT, 'alice@example.com', 'K:47=11', '+4912', 'a'.repeat(128)].filter((subject) => /^[A-Za-z0-9]/.test(subject)))(
    'may be %s',
    (sub) => {
      expect(identify({ ...CLAIMS, sub }, ID, RULES, NOW)).toEqual({ subject: sub });
    },
  );

  it.each([
    ...['', ' ', '.', '..', '.a', '-a', '+49', '_a', '@a', 'a/b', '../a', 'a\\b', 'a%2Fb', 'a b', 'a\n', '\na', 'a\0', 'a\r\nb', 'é', 'ａ'],
    ...['{subject}', '$&', 'a*', 'a?', 'a'.repeat(129), 7, null, undefined, true, ['a'], { a: 1 }],
  ])('is refused when it is %j, since it becomes a part of an object key', (sub) => {
    expect(() => identify({ ...CLAIMS, sub }, ID, RULES, NOW)).toThrow(refusal('subject-unusable', /holds no subject|is not in the token/));
  });

  it('is not quoted by its refusal', () => {
    expect(() => identify({ ...CLAIMS, sub: 'secret/path' }, ID, RULES, NOW)).not.toThrow(/secret/);
  });

  it.each([
    ['auth0|anna', /a vertical bar$/],
    ['CORP\\anna', /a backslash$/],
    ['https://idp.example/anna', /a slash$/],
    ['Anna Muster', /a blank$/],
    ['corp|Anna Muster', /a vertical bar and a blank$/],
    ['é', /_@\+:=-\]\{0,127\}\$$/],
  ])('of a federated user (%s) is distinguished from a token that does not fit, by what is in it', (name, reason) => {
    const claims = { ...CLAIMS, 'cognito:username': name };
    const federated = () => identify(claims, ID, { ...RULES, subjectClaim: 'cognito:username' }, NOW);
    expect(federated).toThrow(refusal('subject-unusable', reason));
    expect(federated).not.toThrow(/[Aa]nna/);
  });
});

describe('the age of the sign-in', () => {
  const rules = { ...RULES, maxAuthAgeMinutes: 10 };
  const seconds = (minutesAgo: number) => String(NOW / 1000 - minutesAgo * 60);
  const date = (minutesAgo: number) => {
    const [day, dayOfMonth, month, year, time] = new Date(NOW - minutesAgo * 60_000).toUTCString().replace(',', '').split(' ');
    return `${day} ${month} ${dayOfMonth} ${time} UTC ${year}`;
  };

  it.each([
    ['now', seconds(0)],
    ['exactly the bound ago', seconds(10)],
    ['a little ahead of a slow clock', seconds(-1)],
    ['as a date, which is how API Gateway writes times', date(9)],
    ['as a date that begins with digits', new Date(NOW).toISOString()],
  ])('is accepted: %s', (_what, auth_time) => {
    expect(identify({ ...CLAIMS, auth_time }, ID, rules, NOW)).toEqual({ subject: SUBJECT });
  });

  it.each([
    ['longer ago than the bound', String(NOW / 1000 - 601)],
    ['longer ago, as a date', date(11)],
    ['further in the future than the bound', seconds(-11)],
    ['missing', undefined],
    ['no time', 'recently'],
    ['empty', ''],
    ['a number instead of a text', NOW / 1000],
    ['milliseconds', String(NOW)],
    ['beyond every number', '9'.repeat(400)],
  ])('is refused: %s', (_what, auth_time) => {
    expect(() => identify({ ...CLAIMS, auth_time }, ID, rules, NOW)).toThrow(refusal('wrong-token', /sign-in/));
  });

  it('does not matter where no bound is configured', () => {
    expect(identify({ ...CLAIMS, auth_time: '0' }, ID, RULES, NOW)).toEqual({ subject: SUBJECT });
  });
});
