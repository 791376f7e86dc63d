import { z } from 'zod';
import { iamArn, regionalArn } from './arn';
import { isCdkToken } from './cdk-token';

/**
 * The building blocks of the settings' schema. Each says in words what it accepts, so that a fault can repeat it, and each
 * passes a CDK token, because another CDK app gives ARNs of its own resources, whose text is not known before deployment.
 */

/** One text that must match. The pattern also goes into `config/schema.json`, for editors. */
export function pattern(form: RegExp, accepts: string) {
  return z
    .string({ error: accepts })
    .refine((value) => isCdkToken(value) || form.test(value), { error: accepts })
    .meta({ pattern: form.source });
}

/** A whole number within bounds, both included. */
export function integer(least: number, most: number, unit: string) {
  const error = `a whole number of ${unit} from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: words.map((each) => JSON.stringify(each)).join(' or ') });
}

/** An object with these members and no other: a misspelt member is a fault, not a setting that silently does nothing. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const members = Object.keys(shape)
    .filter((name) => name !== '$schema')
    .join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `only the members ${members}` : `an object with the members ${members}`),
  });
}

/** A list of one kind of value. */
export function list<Item extends z.ZodType>(item: Item, what: string, least = 0) {
  const error = least > 0 ? `a list of ${what}, at least ${least}` : `a list of ${what}`;
  return z.array(item, { error }).min(least, { error });
}

/**
 * Named entries. The names are checked by lib/config/rules, not here: zod does not look at the value of an entry whose
 * name is wrong, so that a second fault would hide behind the first.
 */
export function record<Value extends z.ZodType>(name: RegExp, value: Value, what: string) {
  return z.record(z.string(), value, { error: `an object of ${what}` }).meta({ propertyNames: { pattern: name.source } });
}

export const USER_POOL_ARN = regionalArn('cognito-idp', 'userpool/[A-Za-z0-9-]+_[A-Za-z0-9]+', 'a user pool', 'userpool/<id>');

export const KEY_ARN = regionalArn('kms', 'key/[A-Za-z0-9-]+', 'a key (not of an alias)', 'key/<id>');

/** No wildcard: an operator is one role, named in full. */
export const ROLE_ARN = iamArn('role', 'one role', ', without wildcards');

export const TOPIC_ARN = regionalArn('sns', '[A-Za-z0-9_-]{1,256}', 'a standard SNS topic', '<name>');

export const EVENT_BUS_ARN = regionalArn('events', 'event-bus/[A-Za-z0-9._/-]{1,256}', 'an event bus', 'event-bus/<name>');

/** Its form only: whether somebody reads it, the confirmation shows that SNS asks for. */
export const EMAIL = pattern(/^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>]+$/, 'an e-mail address');

/** No query and no fragment, since the path of the runbook and an anchor are put behind it. */
export const RUNBOOK_URL = pattern(
  /^https:\/\/[^\s?#@"<>]+$/,
  'an https address without query or fragment, such as https://git.bank.example/face-match-proxy/blob/main/',
);

/** By its ARN, or by its name in the account that is deployed to. */
export const POLICY = pattern(
  /^(?:arn:aws:iam::\d{12}:policy\/[A-Za-z0-9+=,.@_/-]{1,576}|[A-Za-z0-9+=,.@_-]{1,128})$/,
  'the name of a managed policy of yours, or its ARN, arn:aws:iam::<account>:policy/<name>',
);

export const CERTIFICATE_ARN = regionalArn('acm', 'certificate/[A-Za-z0-9-]+', 'a certificate', 'certificate/<id>');

/** A host below a registered name, RFC 1123 section 2.1. In lower case, as API Gateway keeps it; no wildcard. */
export const HOST_NAME = pattern(
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  'a host name in lower-case letters, such as "faces.example.org"',
);

export const ZONE_ID = pattern(/^Z[A-Z0-9]{1,31}$/, 'the id of a hosted zone, such as "Z0123456789ABC"');

/**
 * "General purpose bucket naming rules" in the S3 user guide. A name that ends in one of the reserved words is a directory or table bucket, or
 * the alias of an access point: no policy that the stack writes speaks of those.
 */
export const BUCKET_NAME = pattern(
  /^(?!xn--|sthree-|amzn-s3-demo-|(?:\d+\.){3}\d+$|.*(?:\.\.|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of a general purpose bucket (3 to 63 lower-case letters, digits, dots, hyphens), no directory bucket and no alias of an access point',
);

export const ACCOUNT = pattern(/^\d{12}$/, 'an account id of 12 digits, as text');

export const CLIENT_ID = pattern(/^[A-Za-z0-9_]{1,128}$/, 'the id of an app client (letters, digits, underscores)');

/**
 * Compared as whole strings, here and at run time; RFC 6454 section 6.2 gives the form. Plain http only on a loopback host, where no one
 * sits between. The alphabet is also what keeps an origin harmless inside a mapping template. No default port: a browser never sends it.
 */
export const ORIGIN = pattern(
  /^(?:(?!https?:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+|https:\/\/[a-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1))(?::(?!443$)[1-9][0-9]{0,4})?$/,
  'an origin as a browser sends it: https://host or https://host:port, lower case, no path and no slash at the end (http only for localhost)',
);

/** The stages of a company's own life: what may be destroyed, and what must be stated. */
export const PURPOSE = oneOf('production', 'development', 'throw-away');
