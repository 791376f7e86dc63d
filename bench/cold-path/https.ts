import { Agent } from 'node:https';

export { handler } from '../empty-function';

/** With it come Node's TLS and its cryptography. */
export const connections = new Agent({ keepAlive: true });
