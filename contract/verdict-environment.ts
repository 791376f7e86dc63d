import type { Reading } from './reading';
import { MAX_AGE_MINUTES } from './transactions';

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

/** @throws Error that names every variable which is missing or cannot be read, so that one look fixes them all. */
export function readVerdictEnvironment(env: NodeJS.ProcessEnv): VerdictEnvironment {
  const read = (name: keyof typeof VERDICT_VARIABLES) => env[VERDICT_VARIABLES[name]] ?? '';
  const [reading, maxAgeMinutes] = [parse(read('reading')), Number(read('maxAgeMinutes'))];
  const faults = [
    ...Object.values(VERDICT_VARIABLES)
      .filter((name) => !env[name])
      .map((name) => `${name} is missing`),
    ...(reading === undefined && read('reading') !== '' ? [`${VERDICT_VARIABLES.reading} is not JSON`] : []),
    // Of anything else that is no number, every age would be young enough.
    ...(read('maxAgeMinutes') === '' || (maxAgeMinutes >= 1 && maxAgeMinutes <= MAX_AGE_MINUTES.atMost)
      ? []
      : [`${VERDICT_VARIABLES.maxAgeMinutes} is no number of minutes from 1 to ${MAX_AGE_MINUTES.atMost}`]),
  ];
  if (faults.length > 0) {
    throw new Error(`The function's environment is incomplete: ${faults.join('; ')}. Deploy the stack again; it sets all of them.`);
  }
  return {
    agentUrl: read('agentUrl'),
    reading: reading as Reading,
    secretArn: read('secretArn'),
    transactions: read('transactions'),
    maxAgeMinutes,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
