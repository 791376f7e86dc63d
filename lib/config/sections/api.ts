import { MANAGED_RULE } from '../managed-rules';
import { CERTIFICATE_ARN, HOST_NAME, integer, list, oneOf, strictObject, ZONE_ID } from '../values';

export const throttle = strictObject({
  ratePerSecond: integer(1, 10_000, 'requests a second').default(50).describe('Steady rate of all callers together.'),
  burst: integer(1, 5_000, 'requests').default(100).describe('Requests at one moment.'),
})
  .prefault({})
  .describe('Above this, API Gateway answers 429 itself.');

/** The bounds of WAF's own limit: "RateBasedStatement" in its API reference. */
export const firewall = strictObject({
  mode: oneOf('on', 'off-and-the-api-open-to-floods')
    .default('on')
    .describe('Whether a web application firewall (AWS WAF) is before the API.'),
  requestsPerAddress: integer(10, 2_000_000, 'requests')
    .default(1000)
    .describe(
      'Requests from one address in five minutes, preflights included, above which the address is blocked until it slows down. Many phones share the address of their carrier.',
    ),
  rulesThatOnlyCount: list(MANAGED_RULE, 'names of managed rules, as AWS documents them')
    .default([])
    .describe(
      'Rules of the managed groups that block your own users: these only count. The article of the alarm firewall-blocks says how to find the name.',
    ),
})
  .prefault({})
  .describe('The firewall before the API.');

export const domain = strictObject({
  name: HOST_NAME.describe('Host name of the API, such as "faces.example.org".'),
  certificateArn: CERTIFICATE_ARN.describe('Certificate for the name, in AWS Certificate Manager in the region of the stack.'),
  hostedZone: strictObject({
    id: ZONE_ID.describe('Id of the zone.'),
    name: HOST_NAME.describe('Name of the zone: the domain name itself, or one above it.'),
  })
    .optional()
    .describe('Route 53 zone that gets the records of the name. Left out, you point the name at the API yourself.'),
}).describe('Your own host name. The address that AWS gives is then switched off.');

export const api = strictObject({
  throttle,
  firewall,
  domain: domain.optional(),
  loggingRole: oneOf('managed-here', 'already-present')
    .default('already-present')
    .describe(
      'API Gateway writes logs with one role for the whole account and region. A new account has none: "managed-here" makes and keeps one, and replaces an existing one.',
    ),
})
  .prefault({})
  .describe('The REST API.');
