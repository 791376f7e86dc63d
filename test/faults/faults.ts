import { type Exchange, type Fault, instead, send } from '../../stand-ins/exchange';
import * as transport from '../../stand-ins/faults';
import type { FaultyServer } from '../../stand-ins/faulty';
import { AGENT, type Collaborator, KMS, S3, SECRETS_MANAGER } from './collaborators';
import type { WorldOptions } from './world';

/** Before the function has ever run in its process, or after a request that went well: clients, connections and caches are there. */
export type Invocation = 'first' | 'warm';

/** How a fault is brought about at one collaborator. */
export interface Deed {
  /** Done to the service before the invocation, in the process of the test. */
  readonly strike: (server: FaultyServer) => unknown;
  readonly needs?: WorldOptions;
  /** True for a fault of the settings, which no later request gets around. */
  readonly stays?: boolean;
}

/** `does not apply` says why the question makes no sense; `frozen` runs the bundled function in a process that is stopped. */
export type Place = Deed | 'frozen' | { readonly doesNotApply: string };

/** One row of the matrix. */
export interface FaultRow {
  readonly name: string;
  /** Whether a limit of seconds has to pass. */
  readonly lasts: boolean;
  at(collaborator: Collaborator, invocation: Invocation): Place;
}

const IN_S3_REPLY = 'the function does not call KMS; S3 does, and what goes wrong between them arrives as a reply of S3';
const LONG_MS = 12_000;
/** After a throttled attempt the SDK waits for up to a second. */
const PATIENT: WorldOptions = { deadlineMs: 8000, stallMs: 5000 };

const meets = (fault: Fault, needs?: WorldOptions): Deed => ({
  strike: (server) => {
    server.fault = fault;
  },
  ...(needs && { needs }),
});

/** Something that happens to a connection or on it: the same for everybody who has one. */
function onWire(name: string, place: (collaborator: Collaborator, invocation: Invocation) => Place, lasts = false): FaultRow {
  return {
    ...{ name, lasts },
    at: (collaborator, invocation) => (collaborator === KMS ? { doesNotApply: IN_S3_REPLY } : place(collaborator, invocation)),
  };
}

const LASTS = true;
/** Credentials are waited for up to ten seconds, which only a longer deadline lets one see. */
const lasting = (fault: Fault) => (collaborator: Collaborator) =>
  meets(fault, collaborator === SECRETS_MANAGER ? { deadlineMs: LONG_MS } : {});

/** Every row, in the order of the document. */
export const FAULTS: readonly FaultRow[] = [
  onWire('refuses connections', () => ({ strike: (server) => server.refuse() })),
  onWire('has a name that does not resolve', ({ service }, invocation) =>
    invocation === 'warm'
      ? { doesNotApply: 'a keep-alive connection needs no name; without one, it is as at the first invocation' }
      : { strike: () => undefined, needs: { nameless: service }, stays: true },
  ),
  onWire('resets the connection before it has read the request', (collaborator) =>
    meets(transport.resetAtHead, collaborator === AGENT ? { photo: 'large' } : {}),
  ),
  onWire('resets the connection after the whole request, before a reply', (collaborator) =>
    collaborator === S3
      ? { doesNotApply: 'a request without a body is whole with its head: the row above' }
      : meets(transport.resetWhenWhole),
  ),
  onWire('resets the connection in the middle of the reply', () => meets(transport.resetInReply)),
  onWire('closes the connection in the middle of the reply', () => meets(transport.cut)),
  onWire('sends its first byte late, within the limit', () => meets(transport.slow)),
  onWire('never answers', () => meets(transport.silent), LASTS),
  onWire('stops in the middle of the reply', lasting(transport.stall), LASTS),
  onWire('sends its reply byte by byte, for longer than there is time', lasting(transport.trickle), LASTS),
  onWire(
    'stops reading the request',
    (collaborator) =>
      collaborator === AGENT
        ? meets(transport.stopsReading, { photo: 'large' })
        : { doesNotApply: 'the request fits into the first packet, so no one waits for its being read: "never answers"' },
    LASTS,
  ),
  onWire('announces fewer bytes than it sends', () => meets(transport.announcesTooLittle)),
  onWire('sends bytes that do not match their checksum', (collaborator) =>
    collaborator === S3 ? meets(wrongChecksum) : { doesNotApply: 'its replies carry no checksum' },
  ),
  onWire('speaks another protocol', () => meets(transport.notHttp)),
  onWire('answers 200 with a web page', () => meets(instead(transport.page))),
  { name: 'refuses the request (4xx)', lasts: false, at: ({ refusal }) => meets(instead(refusal)) },
  { name: 'fails (5xx)', lasts: false, at: ({ failure }) => meets(instead(failure)) },
  { name: 'throttles', lasts: false, at: ({ throttled }) => meets(instead(throttled), PATIENT) },
  {
    ...{ name: 'says that the credentials have expired', lasts: false },
    at: ({ expired }) =>
      expired === undefined
        ? { doesNotApply: 'S3 calls KMS in the name of the caller, whose credentials S3 has checked' }
        : meets(instead(expired)),
  },
  {
    ...{ name: 'says that its key is disabled', lasts: false },
    at: ({ keyDisabled }) =>
      keyDisabled === undefined ? { doesNotApply: 'it keeps nothing under a key, or has no words for it' } : meets(instead(keyDisabled)),
  },
  onWire('has closed the keep-alive connection while the process was frozen', (_collaborator, invocation) =>
    invocation === 'first'
      ? {
          doesNotApply:
            'over the plain HTTP of this table nothing is opened before the first invocation. Over TLS a connection is, and one that has died counts as a keep-alive one (test/lambda/clients/warm-up.test.ts)',
        }
      : 'frozen',
  ),
];

/** One bit of the last byte is another one, behind the checksum of what it was. */
async function wrongChecksum({ response, right, whole }: Exchange): Promise<void> {
  await whole();
  const reply = await right();
  const body = Buffer.from(reply.body);
  body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  send(response, { ...reply, body });
}
