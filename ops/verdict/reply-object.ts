import { readAnswer } from '../api/api-request';
import { type Finding, fail } from '../failures/finding';

/** More is refused by the function, too (lambda/verdict/handler.ts). */
const MOST_BYTES = 1024 * 1024;

const ASK = 'No setting helps: ask Microblink, or report it.';

/** What a reply holds, if it is a JSON object of a size that the function reads; `fault` says what it is otherwise. */
export async function readObject(
  answer: Response,
  signal: AbortSignal,
): Promise<{ value?: Readonly<Record<string, unknown>>; fault: Finding }> {
  const bytes = await readAnswer(answer, readBytes, signal);
  if (bytes === undefined) return { fault: fail('The reply is larger than 1 MiB, which the function does not read.', ASK) };
  const fault = fail('The reply is no JSON object in UTF-8.', ASK);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value: value as Record<string, unknown>, fault }
      : { fault };
  } catch {
    return { fault };
  }
}

/** Undefined where it is too large. */
async function readBytes({ body }: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
