import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, type Reply, send } from './faulty-server';

/** Longer than usual, shorter than every limit of the matrix. */
const SLOW_MS = 150;
/** Between two bytes of a trickle: each comes in time, all of them never do. */
const DRIP_MS = 200;

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
  sendHalf(response, right, () => reset(request.socket));
};

/** An orderly end (FIN) in the middle of what was announced. */
export const cut: Fault = async ({ request, response, right, whole }) => {
  await whole();
  sendHalf(response, right, () => request.socket.end());
};

export const slow: Fault = async ({ response, right, whole }) => {
  await whole();
  await pause(SLOW_MS);
  send(response, right);
};

export const silent: Fault = async ({ whole }) => await whole();

export const stall: Fault = async ({ response, right, whole }) => {
  await whole();
  sendHalf(response, right, () => undefined);
};

export const trickle: Fault = async ({ response, right, whole }) => {
  await whole();
  writeHead(response, right);
  for (const byte of right.body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(DRIP_MS);
  }
  response.end();
};

/** The head of the request is enough for it; what else was sent is never read. */
export const answersEarly: Fault = ({ request, response }) => {
  request.pause();
  send(response, { status: 413, headers: { 'Content-Type': 'application/json' }, body: Buffer.from('{}') });
};

/** A paused socket does not see that the other side has gone, so this one looks again later. */
export const stopsReading: Fault = ({ request }) => {
  request.pause();
  setTimeout(() => request.resume(), 5000).unref();
};

export const announcesTooLittle: Fault = async ({ request, response, right, whole }) => {
  await whole();
  writeHead(response, right, right.body.length - 1);
  request.socket.write(right.body);
  response.end();
};

export const notHttp: Fault = async ({ request, whole }) => {
  await whole();
  request.socket.end('SSH-2.0-OpenSSH_9.6\r\n');
};

export const page: Reply = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: Buffer.from('<html><body>Sign in</body></html>'),
};

function sendHalf(response: ServerResponse, right: Reply, then: () => void): void {
  writeHead(response, right);
  response.write(right.body.subarray(0, Math.ceil(right.body.length / 2)), () => setImmediate(then));
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply, announced = body.length): void {
  response.writeHead(status, { ...headers, 'Content-Length': announced });
  response.flushHeaders();
}

function reset(socket: Socket): void {
  socket.resetAndDestroy();
}
