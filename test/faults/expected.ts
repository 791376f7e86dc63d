import { AGENT, type Collaborator, DYNAMODB, DYNAMODB_OPEN, KMS, S3, SECRETS_MANAGER } from './collaborators';
import type { Ending } from './world';

/** What a fault leads to: status and code of the answer, and how many requests the Agent API got whole. */
export interface Expected {
  readonly answer: string;
  readonly acceptable: 0 | 1;
}

const LATE = 'sends its first byte late, within the limit';
const FROZEN = 'has closed the keep-alive connection while the process was frozen';
const UNUSABLE = '500 face-unusable';

/** The usual answer of a collaborator's faults, and those that differ. */
interface Answers {
  readonly usual: string;
  readonly others?: Readonly<Record<string, string>>;
}

const ANSWERS = new Map<Collaborator, Answers>([
  [SECRETS_MANAGER, { usual: '503 credentials-unavailable' }],
  [DYNAMODB, { usual: '503 attempts-unavailable' }],
  [DYNAMODB_OPEN, { usual: '200' }],
  [KMS, { usual: '503 face-store-unavailable' }],
  [
    S3,
    {
      usual: '503 face-store-unavailable',
      others: {
        'sends its reply byte by byte, for longer than there is time': '504 agent-timeout',
        'announces fewer bytes than it sends': UNUSABLE,
        'sends bytes that do not match their checksum': UNUSABLE,
        'answers 200 with a web page': UNUSABLE,
      },
    },
  ],
  [
    AGENT,
    {
      usual: '502 agent-bad-response',
      others: {
        'refuses connections': '502 agent-unreachable',
        'has a name that does not resolve': '502 agent-unreachable',
        'resets the connection before it has read the request': '502 agent-unreachable',
        'never answers': '504 agent-timeout',
        'stops in the middle of the reply': '504 agent-timeout',
        'sends its reply byte by byte, for longer than there is time': '504 agent-timeout',
        'stops reading the request': '504 agent-timeout',
        'refuses the request (4xx)': '400',
        'fails (5xx)': '500',
        throttles: '429',
        'says that the credentials have expired': '502 agent-refused-credentials',
      },
    },
  ],
]);

/** Faults of the Agent API that leave it without a whole request. */
const NOT_WHOLE = [
  'refuses connections',
  'has a name that does not resolve',
  'resets the connection before it has read the request',
  'stops reading the request',
];

/** What most faults of a collaborator are answered with. */
export const usualAnswerOf = (collaborator: Collaborator): string => ANSWERS.get(collaborator)?.usual ?? '';

/** What a fault of a collaborator leads to, at the first request of a process and at a later one. */
export function expectedOf(collaborator: Collaborator, fault: string): Expected {
  const { usual, others = {} } = ANSWERS.get(collaborator) ?? { usual: '' };
  const answer = fault === LATE || fault === FROZEN ? '200' : (others[fault] ?? usual);
  const isWhole = collaborator === AGENT ? !NOT_WHOLE.includes(fault) : answer === '200';
  return { answer, acceptable: isWhole ? 1 : 0 };
}

/** How a request ends when a limit has passed. */
const LATE_OUTCOMES = ['attempts-unavailable', 'credentials-unavailable', 'face-store-unavailable', 'agent-timeout', 'verdict-unavailable'];

/** Whether a busy machine may be why a request ended in this way. */
export const mayBeLate = ({ outcome, isInTime }: Ending): boolean => !isInTime || LATE_OUTCOMES.includes(outcome);

/** An ending in the words of {@link Expected.answer}. */
export function answerOf({ status, outcome }: Ending): string {
  return outcome === 'ok' ? `${status}` : `${status} ${outcome}`;
}
