import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request to a stand-in is answered with. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A request as it arrived; `isComplete` only when every announced byte did. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** What of it has been read. */
  readonly body: Buffer;
  isComplete: boolean;
}

/**
 * What a service answers when nothing is wrong with it.
 * @throws any error to close the connection instead
 */
export type Answer = (request: ReceivedRequest) => Reply | Promise<Reply>;

/** One request at a stand-in, and what would be the right answer to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /**
   * Reads the request to its end.
   * @param read Takes each piece of the body; what it returns is waited for before more is read. @default keeps it
   * @returns when its last byte came, by `performance.now()`
   */
  whole(read?: (chunk: Buffer) => unknown): Promise<number>;
  /** The stand-in's answer to what has been read. */
  right(): Promise<Reply>;
}

/** What happens to a request instead of its right answer. */
export type Fault = (exchange: Exchange) => unknown;

/** Sends a whole reply. */
export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  // RFC 9110, section 8.6: a 204 has no length.
  response.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

/** Answers with something else once the request is whole. */
export function instead(reply: Reply): Fault {
  return async ({ response, whole }) => {
    await whole();
    send(response, reply);
  };
}

/** A reply in the JSON protocols of AWS. */
export function awsJson(status: number, body: object): Reply {
  return { status, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}

/** A refusal in the JSON protocols of AWS. @param type its name, such as `AccessDeniedException` */
export function awsError(type: string, message = type, status = 400): Reply {
  return awsJson(status, { __type: type, message });
}
