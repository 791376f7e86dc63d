import { agentSecretOf } from '../../credentials/agent-secret';
import { keyUseOf } from '../../credentials/key-use';
import { readKey } from '../../credentials/secret-text';
import { findTwoKeys } from '../../credentials/two-keys';
import type { Finding } from '../../failures/finding';
import type { Patient } from '../patient';
import { NO_VERDICTS } from './no-verdicts';

/** Whether the second secret holds something that can be a key, and another one than that which starts. */
export async function checkReadingKey({ stage, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.verdicts === undefined) return NO_VERDICTS;
  const use = keyUseOf(found, 'reading');
  const { key, finding } = readKey(await agentSecretOf(found, signal, use.secretArn).text('AWSCURRENT'), use.option);
  if (key === undefined) return finding;
  const apart = await findTwoKeys({ signal }, found, use, key);
  return apart?.verdict === 'warning' ? apart : finding;
}
