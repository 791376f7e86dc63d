import { agentSecretOf } from '../credentials/agent-secret';
import { readKey } from '../credentials/secret-text';
import type { Finding } from '../failures/finding';
import type { Patient } from './patient';

/** Whether the secret holds something that can be a key. What the Agent API says to it is `credentials check --online`. */
export async function checkSecret({ stage, signal }: Patient): Promise<Finding> {
  const found = await stage();
  return readKey(await agentSecretOf(found, signal, found.credentialsSecretArn).text('AWSCURRENT')).finding;
}
