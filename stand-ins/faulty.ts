import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, type Exchange, type Fault, type ReceivedRequest, send } from './exchange';
import { type Certificate, type LoopbackServer, listenOnLoopback } from './loopback';

/** A service that answers as it should until it gets a fault. */
export interface Faulty {
  readonly listener: RequestListener;
  /** Met by every request as long as it is set. */
  fault: Fault | undefined;
  /** Requests of which the head has arrived. */
  begun(): number;
  /** Requests of which every announced byte has arrived. */
  complete(): number;
  /** Connections on which a request has neither been answered whole nor been given up. */
  busy(): number;
}

/** A service on its own port, which can also go away and come back. */
export type FaultyServer = Faulty & Omit<LoopbackServer, 'serve'>;

/** @param arrived Told of each request when its head has arrived. */
export function withFaults(answer: Answer, arrived: (request: ReceivedRequest) => unknown = () => undefined): Faulty {
  const open = new Set<ServerResponse>();
  const count = { begun: 0, complete: 0 };
  const faulty: Faulty = {
    fault: undefined,
    begun: () => count.begun,
    complete: () => count.complete,
    busy: () => open.size,
    listener: (request, response) => {
      const arrivedAt = performance.now();
      count.begun++;
      open.add(response);
      response.once('close', () => open.delete(response));
      request.on('error', () => undefined);
      const chunks: Buffer[] = [];
      const received = receivedFrom(request, chunks);
      arrived(received);
      const whole = async (read: (chunk: Buffer) => unknown = (chunk) => chunks.push(chunk)) => {
        let came = arrivedAt;
        for await (const chunk of request) {
          came = performance.now();
          await read(chunk as Buffer);
        }
        received.isComplete = request.complete;
        if (received.isComplete) count.complete++;
        return came;
      };
      const exchange = { request, response, whole, right: async () => await answer(received) };
      Promise.resolve((faulty.fault ?? answerRightly)(exchange)).catch(() => response.destroy());
    },
  };
  return faulty;
}

/** @param certificate Answers over TLS. */
export async function startFaulty(
  answer: Answer,
  arrived?: (request: ReceivedRequest) => unknown,
  certificate?: Certificate,
): Promise<FaultyServer> {
  const { serve, ...server } = await listenOnLoopback(0, certificate);
  const faulty = withFaults(answer, arrived);
  serve(faulty.listener);
  return Object.assign(faulty, server);
}

async function answerRightly({ request, response, whole, right }: Exchange): Promise<void> {
  await whole();
  if (!request.complete) throw new Error('The request ended before its body did.');
  send(response, await right());
}

function receivedFrom({ method = '', url = '', headers }: IncomingMessage, chunks: readonly Buffer[]): ReceivedRequest {
  return {
    ...{ method, path: url, headers, isComplete: false },
    get body() {
      return Buffer.concat(chunks);
    },
  };
}
