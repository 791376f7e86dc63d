import { reply } from '../../stand-ins/agent/scripted';
import { dynamoDbError, NO_MORE } from '../../stand-ins/dynamodb/counts';
import { awsError, type Fault, instead } from '../../stand-ins/exchange';
import { hangUp, resetInReply, silent } from '../../stand-ins/faults';
import { s3Error } from '../../stand-ins/s3/refusal';
import type { EventParts } from '../support/events';
import * as held from './secrets-of-the-world';
import { NO_HEADER_NAME, type Surroundings } from './surroundings';

/** One way through the function, and how it ends. */
export interface Journey {
  readonly name: string;
  /** `ok` for a reply of the agent that is relayed, else the code of the refusal. */
  readonly end: string;
  readonly parts?: EventParts;
  /** Goes over the event, for what no caller can send. */
  readonly event?: object;
  readonly arrange?: (surroundings: Surroundings) => unknown;
}

const consent = { userId: held.SUBJECT, note: held.NOTE, isProcessingStoringAllowed: true };
const body = {
  workflowId: 'wf-123',
  platform: 'ios',
  sdkVersion: '1',
  consent,
  formValues: { reason: held.FORM_VALUE },
  props: { order: held.PROP },
};
const encodedPhoto = held.PHOTO.toString('base64');
/** Everything at once, as an error message of a careless service could quote it. */
const ALL = [held.TOKEN, held.CLIENT_SECRET, held.NOTE, held.FORM_VALUE, held.EMAIL, held.SUBJECT, encodedPhoto].join(' & ');
const path = { pathParameters: { workflowId: 'wf-123' }, body: null };

const cut: Fault = async ({ response, whole }) => {
  await whole();
  response.writeHead(200, { 'Content-Length': held.CREATED.length + 1 });
  response.write(held.CREATED, () => response.destroy());
};

const answering =
  (behaviour: Fault): Journey['arrange'] =>
  ({ agent }) =>
    agent.script.push(behaviour);
const holding =
  (value: string | undefined): Journey['arrange'] =>
  ({ secrets }) =>
    secrets.set(value);

/** The first of these come before the function has credentials, which it then keeps. */
const WITHOUT_CREDENTIALS: readonly Journey[] = [
  { name: 'a secret without a value', end: 'credentials-not-set', arrange: holding(undefined) },
  { name: 'a secret that does not parse', end: 'credentials-not-set', arrange: holding(held.CLIENT_SECRET) },
  { name: 'a secret that is cut', end: 'credentials-not-set', arrange: holding(held.SECRET_TEXT.slice(0, -1)) },
  {
    name: 'a client id of the old kind',
    end: 'credentials-not-set',
    arrange: holding(held.SECRET_TEXT.replace('sa_', 'old_')),
  },
  {
    name: 'a refusal that quotes everything',
    end: 'credentials-unavailable',
    arrange: ({ secrets }) => {
      secrets.fault = instead(awsError('AccessDeniedException', ALL));
    },
  },
];

const COUNTS: readonly Journey[] = [
  {
    name: 'one start too many',
    end: 'too-many-attempts',
    arrange: ({ counts }) => {
      counts.fault = instead(NO_MORE);
    },
  },
  {
    name: 'a table whose refusal quotes everything',
    end: 'attempts-unavailable',
    arrange: ({ counts }) => {
      counts.fault = instead(dynamoDbError('AccessDeniedException', 400, ALL));
    },
  },
];

const SUCCESSES: readonly Journey[] = [
  { name: 'a start with a photo', end: 'ok' },
  { name: 'a start without a photo', end: 'ok', parts: { body: { ...body, workflowId: 'wf-plain' } } },
  { name: 'workflow info', end: 'ok', parts: { ...path, method: 'GET', resource: '/initialize/{workflowId}/info' } },
  {
    name: 'a cancellation',
    end: 'ok',
    parts: { ...path, resource: '/initialize/{workflowId}/cancel', body: { props: body.props, consent } },
  },
  {
    name: 'a refusal of the agent that quotes what the caller wrote',
    end: 'ok',
    arrange: answering(reply(400, JSON.stringify({ detail: [held.NOTE, held.FORM_VALUE, held.PROP] }))),
  },
];

