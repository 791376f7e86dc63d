import type { Reading } from './reading';

/** The contract between the stack and the function that answers questions: the names of its variables, all of them needed. */
export const VERDICT_VARIABLES = {
  agentUrl: 'AGENT_URL',
  reading: 'AGENT_READING',
  secretArn: 'CREDENTIALS_SECRET_ARN',
  transactions: 'TRANSACTIONS_TABLE',
  maxAgeMinutes: 'MAX_AGE_MINUTES',
} as const;

export interface VerdictEnvironment {
  /** Base URL of the Agent API, ending in a slash. */
  readonly agentUrl: string;
  readonly reading: Reading;
  /** Of the key that reads, and does nothing else. */
  readonly secretArn: string;
  /** Name of the table of transactions. */
  readonly transactions: string;
  /** How old a start may be. */
  readonly maxAgeMinutes: number;
}

/** @throws Error that names every variable which is missing or cannot be read. */
export function readVerdictEnvironment(env: NodeJS.ProcessEnv): VerdictEnvironment {
  const missing = Object.values(VERDICT_VARIABLES).filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new Error(
      `The function's environment is incomplete: ${missing.join(', ')} missing. Deploy the stack again; it sets all of them.`,
    );
  }
  const read = (name: keyof typeof VERDICT_VARIABLES) => env[VERDICT_VARIABLES[name]] ?? '';
  return {
    agentUrl: read('agentUrl'),
    reading: JSON.parse(read('reading')),
    secretArn: read('secretArn'),
    transactions: read('transactions'),
    maxAgeMinutes: Number(read('maxAgeMinutes')),
  };
}
