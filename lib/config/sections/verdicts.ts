import { MAX_AGE_MINUTES } from '../../../contract/transactions';
import { integer, list, ROLE_ARN, strictObject } from '../values';

export const verdicts = strictObject({
  callers: list(ROLE_ARN, 'role ARNs')
    .default([])
    .describe(
      'Roles of your backend that may ask for a verdict, of this account or another; `grantAsk` of the construct adds one. A role of another account also needs execute-api:Invoke in a policy of its own.',
    ),
  maxAgeMinutes: integer(1, MAX_AGE_MINUTES.atMost, 'minutes')
    .default(MAX_AGE_MINUTES.byDefault)
    .describe('How old the start of a transaction may be for a yes, in minutes.'),
  throttle: strictObject({
    ratePerSecond: integer(1, 10_000, 'requests a second').default(10).describe('Steady rate of all callers together.'),
    burst: integer(1, 5_000, 'requests').default(20).describe('Requests at one moment.'),
  })
    .prefault({})
    .describe('Above this, API Gateway answers 429 itself.'),
}).describe(
  'The verdict: an endpoint that tells your backend whether a user passed the match that it asked for. Left out, there is none, and starts are not recorded.',
);
