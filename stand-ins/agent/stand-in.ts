import type { BehaviourSwitch, Mode, ReadMode } from './behaviours';
import type { Ends } from './reading';
import { type AgentReply, jsonReply, problemReply } from './replies';
import type { AgentTransactions } from './transactions';

/**
 * Hands on which code the API in front is to answer its next request with.
 * @returns what was understood
 * @throws Error that says what is accepted
 */
export type AnswerNext = (body: string) => object;

/** What the stand-in is told of, and asked for. */
export interface StandInParts {
  /** How requests are answered from now on, and how reads of a transaction are. */
  readonly behaviour: BehaviourSwitch<Mode>;
  readonly reading: BehaviourSwitch<ReadMode>;
  readonly transactions: AgentTransactions;
  readonly ends: Ends;
  /** @default - nothing is in front that could be told */
  readonly answerNext: AnswerNext | undefined;
}

/**
 * The part of the Agent API stand-in that the real one does not have: what was accepted, and how to answer from now on.
 * @param command Path below `_stand-in/`.
 */
export function answerStandIn(
  method: string | undefined,
  command: string,
  body: string,
  { behaviour, reading, transactions, ends, answerNext }: StandInParts,
): AgentReply {
  const [what, id = ''] = command.split('/');
  if (method === 'GET' && command === 'transactions') return jsonReply(200, JSON.stringify(transactions.list()));
  if (method === 'GET' && command === 'behaviour') return jsonReply(200, JSON.stringify(behaviour.current));
  if (method === 'PUT' && command === 'behaviour') return replaceBehaviour(body, behaviour);
  if (method === 'PUT' && command === 'reading') return replaceBehaviour(body, reading);
  if (method === 'PUT' && command === 'next' && answerNext !== undefined) return tellNext(body, answerNext);
  if (method === 'PUT' && what === 'transactions') return endTransaction(id, body, ends);
  const reply = method === 'GET' && command.startsWith('replies/') ? transactions.reply(command.slice('replies/'.length)) : undefined;
  return reply === undefined ? problemReply(404, 'Not Found', 'The stand-in knows no such thing.') : jsonReply(200, reply);
}

function endTransaction(id: string, body: string, ends: Ends): AgentReply {
  try {
    if (ends.end(id, body)) return jsonReply(200, body);
  } catch (error) {
    return problemReply(400, 'Bad Request', (error as Error).message);
  }
  return problemReply(404, 'Not Found', 'The stand-in has accepted no such transaction.');
}

function tellNext(body: string, answerNext: AnswerNext): AgentReply {
  try {
    return jsonReply(200, JSON.stringify(answerNext(body)));
  } catch (error) {
    return problemReply(400, 'Bad Request', (error as Error).message);
  }
}

function replaceBehaviour<AnyMode extends ReadMode>(body: string, behaviour: BehaviourSwitch<AnyMode>): AgentReply {
  try {
    behaviour.replace(body);
  } catch (error) {
    return problemReply(400, 'Bad Request', (error as Error).message);
  }
  return jsonReply(200, JSON.stringify(behaviour.current));
}
