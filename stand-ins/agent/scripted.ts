import { type Fault, instead, type ReceivedRequest, type Reply } from '../exchange';
import { startFaulty } from '../faulty';
import type { Certificate } from '../loopback';
import documented from './documented-replies.json';

/** An Agent API that takes any request, keeps what arrived, and answers as it is told. */
export interface AgentServer {
  /** Ends in a slash, as the configuration makes it. */
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** What happens to the next requests, first one first; those after them are accepted. */
  readonly script: Fault[];
  /** The requests that a JSON API could have acted on. */
  accepted(): ReceivedRequest[];
  /** How many connections are open. */
  connections(): number;
  stop(): Promise<void>;
}

export const CREATED_BODY = JSON.stringify(documented.created.body);

/** The documented answer to a start. */
export const CREATED: Reply = {
  status: documented.created.status,
  headers: { 'Content-Type': documented.created.contentType },
  body: CREATED_BODY,
};

/** Answers with a status and body once the request is whole. */
export function reply(status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Fault {
  return instead({ status, headers: { 'Content-Type': 'application/json', ...headers }, body });
}

/** @param certificate Answers over TLS. */
export async function startAgentServer(certificate?: Certificate): Promise<AgentServer> {
  const requests: ReceivedRequest[] = [];
  const script: Fault[] = [];
  const arrived = (request: ReceivedRequest) => requests.push(request);
  const server = await startFaulty(() => CREATED, arrived, certificate);
  server.fault = (exchange) => (script.shift() ?? instead(CREATED))(exchange);
  return {
    url: `${server.url}/agent/`,
    requests,
    script,
    accepted: () => requests.filter(({ isComplete }) => isComplete),
    connections: server.connections,
    stop: server.close,
  };
}
