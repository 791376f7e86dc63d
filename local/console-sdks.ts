import { readFile } from 'node:fs/promises';

/** A request as a released SDK sends it, with `{token}` and `{subject}` for what differs from user to user. */
export interface SdkRequest {
  readonly name: string;
  /** `observed` on the wire, or `documented` by Microblink. */
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
