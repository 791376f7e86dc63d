import type { IncomingMessage } from 'node:http';

/** Why the console does not do what its page asks, in a sentence for the user. */
export class ConsoleFault extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** More than API Gateway takes (10 MB), so that its own refusal can be seen, too. */
const MOST_BYTES = 24 * 1024 * 1024;

/** @throws ConsoleFault for a body that is too large. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new ConsoleFault(413, `The console accepts at most ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
