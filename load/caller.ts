import { Agent, request } from 'node:http';
import type { Call } from './traffic';

/** How a request was answered. */
export interface Answer {
  readonly call: Call;
  /** `ok`, the code of a refusal, or `no answer` and why. */
  readonly outcome: string;
  /** Milliseconds from the first byte out to the last byte in. */
  readonly ms: number;
  readonly transactionId: string | undefined;
}

/** More than API Gateway ever takes. */
const LIMITS_MS = 35_000;

export interface Caller {
  /** Sends a request over a keep-alive connection; never throws. */
  send(call: Call): Promise<Answer>;
  close(): void;
}

/** @param baseUrl Of the API, without a slash at the end. */
export function createCaller(baseUrl: string): Caller {
  const agent = new Agent({ keepAlive: true });
  return {
    close: () => agent.destroy(),
    send: async (call) => {
      const since = performance.now();
      const reply = await post(`${baseUrl}${call.path}`, call, agent).catch((error: Error) => ({ status: 0, text: error.message }));
      return { call, ms: performance.now() - since, ...readReply(reply) };
    },
  };
}

function post(url: string, { body, person }: Call, agent: Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${person.token}`,
      'Content-Length': Buffer.byteLength(body),
    };
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: LIMITS_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('it took too long')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function readReply({ status, text }: { status: number; text: string }): Pick<Answer, 'outcome' | 'transactionId'> {
  if (status === 0) return { outcome: `no answer: ${text}`, transactionId: undefined };
  try {
    const { code, transactionId } = JSON.parse(text);
    return { outcome: status === 200 ? 'ok' : String(code ?? status), transactionId };
  } catch {
    return { outcome: `${status} without JSON`, transactionId: undefined };
  }
}
