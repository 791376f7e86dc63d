import type { CallerRules } from '../../contract/environment';
import { Problem } from '../errors';
import type { Caller } from './identity';
import type { JsonValue } from './json';
import type { Members } from './members';

/**
 * Binds a consent to the caller: its user id becomes the subject, in the canonical spelling, in place of any other.
 * `userIds` are those that stood elsewhere in the body.
 * @throws Problem `identity-mismatch` for any user id that is not the subject, unless the configuration replaces it.
 */
export function bindUser(consent: Members | undefined, userIds: readonly JsonValue[], caller: Caller, rules: CallerRules): void {
  const named = consent?.has('userId') ? [...userIds, consent.get('userId')] : userIds;
  if (rules.consentUserId === 'must-match' && named.some((userId) => userId !== caller.subject)) {
    throw new Problem('identity-mismatch', 'a user id in the body is not the subject of the token');
  }
  consent?.set('userId', caller.subject);
}

/**
 * A photo is read for a purpose that the user has agreed to, or not at all (GDPR article 9).
 * @throws Problem `consent-required`.
 */
export function requireConsent(consent: Members | undefined, rules: CallerRules): void {
  if (rules.consentGate === 'start-without-consent-for-android-1.0-and-1.1') return;
  if (consent?.get('isProcessingStoringAllowed') !== true) {
    throw new Problem('consent-required', 'consent.isProcessingStoringAllowed is not true');
  }
}
