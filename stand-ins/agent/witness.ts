import type { IncomingMessage } from 'node:http';
import type { ReadMode } from './behaviours';
import type { AgentReply } from './replies';

/** What a witness of the Agent API stand-in is called with for one request to it. Nothing of it changes an answer. */
export interface AgentVisit {
  /** The whole body has arrived. */
  read(body: string): void;
  /** The request gets this reply, whole. */
  replied(reply: AgentReply): void;
  /** The request gets no whole reply; `why` is a sentence. */
  broke(why: string): void;
}

/** Called for each request as soon as its headers have arrived, with the mode that it will meet. */
export type AgentWitness = (request: IncomingMessage, mode: ReadMode) => AgentVisit;

const SILENT: AgentVisit = { read: () => undefined, replied: () => undefined, broke: () => undefined };

export const NO_WITNESS: AgentWitness = () => SILENT;
