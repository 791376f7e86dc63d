import { randomBytes } from 'node:crypto';
import { summarizeImage } from './images';
import type { Members } from './members';

const LONG_HEXADECIMAL = /[0-9a-f]{64,}/g;

/** The transactions that the Agent API stand-in accepted. */
export class AgentTransactions {
  private readonly listed: object[] = [];
  private readonly replies = new Map<string, string>();
  private readonly starts = new Map<string, number>();

  /** Keeps a transaction, without its images. @returns the reply to its request. */
  accept(members: Members): string {
    const id = randomBytes(13).toString('hex');
    const reply = JSON.stringify(createdReply(id, members.workflowId));
    this.replies.set(id, reply);
    this.starts.set(id, Date.now());
    this.listed.push(listing(id, members));
    return reply;
  }

  /**
   * Every accepted transaction, oldest first: its id and its members, with an image's type, length and hash in the place of each
   * form value that is one. No other string of 64 hexadecimal digits is in it, so a search for a photo's hash finds a photo.
   */
  list(): readonly object[] {
    return this.listed;
  }

  /** When a transaction was accepted, in milliseconds since 1970. */
  startedAt(id: string): number | undefined {
    return this.starts.get(id);
  }

  /** The reply to the request that created a transaction, exactly as it was sent. */
  reply(id: string): string | undefined {
    return this.replies.get(id);
  }
}

function listing(id: string, members: Members): object {
  const { formValues, ...rest } = members;
  const described = formValues === undefined ? {} : { formValues: describeValues(formValues as Record<string, unknown>) };
  return { transactionId: id, ...(mask(rest) as object), ...described };
}

function describeValues(formValues: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(formValues).map(([name, value]) => [maskText(name), summarizeImage(value) ?? mask(value)]));
}

function mask(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [maskText(name), mask(member)]));
}

function maskText(text: string): string {
  return text.replace(LONG_HEXADECIMAL, (digits) => `(${digits.length} hexadecimal digits)`);
}

/** A reply with every member that a released SDK requires. */
function createdReply(transactionId: string, workflowId: string): object {
  const now = new Date().toISOString();
  return {
    transactionId,
    workflowId,
    workflowVersionId: randomBytes(12).toString('hex'),
    organizationId: randomBytes(12).toString('hex'),
    ephemeralKey: randomBytes(24).toString('base64url'),
    authorization: randomBytes(24).toString('base64'),
    workflowInfo: workflowInfo(),
    createdOn: now,
    modifiedOn: now,
    processingStatus: 'InProgress',
    warnings: [],
    edgeApiUrl: 'https://edge.invalid/stand-in',
  };
}

function workflowInfo(): object {
  return {
    stepCount: 2,
    interactiveStepCount: 1,
    hasConditionalInteractiveStep: false,
    interactiveSteps: ['FaceMatch'],
    completedInteractiveSteps: [],
    currentStep: 'FaceMatch',
    currentStepRetryCount: 0,
    currentStepExecutionIndex: 1,
    steps: [{ id: 1, type: 'FaceMatch' }],
    currentStepId: 1,
    pendingStepIds: [],
    completedStepIds: [],
  };
}
