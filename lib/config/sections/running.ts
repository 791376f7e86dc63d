import { z } from 'zod';
import { integer, list, ORIGIN, strictObject } from '../values';
import { attempts } from './attempts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What the firewall sees of a body without further charge, and far more than an SDK sends; large `callerFields` need more. */
export const CALLER_BODY_BYTES = 16 * KIB;

const originsAccepts = '"*", one origin, or a list of origins, such as "https://app.example.org"';

export const cors = strictObject({
  origins: z
    .union([z.literal('*'), ORIGIN, list(ORIGIN, 'origins', 1)], { error: originsAccepts })
    .describe('Origins of the web pages that may call from a browser. Apps on phones need none, but the setting is required.'),
}).describe('Calls from browsers.');

/** API Gateway gives an integration 29 seconds; the function answers before, so that the caller gets a reason (see `proxy-function.ts`). */
const LONGEST_DEADLINE_SECONDS = 28;

const stall = (seconds: number, of: string) =>
  integer(1, LONGEST_DEADLINE_SECONDS - 1, 'seconds')
    .default(seconds)
    .describe(`Seconds without progress after which ${of} ends. Shorter than deadlineSeconds.`);

/**
 * Lambda caps an event and a reply at 6 MB ("Lambda quotas" in its developer guide), and both hold the body as a JSON text, which may double it.
 * A body that is too large is refused there before anything has happened; a reply that is too large would be lost after a start.
 */
export const limits = strictObject({
  callerBodyBytes: integer(KIB, 3 * MIB, 'bytes')
    .default(CALLER_BODY_BYTES)
    .describe('Largest request body of a caller. No SDK sends 2 KiB by itself.'),
  agentReplyBytes: integer(KIB, 2 * MIB, 'bytes')
    .default(MIB)
    .describe('Largest reply of the Agent API.'),
  deadlineSeconds: integer(2, LONGEST_DEADLINE_SECONDS, 'seconds').default(25).describe('Time for a whole request.'),
  faceReadStallSeconds: stall(5, 'reading a photo'),
  agentWriteStallSeconds: stall(5, 'writing to the Agent API'),
  agentReplyStallSeconds: stall(20, 'waiting for the reply of the Agent API'),
  attempts,
})
  .prefault({})
  .describe('Sizes, times, and attempts of one subject.');

export const functionSettings = strictObject({
  memoryMB: integer(256, 3008, 'MB').default(512).describe('Memory of the function, and with it its share of a processor.'),
  reservedConcurrency: integer(1, 10_000, 'concurrent executions')
    .optional()
    .describe(
      'Requests at one time that are reserved for the function, and the most that it serves. Lambda refuses it if less than 100 would be left for the rest of the account, as in a new one. Default: none.',
    ),
})
  .prefault({})
  .describe('The function.');

/** The periods that CloudWatch Logs has, "PutRetentionPolicy" in its API reference. */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

export const logs = strictObject({
  retentionDays: z
    .literal(LOG_DAYS, { error: `one of CloudWatch's periods in days: ${LOG_DAYS.join(', ')}` })
    .default(365)
    .describe('Days for which logs are kept.'),
})
  .prefault({})
  .describe('The log groups of the function, of the API and of its firewall.');
