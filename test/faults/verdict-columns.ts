import { AGENT, type Collaborator, DYNAMODB, SECRETS_MANAGER } from './collaborators';
import type { FaultRow, Invocation } from './faults';

/** One column: a call that can fail, of a question or of a start that is put on record. */
export interface VerdictColumn {
  readonly name: string;
  readonly of: 'question' | 'start';
  readonly collaborator: Collaborator;
  /** Of the table: the others of its calls go well. */
  readonly call?: string;
  /** What most of its faults end in: status, and code or verdict. */
  readonly usual: string;
  /** Those that end otherwise. */
  readonly others: Readonly<Record<string, string>>;
}

const UNREADABLE = '503 unreadable-result';
const GOT_OVER = { 'sends its first byte late, within the limit': '200 yes' };

export const VERDICT_COLUMNS: readonly VerdictColumn[] = [
  { name: 'The table, at a start', of: 'start', collaborator: DYNAMODB, call: 'PutItem', usual: '200 ok', others: {} },
  {
    name: 'The table, looked up',
    of: 'question',
    collaborator: DYNAMODB,
    call: 'GetItem',
    usual: '503 verdict-unavailable',
    others: GOT_OVER,
  },
  { name: 'The secret', of: 'question', collaborator: SECRETS_MANAGER, usual: '503 verdict-unavailable', others: GOT_OVER },
  {
    ...{ name: 'The read at Microblink', of: 'question', collaborator: AGENT, usual: '503 verdict-unavailable' },
    others: {
      ...GOT_OVER,
      'announces fewer bytes than it sends': UNREADABLE,
      'answers 200 with a web page': UNREADABLE,
      'refuses the request (4xx)': UNREADABLE,
      'says that the credentials have expired': '503 read-credentials-refused',
    },
  },
  {
    name: 'The table, decided in',
    of: 'question',
    collaborator: DYNAMODB,
    call: 'UpdateItem',
    usual: '503 verdict-unavailable',
    others: GOT_OVER,
  },
];

/** What a fault ends in. */
export const verdictAnswerOf = ({ others, usual }: VerdictColumn, fault: FaultRow): string => others[fault.name] ?? usual;

/** What brings a fault about; undefined where it cannot happen or is not tried: a frozen process is tried in the matrix of starts alone. */
export function strikeOf({ collaborator, call }: VerdictColumn, fault: FaultRow, invocation: Invocation) {
  const place = fault.at(collaborator, invocation);
  if (place === 'frozen' || 'doesNotApply' in place || place.stays || fault.name === 'stops reading the request') return undefined;
  // A server that is gone is gone for the calls before it, too.
  if (call !== undefined && call !== 'GetItem' && fault.name === 'refuses connections') return undefined;
  return place.strike;
}
