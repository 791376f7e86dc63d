import type { IncomingMessage } from 'node:http';

/** Addresses that the page itself calls, as origins. */
export interface ConsoleOrigins {
  /** The console's own. */
  readonly own: string;
  /** The Cognito stand-in; what goes to the API goes through the console's own server. */
  readonly called: readonly string[];
}

/**
 * Why a request is not answered: a sentence, or undefined when it comes from the console's own page or from a program on this machine.
 * The page shows photos and passwords, though only of invented users; no other page may read them or start anything.
 */
export function refuseForeign({ method, headers }: IncomingMessage, { own }: ConsoleOrigins): string | undefined {
  // A name that somebody lets point to 127.0.0.1 arrives with that name (DNS rebinding).
  if (`http://${headers.host}` !== own) return `The console answers at ${own} only.`;
  if (headers.origin !== undefined && headers.origin !== own) return 'Another page may not use the console.';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Another page may not use the console.';
  // A browser names the origin of each request that may change something; a request without one is refused.
  if (method !== 'GET' && headers.origin === undefined) return 'A request that changes something needs the header Origin.';
  return undefined;
}

/** Headers of every reply: nothing from other servers runs, is loaded, frames the page or keeps a copy. */
export function guardHeaders({ called }: ConsoleOrigins): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${called.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
