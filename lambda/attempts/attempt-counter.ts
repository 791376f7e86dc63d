import { hash } from 'node:crypto';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttemptRules } from '../../contract/environment';
import type { Deadline } from '../deadline/deadline';
import { Problem } from '../errors';

/** What a start is counted as: each kind has its own limit. */
export type StartKind = 'injecting' | 'others';

/** Every start of a transaction may be billed, and every one with a photo is a try at a face: both are worth a limit for each person. */
export interface AttemptCounter {
  /**
   * Counts one start for a subject.
   * @returns `uncounted` when the count could not be kept, and the configuration lets such a start through.
   * @throws Problem `too-many-attempts` when the window's starts are used up, or `attempts-unavailable`.
   */
  count(subject: string, of: StartKind, deadline: Deadline): Promise<'counted' | 'uncounted'>;
}

/** For a stage that has the limit switched off. */
export const withoutLimit: AttemptCounter = { count: async () => 'counted' };

/** More than the client's own attempts can take. */
const COUNT_MS = 5000;

/** For which a count is kept after its window: the clocks of functions and table may differ. In seconds. */
const KEPT_SECONDS = 3600;

/** One error for all, since making one takes longer than anything else about an end. */
const OVER = new Error('no one waits for the count any more');

interface Window {
  /** Seconds since 1970. */
  readonly end: number;
  /** At least 1: a caller who comes back at once would be refused again. */
  readonly secondsLeft: number;
}

/**
 * Counts in one table, an item for each subject, kind of start and window. Adding and comparing is one conditional write, so that
 * a crowd of requests at the same moment gets no further than one after the other ("Condition expressions" in the DynamoDB developer
 * guide). The client may repeat a write whose reply was lost; a start is then counted twice, never less than once.
 * @param now in milliseconds since 1970
 */
export function dynamoDbAttempts(client: DynamoDBClient, rules: AttemptRules, now: () => number): AttemptCounter {
  return {
    async count(subject, of, deadline) {
      const window = windowAt(now(), rules.windowMinutes);
      try {
        await write(client, countingWrite(rules.table, attemptKey(subject, of, window.end), window.end, rules[of]), deadline);
        return 'counted';
      } catch (error) {
        // When the whole request is over, no setting may let it go on.
        deadline.requireTime();
        const problem = toProblem(error, window);
        if (problem.code === 'too-many-attempts' || rules.whenTableIsDown === 'refuse') throw problem;
        return 'uncounted';
      }
    },
  };
}

/**
 * The item's key: no name of a person, and no two persons on one item. The window is part of it, because DynamoDB deletes expired items
 * some days late ("Using time to live" in its developer guide): an expiry is no clock.
 */
function attemptKey(subject: string, of: string, windowEnd: number): string {
  return `${hash('sha256', subject)}/${of}/${windowEnd}`;
}

function windowAt(nowMs: number, minutes: number): Window {
  const seconds = minutes * 60;
  const end = (Math.floor(nowMs / 1000 / seconds) + 1) * seconds;
  return { end, secondsLeft: Math.max(1, Math.ceil(end - nowMs / 1000)) };
}

function countingWrite(table: string, key: string, windowEnd: number, limit: number): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: table,
    Key: { attempt: { S: key } },
    UpdateExpression: 'ADD #starts :one SET #expires = :expires',
    ConditionExpression: 'attribute_not_exists(#starts) OR #starts < :limit',
    ExpressionAttributeNames: { '#starts': 'starts', '#expires': 'expires' },
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':limit': { N: String(limit) },
      ':expires': { N: String(windowEnd + KEPT_SECONDS) },
    },
  });
}

/** After any end, nothing of the write goes on. */
async function write(client: DynamoDBClient, command: UpdateItemCommand, deadline: Deadline): Promise<void> {
  const part = deadline.part();
  const sent = client.send(command, { abortSignal: part.signal });
  try {
    await deadline.within(sent, COUNT_MS, () => new Problem('attempts-unavailable', 'DynamoDB did not answer in time'));
  } finally {
    part.end(OVER);
  }
}

function toProblem(error: unknown, { secondsLeft }: Window): Problem {
  if (error instanceof Problem) return error;
  const { name } = error instanceof Error ? error : { name: 'unknown' };
  return name === 'ConditionalCheckFailedException'
    ? new Problem('too-many-attempts', 'the subject has started as many as one window allows', { retryAfterSeconds: secondsLeft })
    : new Problem('attempts-unavailable', `DynamoDB refused or failed (${name})`, { cause: error });
}
