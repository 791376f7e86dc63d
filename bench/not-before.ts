/**
 * Does something at a time or as soon as possible after it, and never before: a timer may go off almost a millisecond early, and a service
 * that answers early would make the ideal of the network longer than what was measured over it.
 * @param due By `performance.now()`.
 */
export function notBefore(due: number, act: () => void): void {
  const left = due - performance.now();
  if (left <= 0) act();
  else if (left < 1) setImmediate(() => notBefore(due, act));
  else setTimeout(() => notBefore(due, act), left);
}
