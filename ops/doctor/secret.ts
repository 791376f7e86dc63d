import { agentSecretOf } from '../credentials/agent-secret';
import { readKey } from '../credentials/check';
import type { Finding } from '../failures/finding';
import type { Patient } from './patient';

/** Whether the secret holds something that can be a key. What the Agent API says to it is `credentials check --online`. */
export async function checkSecret({ stage, signal }: Patient): Promise<Finding> {
  return readKey(await agentSecretOf(await stage(), signal).text('AWSCURRENT')).finding;
}
