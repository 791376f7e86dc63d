import { awsJson, type Reply } from '../exchange';
import { type FaultyServer, startFaulty } from '../faulty';
import type { Certificate } from '../loopback';

/** A count within its limit. Longer than what is asked for, so that a reply that trickles takes its time. */
export const COUNTED = awsJson(200, { Attributes: { attempt: { S: 'a'.repeat(200) } } });

/** DynamoDB's refusal of this name. */
export function dynamoDbError(name: string, status = 400, message = name): Reply {
  return awsJson(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
}

/** A count beyond its limit. */
export const NO_MORE = dynamoDbError('ConditionalCheckFailedException', 400, 'The conditional request failed');

/** A DynamoDB for what happens to a count on its way: it keeps no table, and each count is within its limit until there is a fault. */
export async function startCounts(certificate?: Certificate): Promise<FaultyServer> {
  return await startFaulty(() => COUNTED, undefined, certificate);
}
