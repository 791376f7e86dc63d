import { type AgentKey, shown } from '../agent/agent-key';
import { Failure } from '../failures/failures';
import { type Finding, findingOf, pass, skipped, warning } from '../failures/finding';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { agentSecretOf } from './agent-secret';
import { type KeyUse, keyUseOf, otherUse } from './key-use';
import { readKey } from './secret-text';
import { tryKey } from './try-key';

const APART =
  'At Microblink, create a service account with the role "Transaction read" and no other, and give its key: npm run ops -- credentials rotate --for reading';

/**
 * Whether the key that reads is another one than that which starts: the function that answers questions should be able to start nothing, and the one
 * that starts to read nothing of a person.
 * @returns undefined where the stage has one key alone
 */
export async function findTwoKeys({ signal }: Pick<Job, 'signal'>, stage: Stage, use: KeyUse, key: AgentKey): Promise<Finding | undefined> {
  const other = otherUse(stage, use);
  if (other === undefined) return undefined;
  try {
    const { key: otherKey } = readKey(await agentSecretOf(stage, signal, other.secretArn).text('AWSCURRENT'));
    if (otherKey === undefined) return skipped(`There is no key for ${other.purpose} yet to compare with.`);
    if (otherKey.clientId === key.clientId)
      return warning(
        `One key, ${shown(key.clientId)}, is in both secrets, for starting and for reading: who gets at either has both.`,
        APART,
      );
    return pass(`The key for ${other.purpose} is another one.`);
  } catch (error) {
    return findingOf(error);
  }
}

/** Whether the key that starts reads, too, which it need not. @returns undefined where the stage answers for no verdicts, or has no such key */
export async function findStarterReading(job: Job, stage: Stage): Promise<Finding | undefined> {
  if (stage.verdicts === undefined) return undefined;
  const { secretArn } = keyUseOf(stage, 'starting');
  try {
    const { key } = readKey(await agentSecretOf(stage, job.signal, secretArn).text('AWSCURRENT'));
    if (key === undefined) return undefined;
    const { verdict, name } = await tryKey(job, stage, key, 'reading');
    if (verdict === 'refused') return pass(`${name} lets the key for starting, ${shown(key.clientId)}, read no transaction.`);
    if (verdict !== 'accepted') return undefined;
    return warning(
      `${name} lets the key for starting, ${shown(key.clientId)}, read transactions, too: it has more roles than it needs.`,
      'In the Microblink dashboard, take "Transaction read" from its service account, or make a new one without it: npm run ops -- credentials rotate',
    );
  } catch (error) {
    if (error instanceof Failure && error.code === 'foreign-agent') throw error;
    return findingOf(error);
  }
}
