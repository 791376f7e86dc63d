import { READING } from '../../contract/reading';
import { VERDICT_VARIABLES } from '../../contract/verdict-environment';
import { hashOfSubject, itemOf } from '../../lambda/transactions/record';
import type { Reply } from '../../stand-ins/exchange';
import { type FaultyServer, startFaulty } from '../../stand-ins/faulty';
import { apiEvent } from '../support/events';

/** The services that a question needs, each a separate server. */
export const ASKED = ['secrets', 'dynamodb', 'agent'] as const;
export type AskedServers = Readonly<Record<(typeof ASKED)[number], FaultyServer>>;

export const TRANSACTION = '665f1c2a9b1e8a0012345678';

/** What each service answers when nothing is wrong: a fresh start of alice's that Microblink has accepted. */
const RIGHT: Readonly<Record<keyof AskedServers, () => Reply>> = {
  secrets: () => json({ ARN: 'arn', SecretString: JSON.stringify({ clientId: 'sa_read', clientSecret: `secret-${Math.random()}` }) }),
  // `GetItem` takes one of the two, and `UpdateItem` neither.
  dynamodb: () => json({ Item: itemOf(start()), Attributes: {} }),
  agent: () => json({ id: TRANSACTION, processingStatus: 'Complete', verificationStatus: 'Accept', state: { text: 'a'.repeat(200) } }),
};

function start() {
  return {
    ...{ transactionId: TRANSACTION, subjectHash: hashOfSubject('alice'), workflowId: 'wf-123', photo: 'face@v1' },
    ...{ requestId: 'r', startedAt: Date.now() - 60_000 },
  };
}

export async function startAskedServers(): Promise<AskedServers> {
  const entries = ASKED.map(async (service) => [service, await startFaulty(RIGHT[service])] as const);
  return Object.fromEntries(await Promise.all(entries)) as AskedServers;
}

/** The variables of the function that answers, as the stack sets them. */
export function variablesOfVerdict(servers: AskedServers): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: servers.secrets.url,
    AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb.url,
    [VERDICT_VARIABLES.agentUrl]: `${servers.agent.url}/agent/`,
    [VERDICT_VARIABLES.reading]: JSON.stringify(READING),
    [VERDICT_VARIABLES.secretArn]: 'arn',
    [VERDICT_VARIABLES.transactions]: 'Transactions',
    [VERDICT_VARIABLES.maxAgeMinutes]: '15',
  };
}

/** Whether alice has passed the match of this transaction. */
export function question(changes: object = {}) {
  const askedAt = new Date(Date.now() - 61_000).toISOString();
  const body = { transactionId: TRANSACTION, subject: 'alice', workflowId: 'wf-123', step: 'payment 1', askedAt, ...changes };
  return apiEvent({ resource: '/verdicts', body, claims: null });
}

/** The call of DynamoDB that a request makes. */
export const callOf = (headers: NodeJS.Dict<string | string[]>): string => String(headers['x-amz-target']).split('.').at(-1) ?? '';

function json(body: object): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}
