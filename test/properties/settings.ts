import type { Environment } from '../../contract/environment';
import { CLIENT_ID } from '../support/events';

const images: Environment['images'] = {
  face: { key: 'faces/{subject}', maxBytes: 100_000 },
  documentFront: { key: 'documents/{subject}/front', maxBytes: 100_000 },
};
const inject: Environment['workflows']['inject'] = {
  'wf-123': { field: 'faceImage', image: 'face' },
  'wf-doc': { field: 'Document front', image: 'documentFront', callerFields: ['upload'] },
};
const passThrough = { 'wf-plain': {}, 'wf-form': { callerFields: ['upload'] } };

/** Deployments under which the promises must hold: as shipped, as open as can be configured, and with a subject of the company's own. */
export const SETTINGS = {
  strict: {
    images,
    workflows: { inject, passThrough },
    tokens: { use: 'id', clientIds: [CLIENT_ID] },
    callerRules: { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' },
  },
  open: {
    images,
    workflows: { inject, passThrough: 'every-workflow-of-the-organisation' },
    tokens: { use: 'access', clientIds: [CLIENT_ID] },
    callerRules: {
      subjectClaim: 'sub',
      consentUserId: 'replace',
      consentGate: 'start-without-consent-for-android-1.0-and-1.1',
    },
    forwardHeaders: ['x-correlation-id'],
  },
  customSubject: {
    images,
    workflows: { inject, passThrough },
    tokens: { use: 'id', clientIds: [CLIENT_ID] },
    callerRules: {
      subjectClaim: 'custom:customer',
      consentUserId: 'must-match',
      consentGate: 'consent-required',
      maxAuthAgeMinutes: 60,
    },
  },
} as const satisfies Record<string, Partial<Environment>>;

export type SettingsName = keyof typeof SETTINGS;

/** What each injecting workflow reads and fills, written down apart from the rules above. */
export const INJECTIONS: Readonly<Record<string, { readonly field: string; readonly key: (subject: string) => string }>> = {
  'wf-123': { field: 'faceImage', key: (subject) => `faces/${subject}` },
  'wf-doc': { field: 'Document front', key: (subject) => `documents/${subject}/front` },
};
