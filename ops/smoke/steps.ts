import type { Finding } from '../failures/finding';

/** Who answers behind the proxy: what a stand-in did says nothing about Microblink. */
export const agentOf = (isLocal: boolean) => (isLocal ? 'the stand-in of the Agent API' : 'Microblink');

/** Each step, and what it proves when all of it passes. */
export function stepsOf(isLocal: boolean): Readonly<Record<StepId, string>> {
  const agent = agentOf(isLocal);
  return {
    'sign-in': 'the pool signs the test user in, and the token has a subject',
    preflight: 'a browser may call from the origins of the settings, and from no other',
    'gateway-errors': 'API Gateway refuses before the function is asked, in the form and with the CORS headers that clients read',
    attacks: 'no caller chooses whose photo is used, or brings one',
    workflow: `token, function, secret and ${agent} work together, and nothing is started`,
    verdict: 'only a signed question is answered, and none about a match that there was not is a yes (where the stage has verdicts)',
    start: `the photo on record reaches ${agent}, which starts a transaction${isLocal ? '' : ' (billed)'}`,
    'read-back': 'the transaction says whose it is and which photo it got',
  };
}

export type StepId = 'sign-in' | 'preflight' | 'gateway-errors' | 'attacks' | 'workflow' | 'verdict' | 'start' | 'read-back';

/** What one request of a step showed. */
export interface Seen extends Finding {
  readonly step: StepId;
}
