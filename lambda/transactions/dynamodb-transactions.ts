import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { RECORD_KEY } from '../../contract/transactions';
import type { Deadline } from '../deadline/deadline';
import { Problem } from '../errors';
import { type Decision, itemOf, recordOf, type StartRecord, type TransactionRecord } from './record';

/** For a record as a whole, and for each call of a question, what the client repeats included. */
const TABLE_MS = 1000;

/** One error for all: making one takes longer than anything else about an end. */
const OVER = new Error('no one waits for the table any more');

/** Remembers starts, for a verdict that is asked for later. */
export interface StartRecorder {
  /** @returns whether the start is on record now. It never throws: the transaction was started, and its reply must reach the SDK. */
  record(start: StartRecord, deadline: Deadline): Promise<boolean>;
}

/** The record of starts, as the verdict reads and decides it. */
export interface Transactions {
  /** Read consistently. @returns undefined for a transaction that is not on record. @throws Problem `verdict-unavailable`. */
  find(transactionId: string, deadline: Deadline): Promise<TransactionRecord | undefined>;
  /**
   * Decides a transaction that is not decided yet, in one conditional write.
   * @returns false when somebody else has decided it. @throws Problem `verdict-unavailable` when it is not sure whether it was written.
   */
  decide(transactionId: string, decision: Decision, deadline: Deadline): Promise<boolean>;
}

/** Starts and decisions in one table, an item for each transaction. */
export function dynamoDbTransactions(client: DynamoDBClient, table: string): StartRecorder & Transactions {
  async function find(transactionId: string, abortSignal: AbortSignal): Promise<TransactionRecord | undefined> {
    const command = new GetItemCommand({ TableName: table, Key: { [RECORD_KEY]: { S: transactionId } }, ConsistentRead: true });
    const { Item } = await client.send(command, { abortSignal });
    return Item && recordOf(Item);
  }

  async function put(start: StartRecord, abortSignal: AbortSignal): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: table,
      Item: itemOf(start),
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': RECORD_KEY },
    });
    try {
      await client.send(command, { abortSignal });
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The client may have repeated a write whose reply was lost. A record of another start stays as it is.
      const there = await find(start.transactionId, abortSignal);
      return there?.requestId === start.requestId;
    }
  }

  async function update(transactionId: string, { step, askedAt, answer }: Decision, abortSignal: AbortSignal): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { [RECORD_KEY]: { S: transactionId } },
      UpdateExpression: 'SET #step = :step, #askedAt = :askedAt, #answer = :answer',
      // Without the first, an update of a record that has just expired would make one that no start has made.
      ConditionExpression: 'attribute_exists(#key) AND attribute_not_exists(#answer)',
      ExpressionAttributeNames: { '#key': RECORD_KEY, '#step': 'step', '#askedAt': 'askedAt', '#answer': 'answer' },
      ExpressionAttributeValues: { ':step': { S: step }, ':askedAt': { S: askedAt }, ':answer': { S: answer } },
    });
    try {
      await client.send(command, { abortSignal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  return {
    record: (start, deadline) => withinTime((signal) => put(start, signal), deadline).catch(() => false),
    find: (transactionId, deadline) => withinTime((signal) => find(transactionId, signal), deadline).catch(unavailable),
    decide: (transactionId, decision, deadline) =>
      withinTime((signal) => update(transactionId, decision, signal), deadline).catch(unavailable),
  };
}

/** Whatever the end, nothing of the work goes on after it. */
async function withinTime<Result>(work: (signal: AbortSignal) => Promise<Result>, deadline: Deadline): Promise<Result> {
  const part = deadline.part();
  try {
    return await deadline.within(work(part.signal), TABLE_MS, () => new Problem('verdict-unavailable', 'DynamoDB did not answer in time'));
  } finally {
    part.end(OVER);
  }
}

function unavailable(error: unknown): never {
  if (error instanceof Problem && error.code === 'verdict-unavailable') throw error;
  const { name } = error instanceof Error ? error : { name: 'unknown' };
  throw new Problem('verdict-unavailable', `DynamoDB refused or failed (${name})`, { cause: error });
}
