/**
 * The contract between the stack and the function: the names of the environment variables, the shape of each value, and the
 * one place that reads them. `lib/` writes every variable in the same method that grants the permission it goes with.
 * Structured values are JSON; all together must stay under Lambda's 4 KB.
 */
export const VARIABLES = {
  agentUrl: 'AGENT_URL',
  forwardHeaders: 'AGENT_FORWARD_HEADERS',
  forwardMembers: 'AGENT_FORWARD_MEMBERS',
  tokens: 'CALLER_TOKENS',
  callerRules: 'CALLER_RULES',
  bucket: 'FACE_BUCKET',
  bucketRules: 'FACE_BUCKET_RULES',
  images: 'FACE_IMAGES',
  workflows: 'WORKFLOWS',
  secretArn: 'CREDENTIALS_SECRET_ARN',
  corsOrigins: 'CORS_ORIGINS',
  limits: 'LIMITS',
  attempts: 'ATTEMPT_LIMITS',
  transactions: 'TRANSACTIONS_TABLE',
} as const;

/** Variables whose absence says something: that what they configure is switched off. */
export const OPTIONAL_VARIABLES: readonly VariableName[] = [VARIABLES.attempts, VARIABLES.transactions];

export type VariableName = (typeof VARIABLES)[keyof typeof VARIABLES];

/** Which tokens are accepted: ID tokens by audience, or access tokens by client id. */
export interface TokenRules {
  readonly use: 'id' | 'access';
  /** App client ids; a token of any other client of the same pool is refused. */
  readonly clientIds: readonly string[];
}

export interface CallerRules {
  /** Claim that holds the subject, and with it decides whose photo is used. */
  readonly subjectClaim: string;
  /** Oldest accepted sign-in, in minutes, by the `auth_time` claim; absent = any. */
  readonly maxAuthAgeMinutes?: number;
  /** What happens to a user id in the body that is not the subject. */
  readonly consentUserId: 'must-match' | 'replace';
  /** Whether a workflow that gets a photo needs `consent.isProcessingStoringAllowed: true` in the request. */
  readonly consentGate: 'consent-required' | 'start-without-consent-for-android-1.0-and-1.1';
}

export interface PhotoKind {
  /** Object key with exactly one `{subject}`. */
  readonly key: string;
  /** Largest accepted photo, in bytes. */
  readonly maxBytes: number;
  /** A photo enrolled more recently is not used; absent = any age. */
  readonly minimumAgeHours?: number;
}

export interface BucketRules {
  /** Refuse a photo whose checksum cannot be verified. */
  readonly requireChecksum: boolean;
  /** How S3 says that a key does not exist to a reader who may not list (see lambda/photo/store-refusals.ts). */
  readonly missingKey: 'message-names-list-bucket' | 'plain-403-means-absent';
}

export interface InjectingWorkflow {
  /** Form field that takes the photo. */
  readonly field: string;
  /** Name of the image kind. */
  readonly image: string;
  /** Form fields of the caller that are passed on with any content. */
  readonly callerFields?: readonly string[];
}

export interface PassThroughWorkflow {
  readonly callerFields?: readonly string[];
}

export interface WorkflowRules {
  readonly inject: Readonly<Record<string, InjectingWorkflow>>;
  readonly passThrough: Readonly<Record<string, PassThroughWorkflow>> | 'every-workflow-of-the-organisation';
}

/** Sizes in bytes, times in milliseconds. */
export interface Limits {
  readonly callerBodyBytes: number;
  readonly agentReplyBytes: number;
  readonly deadlineMs: number;
  readonly faceReadStallMs: number;
  readonly agentWriteStallMs: number;
  readonly agentReplyStallMs: number;
}

/** How many transactions one subject may start within one window of time. */
export interface AttemptRules {
  /** Name of the table that holds the counts. */
  readonly table: string;
  /** Length of a window; windows follow one another without a gap, from 1970 on. */
  readonly windowMinutes: number;
  /** Starts of workflows that get a photo, all of them together. */
  readonly injecting: number;
  /** Starts of all other workflows together. */
  readonly others: number;
  readonly whenTableIsDown: 'refuse' | 'start-uncounted-when-the-table-is-down';
}

export interface Environment {
  /** Base URL of the Agent API, ending in a slash. */
  readonly agentUrl: string;
  /** Lower-case names of caller headers that are sent on. */
  readonly forwardHeaders: readonly string[];
  /** Members of a start that are sent in addition to those that are documented. */
  readonly forwardMembers: readonly string[];
  readonly tokens: TokenRules;
  readonly callerRules: CallerRules;
  readonly bucket: string;
  readonly bucketRules: BucketRules;
  readonly images: Readonly<Record<string, PhotoKind>>;
  readonly workflows: WorkflowRules;
  readonly secretArn: string;
  /** `*`, or the origins that a browser may call from. */
  readonly corsOrigins: '*' | readonly string[];
  readonly limits: Limits;
  /** Absent when the limit on attempts is switched off. */
  readonly attempts?: AttemptRules;
  /** Name of the table in which starts are recorded; absent when no one asks for verdicts. */
  readonly transactions?: string;
}

const PLAIN: ReadonlySet<string> = new Set([VARIABLES.agentUrl, VARIABLES.bucket, VARIABLES.secretArn, VARIABLES.transactions]);

/**
 * Reads every variable once, at cold start. An optional one may be absent, but not empty.
 * @throws Error naming all variables that are missing or not JSON, so that one look is enough to fix them all.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const faults: string[] = [];
  const entries = Object.entries(VARIABLES).map(([field, name]) => [field, readVariable(env[name], name, faults)]);
  if (faults.length > 0) {
    throw new Error(`The function's environment is incomplete: ${faults.join('; ')}. Deploy the stack again; it sets all of them.`);
  }
  return Object.fromEntries(entries) as Environment;
}

function readVariable(text: string | undefined, name: string, faults: string[]): unknown {
  if (text === undefined || text === '') {
    if (text === undefined && OPTIONAL_VARIABLES.some((optional) => optional === name)) return undefined;
    faults.push(`${name} is missing`);
    return undefined;
  }
  if (PLAIN.has(name)) return text;
  try {
    return JSON.parse(text);
  } catch {
    faults.push(`${name} is not JSON`);
    return undefined;
  }
}
