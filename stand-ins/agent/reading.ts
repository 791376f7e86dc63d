import { randomBytes } from 'node:crypto';
import type { ReadMode } from './behaviours';
import type { AgentTransactions } from './transactions';

/** How a match ended, in Microblink's words. */
export interface End {
  readonly processingStatus: string;
  readonly verificationStatus: string;
}

/** Until then a transaction that no one has ended is unfinished, and accepted afterwards. In milliseconds. */
const FINISHED_AFTER_MS = 2000;

const UNFINISHED: End = { processingStatus: 'InProgress', verificationStatus: 'Unknown' };
const ACCEPTED: End = { processingStatus: 'Complete', verificationStatus: 'Accept' };

/** Names and words of a document that belongs to no one, so that a test finds them wherever they should not be. */
export const PERSON = { firstName: 'ERIKA-OF-NO-ONE', lastName: 'MUSTERFRAU-OF-NO-ONE', documentNumber: 'T22000129-OF-NO-ONE' };

/** How the transactions of the stand-in ended, and how that is read. */
export class Ends {
  private readonly ends = new Map<string, End>();

  constructor(
    private readonly transactions: AgentTransactions,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Ends a transaction. @returns false for one that the stand-in has not accepted.
   * @throws Error that says what is accepted.
   */
  end(id: string, text: string): boolean {
    const end = parseEnd(text);
    if (this.transactions.startedAt(id) === undefined) return false;
    this.ends.set(id, end);
    return true;
  }

  /**
   * The reply to the read of a transaction; undefined for an unknown one. Its `id` and its steps are what Microblink's documentation shows; the
   * two words at the root are in its SDKs. `steps-alone` leaves them out.
   */
  read(id: string, mode: ReadMode = 'ok'): string | undefined {
    const startedAt = this.transactions.startedAt(id);
    if (startedAt === undefined) return undefined;
    const end = this.ends.get(id) ?? (this.now() - startedAt < FINISHED_AFTER_MS ? UNFINISHED : ACCEPTED);
    return JSON.stringify({
      id: mode === 'another-transaction' ? randomBytes(13).toString('hex') : id,
      ...(mode !== 'steps-alone' && end),
      createdOn: new Date(startedAt).toISOString(),
      state: {
        'FaceMatch:1': { $type: 'FaceMatch', workflowStepId: 1, processingStatus: end.processingStatus },
        'BlinkId:2': {
          $type: 'BlinkId',
          workflowStepId: 2,
          processingStatus: end.processingStatus,
          ...PERSON,
          images: [{ id: randomBytes(12).toString('hex'), contentType: 'image/jpeg', size: 48_123 }],
        },
      },
    });
  }
}

function parseEnd(text: string): End {
  const accepted = 'The body must be a JSON object such as {"processingStatus": "Complete", "verificationStatus": "Accept"}.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(accepted);
  }
  const { processingStatus, verificationStatus, ...others } = Object(value);
  if (typeof processingStatus !== 'string' || typeof verificationStatus !== 'string' || Object.keys(others).length > 0)
    throw new Error(accepted);
  return { processingStatus, verificationStatus };
}
