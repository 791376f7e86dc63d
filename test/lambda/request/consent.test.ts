import type { CallerRules } from '../../../contract/environment';
import { bindUser, requireConsent } from '../../../lambda/request/consent';
import type { JsonValue } from '../../../lambda/request/json';
import type { Members } from '../../../lambda/request/members';
import { refusal } from '../../support/refusal';

const CALLER = { subject: 'alice' };
const RULES: CallerRules = { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' };
const REPLACE: CallerRules = { ...RULES, consentUserId: 'replace' };
const GATE_OFF: CallerRules = { ...RULES, consentGate: 'start-without-consent-for-android-1.0-and-1.1' };

const consentOf = (members: Record<string, JsonValue>): Members => new Map(Object.entries(members));
const SOMEBODY_ELSE: JsonValue[] = ['bob', 'Alice', 'alice ', '', JSON.rawJSON('0'), true, ['alice'], { userId: 'alice' }];

describe('the user of a request', () => {
  it('is the subject, written into a consent that names no one', () => {
    const consent = consentOf({ note: 'yes' });
    bindUser(consent, [], CALLER, RULES);
    expect(Object.fromEntries(consent)).toEqual({ note: 'yes', userId: 'alice' });
  });

  it('may be named if it is the subject, in the consent and next to it', () => {
    const consent = consentOf({ userId: 'alice' });
    bindUser(consent, ['alice', 'alice'], CALLER, RULES);
    expect(consent.get('userId')).toBe('alice');
  });

  it.each(SOMEBODY_ELSE)('is refused as %j in the consent', (userId) => {
    expect(() => bindUser(consentOf({ userId }), [], CALLER, RULES)).toThrow(refusal('identity-mismatch', /not the subject/));
    expect(() => bindUser(consentOf({ userId }), ['alice'], CALLER, RULES)).toThrow(refusal('identity-mismatch'));
  });

  it.each(SOMEBODY_ELSE)('is refused as %j next to the consent', (userId) => {
    expect(() => bindUser(consentOf({ userId: 'alice' }), ['alice', userId], CALLER, RULES)).toThrow(refusal('identity-mismatch'));
    expect(() => bindUser(undefined, [userId], CALLER, RULES)).toThrow(refusal('identity-mismatch'));
  });

  it.each(SOMEBODY_ELSE)('replaces %j where the configuration says so', (userId) => {
    const consent = consentOf({ userId });
    bindUser(consent, [userId], CALLER, REPLACE);
    expect(consent.get('userId')).toBe('alice');
  });

  it('is not quoted by its refusal', () => {
    expect(() => bindUser(undefined, ['bob'], CALLER, RULES)).not.toThrow(/bob|alice/);
  });

  it('invents no consent where there is none', () => {
    expect(bindUser(undefined, [], CALLER, RULES)).toBeUndefined();
  });
});

describe('the consent gate', () => {
  it('opens for a consent that allows processing and storing', () => {
    expect(() => requireConsent(consentOf({ isProcessingStoringAllowed: true }), RULES)).not.toThrow();
  });

  it.each([false, 'true', 1, null, [true], { value: true }, ''])('stays shut for %j', (isProcessingStoringAllowed) => {
    expect(() => requireConsent(consentOf({ isProcessingStoringAllowed } as Record<string, JsonValue>), RULES)).toThrow(
      refusal('consent-required'),
    );
  });

  it('stays shut without a consent, without the member, and for consent to training alone', () => {
    for (const consent of [undefined, consentOf({}), consentOf({ isTrainingAllowed: true })]) {
      expect(() => requireConsent(consent, RULES)).toThrow(refusal('consent-required', /isProcessingStoringAllowed/));
    }
  });

  it('is off under the name that says for whom', () => {
    expect(() => requireConsent(undefined, GATE_OFF)).not.toThrow();
  });
});
