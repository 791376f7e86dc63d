import { PRINTABLE } from '../response/headers';

/**
 * What goes up, whole: ours, the caller's User-Agent, and the caller's headers that the operator has named.
 * Anything else of the caller's stays here, above all its token.
 */
export function upstreamHeaders(
  callerHeaders: ReadonlyMap<string, string>,
  forward: readonly string[],
  authorization: string,
  hasBody: boolean,
): Record<string, string> {
  const named = ['user-agent', ...forward].flatMap((name) => {
    const value = callerHeaders.get(name);
    return value !== undefined && PRINTABLE.test(value) ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(named),
    ...(hasBody && { 'Content-Type': 'application/json' }),
    Accept: 'application/json',
    // The body is relayed byte for byte, so it must not be compressed for us.
    'Accept-Encoding': 'identity',
    Authorization: authorization,
  };
}
