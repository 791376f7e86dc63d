import { CLIENT_ID, WORKFLOW } from './start-event';

const MEGABYTE = 1024 * 1024;

/**
 * The function's own variables, as a deployment sets them (contract/environment.ts). Photos may be larger than a stage allows, and stalls are
 * given up soon, so that the check of a stalled Agent API does not take half a minute.
 */
const SETTINGS = {
  AGENT_FORWARD_HEADERS: [],
  AGENT_FORWARD_MEMBERS: ['correlationId'],
  CALLER_TOKENS: { use: 'id', clientIds: [CLIENT_ID] },
  CALLER_RULES: { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' },
  FACE_BUCKET_RULES: { requireChecksum: true, missingKey: 'message-names-list-bucket' },
  FACE_IMAGES: { face: { key: 'faces/{subject}', maxBytes: 16 * MEGABYTE } },
  WORKFLOWS: { inject: { [WORKFLOW.id]: { field: WORKFLOW.field, image: 'face' } }, passThrough: {} },
  CORS_ORIGINS: '*',
  LIMITS: {
    callerBodyBytes: 16 * 1024,
    agentReplyBytes: MEGABYTE,
    deadlineMs: 25_000,
    faceReadStallMs: 5000,
    agentWriteStallMs: 3000,
    agentReplyStallMs: 15_000,
  },
} as const;

const ATTEMPT_LIMITS = { table: 'attempts', windowMinutes: 60, injecting: 1_000_000, others: 1_000_000, whenTableIsDown: 'refuse' };

/** @param isCounted Whether starts are counted, as by default. */
export function functionEnvironment(isCounted: boolean): Readonly<Record<string, string>> {
  const values = Object.entries({ ...SETTINGS, ...(isCounted ? { ATTEMPT_LIMITS } : {}) });
  return {
    FACE_BUCKET: 'bench-faces',
    CREDENTIALS_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:bench',
    ...Object.fromEntries(values.map(([name, value]) => [name, JSON.stringify(value)])),
  };
}
