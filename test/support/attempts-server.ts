import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A DynamoDB that answers each count as the test says. */
export interface AttemptsServer {
  readonly url: string;
  /** A count within the limit, one beyond it, or a refusal with this text. */
  says: 'counted' | 'no more' | { readonly refusal: string };
  stop(): Promise<void>;
}

const TYPES = 'com.amazonaws.dynamodb.v20120810#';

export async function startAttemptsServer(): Promise<AttemptsServer> {
  const server = createServer((request, response) => {
    request.resume();
    const { says } = attempts;
    const failure =
      says === 'no more'
        ? { __type: `${TYPES}ConditionalCheckFailedException`, message: 'The conditional request failed' }
        : { __type: `${TYPES}AccessDeniedException`, message: typeof says === 'object' ? says.refusal : '' };
    response.writeHead(says === 'counted' ? 200 : 400, { 'Content-Type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(says === 'counted' ? {} : failure));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const attempts: AttemptsServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    says: 'counted',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return attempts;
}
