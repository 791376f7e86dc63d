import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Secrets Manager whose one secret can be missing, whose answers can stay away, and which counts what it was asked. */
export interface SecretsServer {
  readonly url: string;
  /** Text of the secret, no value at all, a refusal in these words, or a service that closes each connection. */
  holds: { readonly value: string } | { readonly refusal: string } | 'no value' | 'nothing: the service is down';
  reads: number;
  stop(): Promise<void>;
}

export async function startSecretsServer(): Promise<SecretsServer> {
  const server = createServer((request, response) => {
    secrets.reads++;
    request.resume();
    if (secrets.holds === 'nothing: the service is down') return void request.socket.destroy();
    const body = answerOf(secrets.holds);
    response.writeHead('__type' in body ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.1' });
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

function answerOf(holds: Exclude<SecretsServer['holds'], 'nothing: the service is down'>): object {
  if (holds === 'no value') {
    return { __type: 'ResourceNotFoundException', message: "can't find the specified secret value for staging label: AWSCURRENT" };
  }
  if ('refusal' in holds) return { __type: 'AccessDeniedException', message: holds.refusal };
  return { ARN: 'arn', Name: 'credentials', SecretString: holds.value };
}
