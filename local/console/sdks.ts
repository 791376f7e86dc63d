import { readFile } from 'node:fs/promises';

/** A request as an SDK sends it, with `{token}` and `{subject}` for what differs from user to user. */
export interface SdkRequest {
  readonly name: string;
  /** How the request is known: `seen`, `read` or `documented`, as docs/sdk/README.md says these words. */
  readonly evidence: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** @param file The vectors that the tests replay; the console sends the same bytes. */
export async function readSdkRequests(file: string): Promise<SdkRequest[]> {
  const { requests } = JSON.parse(await readFile(file, 'utf8')) as { requests: SdkRequest[] };
  return requests;
}
