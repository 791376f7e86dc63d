import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, type Reply, send } from './exchange';

/** Longer than usual, shorter than every limit of the matrix. */
const SLOW_MS = 150;
/** Between two bytes of a trickle: each comes in time, all of them never do. */
const DRIP_MS = 200;

/** Closes the connection as soon as the head of the request has arrived. */
export const hangUp: Fault = ({ request }) => void request.socket.destroy();

/** The head of the request has arrived; nothing is read of its body. */
export const resetAtHead: Fault = ({ request }) => {
  // A reset that meets bytes which no one has read is what a proxy in front of a service sends; one turn later the sender is busy sending.
  request.pause();
  setTimeout(() => reset(request.socket), SLOW_MS);
};

export const resetWhenWhole: Fault = async ({ request, whole }) => {
  await whole();
  reset(request.socket);
};

export const resetInReply: Fault = async ({ request, response, right, whole }) => {
  await whole();
  sendHalf(response, await right(), () => reset(request.socket));
};

/** An orderly end (FIN) in the middle of what was announced. */
export const cut: Fault = async ({ request, response, right, whole }) => {
  await whole();
  sendHalf(response, await right(), () => request.socket.end());
};

export const slow: Fault = async ({ response, right, whole }) => {
  await whole();
  await pause(SLOW_MS);
  send(response, await right());
};

export const silent: Fault = async ({ whole }) => await whole();

export const stall: Fault = async ({ response, right, whole }) => {
  await whole();
  sendHalf(response, await right(), () => undefined);
};

export const trickle: Fault = async ({ response, right, whole }) => {
  await whole();
  const reply = await right();
  writeHead(response, reply);
  for (const byte of Buffer.from(reply.body)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(DRIP_MS);
  }
  response.end();
};

/** The head of the request is enough for it; what else was sent is never read. */
export const answersEarly: Fault = ({ request, response }) => {
  request.pause();
  send(response, { status: 413, headers: { 'Content-Type': 'application/json' }, body: '{}' });
};

/** A paused socket does not see that the other side has gone, so this one looks again later: after every limit that it is to outlast. */
export const stopsReadingFor =
  (ms: number): Fault =>
  ({ request }) => {
    request.pause();
    setTimeout(() => request.resume(), ms).unref();
  };

export const stopsReading = stopsReadingFor(5000);

export const announcesTooLittle: Fault = async ({ request, response, right, whole }) => {
  await whole();
  const reply = await right();
  writeHead(response, reply, Buffer.byteLength(reply.body) - 1);
  request.socket.write(reply.body);
  response.end();
};

export const notHttp: Fault = async ({ request, whole }) => {
  await whole();
  request.socket.end('SSH-2.0-OpenSSH_9.6\r\n');
};

export const page: Reply = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><body>Sign in</body></html>',
};

function sendHalf(response: ServerResponse, reply: Reply, then: () => void): void {
  const bytes = Buffer.from(reply.body);
  writeHead(response, reply);
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => setImmediate(then));
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply, announced = Buffer.byteLength(body)): void {
  response.writeHead(status, { ...headers, 'Content-Length': announced });
  response.flushHeaders();
}

function reset(socket: Socket): void {
  socket.resetAndDestroy();
}
