import { CLIENT_ID, WORKFLOW } from '../network/start';

export const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:bench-LoCaL0';

/**
 * The function's own variables, as a deployment sets them (contract/environment.ts). Photos may be larger than a stage allows, and stalls are
 * given up soon, so that the check of a stalled Agent API does not take half a minute.
 */
const SETTINGS = {
  AGENT_FORWARD_HEADERS: [],
  AGENT_FORWARD_MEMBERS: ['correlationId'],
  ATTEMPT_LIMITS: { table: 'attempts', windowMinutes: 60, injecting: 1_000_000, others: 1_000_000, whenTableIsDown: 'refuse' },
  CALLER_TOKENS: { use: 'id', clientIds: [CLIENT_ID] },
  CALLER_RULES: { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' },
  FACE_BUCKET_RULES: { requireChecksum: true, missingKey: 'message-names-list-bucket' },
  FACE_IMAGES: { face: { key: 'faces/{subject}', maxBytes: 16 * 1024 * 1024 } },
  WORKFLOWS: { inject: { [WORKFLOW.id]: { field: WORKFLOW.field, image: 'face' } }, passThrough: {} },
  CORS_ORIGINS: '*',
  LIMITS: {
    callerBodyBytes: 16 * 1024,
    agentReplyBytes: 1024 * 1024,
    deadlineMs: 25_000,
    faceReadStallMs: 5000,
    agentWriteStallMs: 3000,
    agentReplyStallMs: 15_000,
  },
} as const;

export const VARIABLES: Readonly<Record<string, string>> = {
  FACE_BUCKET: 'bench-faces',
  CREDENTIALS_SECRET_ARN: SECRET_ARN,
  ...Object.fromEntries(Object.entries(SETTINGS).map(([name, value]) => [name, JSON.stringify(value)])),
};
