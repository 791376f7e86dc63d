import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Secrets Manager whose one secret can be missing, whose answers can stay away, and which counts what it was asked. */
export interface SecretsServer {
  readonly url: string;
  /** Text of the secret, no value at all, or a service that closes each connection. */
  holds: { readonly value: string } | 'no value' | 'nothing: the service is down';
  reads: number;
  stop(): Promise<void>;
}

export async function startSecretsServer(): Promise<SecretsServer> {
  const server = createServer((request, response) => {
    secrets.reads++;
    request.resume();
    if (secrets.holds === 'nothing: the service is down') return void request.socket.destroy();
    const isSet = secrets.holds !== 'no value';
    const body = isSet
      ? { ARN: 'arn', Name: 'credentials', SecretString: (secrets.holds as { value: string }).value }
      : { __type: 'ResourceNotFoundException', message: "can't find the specified secret value for staging label: AWSCURRENT" };
    response.writeHead(isSet ? 200 : 400, { 'Content-Type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const secrets: SecretsServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holds: 'no value',
    reads: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return secrets;
}
