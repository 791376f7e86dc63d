import { readEnvironment } from '../contract/environment';
import { composeProxy } from './composition';

/** What Lambda calls, and what its init waits for (lib/function/bundle.ts). */
export const { handler, ready } = composeProxy(readEnvironment(process.env));
