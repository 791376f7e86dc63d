/**
 * What a `PUT` to `_stand-in/…` says.
 * @param example as which it should look
 * @throws Error for what is no JSON object
 */
export function readCommand(text: string, example: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, together with every other thing that is not an object.
  }
  throw new Error(`The body must be a JSON object such as ${example}.`);
}
