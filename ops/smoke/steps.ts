import type { Finding } from '../finding';

/** Each step, and what it proves when all of it passes. */
export const STEPS = {
  'sign-in': 'the pool signs the test user in, and his token has a subject',
  preflight: 'a browser may call from the origins of the settings, and from no other',
  'gateway-errors': 'API Gateway refuses before the function is asked, in the form and with the CORS headers that clients read',
  attacks: 'no caller chooses whose photo is used, or brings one',
  workflow: 'token, function, secret and Microblink work together, and nothing is started',
  start: 'the photo on record reaches Microblink, which starts a transaction (billed)',
  'read-back': 'the transaction says whose it is and which photo it got',
} as const satisfies Readonly<Record<string, string>>;

export type StepId = keyof typeof STEPS;

/** What one request of a step showed. */
export interface Seen extends Finding {
  readonly step: StepId;
}