const REFUSALS: readonly Journey[] = [
  { name: 'a body that is cut', end: 'not-json', parts: { body: JSON.stringify(body).slice(0, -1) } },
  {
    name: 'bytes that are no text',
    end: 'not-json',
    parts: { body: Buffer.from([0xff, ...Buffer.from(ALL)]).toString('base64'), isBase64Encoded: true },
  },
  { name: 'names that are none', end: 'invalid-request', parts: { body: { ...body, [held.NOTE]: 1 } } },
  { name: 'a number without end', end: 'invalid-request', parts: { body: `{"a":${String(held.NUMBER).repeat(3)}}` } },
  { name: 'a workflow id that is none', end: 'invalid-request', parts: { body: { ...body, workflowId: held.NOTE } } },
  { name: 'a token of another client', end: 'wrong-token', parts: { claims: { ...held.CLAIMS_OF_ALICE, aud: held.TOKEN } } },
  { name: 'a subject that is none', end: 'subject-unusable', parts: { claims: { ...held.CLAIMS_OF_ALICE, sub: held.NOTE } } },
  { name: 'somebody else', end: 'identity-mismatch', parts: { body: { ...body, consent: { ...consent, userId: held.EMAIL } } } },
  { name: 'a photo of the caller', end: 'client-supplied-face', parts: { body: { ...body, formValues: { faceImage: encodedPhoto } } } },
  { name: 'a photo in another field', end: 'value-not-allowed', parts: { body: { ...body, formValues: { other: encodedPhoto } } } },
  { name: 'a workflow of somebody else', end: 'workflow-not-allowed', parts: { body: { ...body, workflowId: 'wf-other' } } },
  { name: 'no consent', end: 'consent-required', parts: { body: { ...body, consent: { note: held.NOTE } } } },
  { name: 'a body without measure', end: 'body-too-large', parts: { body: { ...body, more: ALL.repeat(10) } } },
  { name: 'an event whose body is none', end: 'invalid-request', event: { body: held.NUMBER } },
  { name: 'a header that no step expects', end: 'internal', parts: { headers: { [NO_HEADER_NAME]: held.EMAIL } } },
];

const OF_THE_STORE: readonly Journey[] = [
  { name: 'no photo', end: 'no-face-on-record', arrange: ({ s3 }) => s3.versions.clear() },
  { name: 'a photo of today', end: 'face-too-new', parts: { body: { ...body, workflowId: 'wf-fresh' } }, arrange: enrolledNow },
  {
    name: 'a photo under a checksum that no one here can compute',
    end: 'face-unusable',
    arrange: ({ s3 }) => s3.putPhoto(keyOf('faces'), { bytes: held.PHOTO, checksum: 'sha512' }),
  },
  { name: 'a photo that is none', end: 'face-unusable', arrange: ({ s3 }) => s3.putPhoto(keyOf('faces'), { bytes: Buffer.from(ALL) }) },
  {
    name: 'a photo that does not match its checksum',
    end: 'face-unusable',
    arrange: ({ s3 }) => s3.putPhoto(keyOf('faces'), { bytes: held.PHOTO, checksum: 'wrong' }),
  },
  {
    name: 'a store that quotes everything',
    end: 'face-store-unavailable',
    arrange: ({ s3 }) => {
      s3.fault = instead(s3Error(403, 'AccessDenied', ALL));
    },
  },
  {
    name: 'a store that breaks half way',
    end: 'face-store-unavailable',
    arrange: ({ s3 }) => {
      s3.fault = resetInReply;
    },
  },
];

const OF_THE_AGENT: readonly Journey[] = [
  { name: 'a refusal of our credentials that quotes everything', end: 'agent-bad-response', arrange: answering(reply(401, quotingOurs())) },
  { name: 'a refusal of our credentials', end: 'agent-refused-credentials', arrange: answering(reply(403, held.CREATED)) },
  { name: 'a reply that repeats the photo', end: 'agent-bad-response', arrange: answering(reply(400, `{"detail":"${encodedPhoto}"}`)) },
  { name: 'a reply that does not parse', end: 'agent-bad-response', arrange: answering(reply(200, held.CREATED.slice(0, -1))) },
  {
    name: 'a reply that is no text',
    end: 'agent-bad-response',
    arrange: answering(reply(200, Buffer.from([0xff, ...Buffer.from(held.CREATED)]))),
  },
  {
    name: 'a redirection',
    end: 'agent-bad-response',
    arrange: answering(reply(307, held.CREATED, { Location: `/${held.EPHEMERAL_KEY}` })),
  },
  { name: 'a reply that is cut', end: 'agent-bad-response', arrange: answering(cut) },
  { name: 'a connection that breaks, and a second one', end: 'agent-unreachable', arrange: breakingTwice },
  { name: 'an agent that is silent', end: 'agent-timeout', arrange: answering(silent) },
];

function quotingOurs(): string {
  return `Basic ${Buffer.from(`sa_sentinel:${held.CLIENT_SECRET}`).toString('base64')} ${ALL}`;
}

/** While the photo is on its way: a keep-alive connection that breaks is tried again once. */
function breakingTwice({ agent, s3 }: Surroundings): void {
  agent.script.push(hangUp, hangUp);
  s3.fault = async ({ response, whole, right }) => {
    await whole();
    response.writeHead(200, { ...(await right()).headers, 'Content-Length': held.PHOTO.length });
    response.write(held.PHOTO.subarray(0, 30_000));
    setTimeout(() => response.end(held.PHOTO.subarray(30_000)), 150).unref();
  };
}

function keyOf(kind: string): string {
  return `${kind}/${held.SUBJECT}`;
}

function enrolledNow({ s3 }: Surroundings): void {
  s3.putPhoto(keyOf('fresh'), { bytes: held.PHOTO, lastModified: new Date() });
}

/** Every way to go, in the order in which they must be gone. */
export const JOURNEYS: readonly Journey[] = [
  ...WITHOUT_CREDENTIALS,
  ...COUNTS,
  ...SUCCESSES,
  ...REFUSALS,
  ...OF_THE_STORE,
  ...OF_THE_AGENT,
].map((journey) => ({
  ...journey,
  parts: { headers: { Authorization: `Bearer ${held.TOKEN}` }, claims: held.CLAIMS_OF_ALICE, body, ...journey.parts },
}));
