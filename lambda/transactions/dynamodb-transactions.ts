import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Lifetime } from '../deadline/deadline';
import { Problem } from '../errors';
import { type Decision, itemOf, RECORD_KEY, recordOf, type StartRecord, type TransactionRecord } from './record';

/** For one call, its repetition by the client included. */
const CALL_MS = 1000;

/** One error for all: making one takes longer than anything else about an end. */
const OVER = new Error('nobody waits for the table any more');

/** Remembers starts, for a verdict that is asked for later. */
export interface StartRecorder {
  /** @returns whether the start is on record now. It never throws: the transaction was started, and its reply must reach the SDK. */
  record(start: StartRecord, lifetime: Lifetime): Promise<boolean>;
}

/** The record of starts, as the verdict reads and decides it. */
export interface Transactions {
  /** Read consistently. @returns undefined for a transaction that is not on record. @throws Problem `verdict-unavailable`. */
  find(transactionId: string, lifetime: Lifetime): Promise<TransactionRecord | undefined>;
  /**
   * Decides a transaction that is not decided yet, in one conditional write.
   * @returns false when somebody else has decided it. @throws Problem `verdict-unavailable` when it is not sure whether it was written.
   */
  decide(transactionId: string, decision: Decision, lifetime: Lifetime): Promise<boolean>;
}

/** Starts and decisions in one table, an item for each transaction. */
export function dynamoDbTransactions(client: DynamoDBClient, table: string): StartRecorder & Transactions {
  const call = <Result>(send: (abortSignal: AbortSignal) => Promise<Result>, lifetime: Lifetime) => withinCall(send, lifetime);

  async function find(transactionId: string, lifetime: Lifetime): Promise<TransactionRecord | undefined> {
    const command = new GetItemCommand({ TableName: table, Key: { [RECORD_KEY]: { S: transactionId } }, ConsistentRead: true });
    const { Item } = await call((abortSignal) => client.send(command, { abortSignal }), lifetime);
    return Item && recordOf(Item);
  }

  return {
    find: (transactionId, lifetime) => find(transactionId, lifetime).catch(unavailable),

    async record(start, lifetime) {
      const command = new PutItemCommand({
        TableName: table,
        Item: itemOf(start),
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': RECORD_KEY },
      });
      try {
        await call((abortSignal) => client.send(command, { abortSignal }), lifetime);
        return true;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) return false;
        // The client may have repeated a write whose reply was lost. A record of another start stays as it is.
        const there = await find(start.transactionId, lifetime).catch(() => undefined);
        return there?.requestId === start.requestId;
      }
    },

    async decide(transactionId, { step, askedAt, answer }, lifetime) {
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
        await call((abortSignal) => client.send(command, { abortSignal }), lifetime);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        return unavailable(error);
      }
    },
  };
}

/** Whatever the end, nothing of the call goes on after it. */
async function withinCall<Result>(send: (signal: AbortSignal) => Promise<Result>, lifetime: Lifetime): Promise<Result> {
  const part = lifetime.part();
  try {
    return await lifetime.within(send(part.signal), CALL_MS, () => new Problem('verdict-unavailable', 'DynamoDB did not answer in time'));
  } finally {
    part.end(OVER);
  }
}

function unavailable(error: unknown): never {
  if (error instanceof Problem && error.code === 'verdict-unavailable') throw error;
  const { name } = error instanceof Error ? error : { name: 'unknown' };
  throw new Problem('verdict-unavailable', `DynamoDB refused or failed (${name})`, { cause: error });
}
