import { type BehaviourSwitch, parseBehaviour } from './behaviours';
import { type AgentReply, jsonReply, problemReply } from './replies';
import type { AgentTransactions } from './transactions';

/**
 * The part of the Agent API stand-in that the real one does not have: what was accepted, and how to answer from now on.
 * @param command Path below `_stand-in/`.
 */
export function answerStandIn(
  method: string | undefined,
  command: string,
  body: string,
  behaviour: BehaviourSwitch,
  transactions: AgentTransactions,
): AgentReply {
  if (method === 'GET' && command === 'transactions') return jsonReply(200, JSON.stringify(transactions.list()));
  if (method === 'GET' && command === 'behaviour') return jsonReply(200, JSON.stringify(behaviour.current));
  if (method === 'PUT' && command === 'behaviour') return replaceBehaviour(body, behaviour);
  const reply = method === 'GET' && command.startsWith('replies/') ? transactions.reply(command.slice('replies/'.length)) : undefined;
  return reply === undefined ? problemReply(404, 'Not Found', 'The stand-in knows no such thing.') : jsonReply(200, reply);
}

function replaceBehaviour(body: string, behaviour: BehaviourSwitch): AgentReply {
  try {
    behaviour.replace(parseBehaviour(body));
  } catch (error) {
    return problemReply(400, 'Bad Request', (error as Error).message);
  }
  return jsonReply(200, JSON.stringify(behaviour.current));
}
