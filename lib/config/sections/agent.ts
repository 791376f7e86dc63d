import { knownNames, MEMBER_NAME, START_MEMBERS } from '../../../contract/names';
import { list, pattern, strictObject } from '../values';
import { reading } from './reading';

/** Where the Agent API lives in each region: `https://api.<region>.platform.microblink.com/agent/`. */
export const MICROBLINK_URL = /^https:\/\/api\.[a-z0-9-]+\.platform\.microblink\.com\/agent\/?$/;

/** The only other host: this computer, where the local stack's stand-in listens. */
export const LOOPBACK_URL = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*\/?$/;

const AGENT_URL = pattern(
  new RegExp(`${MICROBLINK_URL.source}|${LOOPBACK_URL.source}`),
  'https://api.<region>.platform.microblink.com/agent/, or a URL on a loopback host',
);

/**
 * Headers that a caller may never send: credentials, the ones that frame the message, and the ones that the proxy writes itself.
 * Hop-by-hop names after RFC 9110 section 7.6.1.
 */
const OURS =
  /^(?:authorization|cookie2?|set-cookie|host|content-.*|connection|keep-alive|proxy-.*|te|trailers?|transfer-encoding|upgrade|expect|http2-settings|accept.*|user-agent|x-api-key|x-amz-.*)$/i;

/** A field name, RFC 9110 section 5.1. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;

const headerAccepts = 'the name of a header that is not a credential and does not frame the message, such as x-request-id';

const forwardHeader = pattern(HEADER_NAME, headerAccepts).refine((name) => !OURS.test(name), { error: headerAccepts });

/** Members that have their own rules, and those in which old SDKs and clients sent a token and a user id. */
const NOT_FORWARDED = knownNames([...START_MEMBERS, 'headers', 'userId']);

const memberAccepts =
  'the name of a member that is not workflowId, platform, sdkVersion, formValues, props, consent, headers or userId, such as correlationId';

const forwardMember = pattern(MEMBER_NAME, memberAccepts).refine(
  (name) => !MEMBER_NAME.test(name) || NOT_FORWARDED.find(name) === undefined,
  {
    error: memberAccepts,
  },
);

export const agent = strictObject({
  region: pattern(/^[a-z0-9-]{1,32}$/, 'the region of your organisation at Microblink Platform, such as "eu" or "us-east"')
    .optional()
    .describe('Region of your organisation at Microblink Platform, such as "eu" or "us-east". Either this or url.'),
  url: AGENT_URL.optional().describe('Base URL of the Agent API. Either this or region. A loopback host only with purpose "throw-away".'),
  forwardHeaders: list(forwardHeader, 'header names').default([]).describe('Further headers of the caller that go to the Agent API.'),
  forwardMembers: list(forwardMember, 'member names')
    .default(['correlationId'])
    .describe(
      'Members of a start that go to the Agent API in addition to workflowId, platform, sdkVersion, formValues, props and consent, each a short plain value or an object of them. Any other is dropped.',
    ),
  reading: reading.optional(),
}).describe('The Agent API, to which transactions are sent.');
