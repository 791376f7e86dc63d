import type { StackDetails } from '../local/stack-file';
import type { Person } from './people';

/** One request of the mix, with the only answer to it that is right. */
export interface Call {
  readonly path: string;
  readonly body: string;
  readonly person: Person;
  /** `ok`, or the code of the refusal. */
  readonly expected: string;
  /** Whether a right answer means that a transaction was started. */
  readonly starts: boolean;
}

/** Makes one request; people are picked at random. */
type Kind = (traffic: Traffic) => Call;

interface Traffic {
  readonly workflowId: string;
  readonly enrolled: readonly Person[];
  readonly unknown: Person;
}

const PICTURE = `${Buffer.from('ffd8ffe000104a464946', 'hex').toString('base64')}AAAA`;

const start: Kind = (traffic) => startCall(traffic, pick(traffic.enrolled), {}, 'ok');
const missingPhoto: Kind = (traffic) => startCall(traffic, traffic.unknown, {}, 'no-face-on-record');
const ownPhoto: Kind = (traffic) =>
  startCall(traffic, pick(traffic.enrolled), { formValues: { FACEIMAGE: PICTURE } }, 'client-supplied-face');
const impostor: Kind = (traffic) => {
  const [person, victim] = [pick(traffic.enrolled), pick(traffic.enrolled)];
  return startCall(traffic, person, { userId: victim.subject }, victim === person ? 'ok' : 'identity-mismatch');
};
const cancel: Kind = ({ workflowId, enrolled }) => ({
  ...{ path: `/initialize/${workflowId}/cancel`, body: '{}' },
  ...{ person: pick(enrolled), expected: 'ok', starts: false },
});

/** Of each hundred requests, which come in any order. */
const MIX: readonly (readonly [share: number, kind: Kind])[] = [
  [75, start],
  [5, missingPhoto],
  [6, ownPhoto],
  [6, impostor],
  [8, cancel],
];

/** @returns a source of requests in the proportions of the mix. @throws Error when no one is without a photo. */
export function createTraffic({ workflows }: StackDetails, people: readonly Person[]): () => Call {
  const [workflowId, unknown] = [workflows.injecting[0], people.find(({ photo }) => photo === undefined)];
  if (workflowId === undefined || unknown === undefined)
    throw new Error('The stack has no injecting workflow, or no user without a photo.');
  const traffic = { workflowId, unknown, enrolled: people.filter((person) => person !== unknown) };
  let hundred: Kind[] = [];
  return () => {
    if (hundred.length === 0) hundred = MIX.flatMap(([share, kind]) => Array.from({ length: share }, () => kind));
    const [kind = start] = hundred.splice(Math.floor(Math.random() * hundred.length), 1);
    return kind(traffic);
  };
}

function startCall({ workflowId }: Traffic, person: Person, more: object, expected: string): Call {
  const consent = { userId: person.subject, isProcessingStoringAllowed: true, isTrainingAllowed: false };
  const body = { workflowId, platform: 'browser', sdkVersion: '1.7.0', consent, ...more };
  return { path: '/transaction', body: JSON.stringify(body), person, expected, starts: true };
}

function pick<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item;
}
