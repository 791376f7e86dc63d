import { type AgentKey, faultsOf, shown } from '../agent/agent-key';
import type { Finding } from '../failures/finding';

/**
 * What the text of a secret is. Nothing of it is repeated but a part of the client id.
 * @param option behind the command that sets it. @default - it is the key for starting
 */
export function readKey(text: string | undefined, option = ''): { key?: AgentKey; finding: Finding } {
  const setIt = `npm run ops -- credentials set${option}`;
  const replaceIt = `${setIt} --replace`;
  if (text === undefined) return { finding: { verdict: 'fail', says: 'The secret has no value yet.', toDo: setIt } };
  let value: Partial<Record<string, unknown>>;
  try {
    value = Object(JSON.parse(text));
  } catch {
    return { finding: { verdict: 'fail', says: 'The secret is not JSON.', toDo: replaceIt } };
  }
  const { clientId, clientSecret } = value;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    return { finding: { verdict: 'fail', says: 'The secret lacks clientId or clientSecret.', toDo: replaceIt } };
  }
  const faults = faultsOf({ clientId, clientSecret });
  if (faults.length > 0) return { finding: { verdict: 'fail', says: faults.join(' '), toDo: replaceIt } };
  return {
    key: { clientId, clientSecret },
    finding: { verdict: 'pass', says: `The secret has a key of the right form, ${shown(clientId)}.` },
  };
}
