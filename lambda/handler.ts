import { readEnvironment } from '../contract/environment';
import { composeProxy } from './composition';

/** What Lambda calls. */
export const handler = composeProxy(readEnvironment(process.env));
