import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request, as far as the protocols of AWS show its meaning. */
export interface AwsRequest {
  /** As in the signature's scope, such as `cloudformation`; `unsigned` without one. */
  readonly service: string;
  readonly region: string;
  /** Name of the operation; `GET /2015-03-31/functions/x` for the services whose protocol is REST. */
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly accessKeyId: string;
}

/** An error as a service answers with it. */
export class AwsRefusal {
  constructor(
    readonly code: string,
    readonly message: string,
    readonly status = 400,
  ) {}
}

/** A body as it is, such as the text of a bucket's policy. */
export class AwsText {
  constructor(readonly text: string) {}
}

/** What to answer: an output, a refusal, or a connection that breaks. */
export type AwsAnswer = object | AwsText | AwsRefusal | 'reset' | 'never';

/** A server that speaks the query, the JSON and the REST protocol of AWS on 127.0.0.1, and answers what a test says. */
export interface AwsServer {
  readonly url: string;
  readonly requests: AwsRequest[];
  /** By `service.Operation`; with REST by `service.METHOD /path`, of S3 with its subresource: `s3.GET /bucket?policy`. The last that was given counts. */
  answer(operation: string, answer: AwsAnswer | ((request: AwsRequest) => AwsAnswer)): void;
  /** Variables by which the AWS SDK finds this server, with its own credentials. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startAwsServer(): Promise<AwsServer> {
  const answers = new Map<string, AwsAnswer | ((request: AwsRequest) => AwsAnswer)>();
  const requests: AwsRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await readRequest(message);
    requests.push(request);
    const found = answers.get(`${request.service}.${request.operation}`) ?? NOBODY_ANSWERS(request);
    send(message, response, request, typeof found === 'function' ? found(request) : found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    answer: (operation, answer) => void answers.set(operation, answer),
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_EC2_METADATA_DISABLED: 'true',
      // Else the files of the person who runs the tests would decide.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NOBODY_ANSWERS = ({ service, operation }: AwsRequest) =>
  new AwsRefusal(
    'AccessDeniedException',
    `User: arn:aws:iam::111122223333:user/test is not authorized to perform: ${service}:${operation}`,
    403,
  );

async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const [, accessKeyId = '', region = '', service = 'unsigned'] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(message.headers.authorization ?? '') ?? [];
  const target = message.headers['x-amz-target'];
  if (typeof target === 'string') {
    return { service, region, accessKeyId, operation: target.split('.')[1] ?? '', input: JSON.parse(text || '{}') };
  }
  if (/x-www-form-urlencoded/.test(message.headers['content-type'] ?? '')) {
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(text));
    return { service, region, accessKeyId, operation: Action, input };
  }
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://aws');
  const [subresource = ''] = [...searchParams].filter(([name, value]) => value === '' && name !== 'x-id').map(([name]) => `?${name}`);
  const path = decodeURIComponent(pathname).replace(/(?<=.)\/$/, '');
  const operation = `${message.method} ${path}${service === 's3' ? subresource : ''}`;
  return { service, region, accessKeyId, operation, input: { body: text, url: message.url } };
}

function send(message: IncomingMessage, response: ServerResponse, request: AwsRequest, answer: AwsAnswer): void {
  if (answer === 'never') return;
  if (answer === 'reset') return void message.socket.destroy();
  const isQuery = /x-www-form-urlencoded/.test(message.headers['content-type'] ?? '');
  if (answer instanceof AwsText) response.writeHead(200).end(answer.text);
  else if (answer instanceof AwsRefusal) sendRefusal(response, answer, isQuery, request.service === 's3');
  else if (request.service === 's3')
    response.writeHead(200, { 'Content-Type': 'application/xml' }).end(`<?xml version="1.0"?>${xml(answer)}`);
  else if (isQuery) {
    const { operation } = request;
    const body = `<${operation}Response><${operation}Result>${xml(answer)}</${operation}Result><ResponseMetadata><RequestId>R1</RequestId></ResponseMetadata></${operation}Response>`;
    response.writeHead(200, { 'Content-Type': 'text/xml' }).end(body);
  } else {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }
}

function sendRefusal(response: ServerResponse, { code, message, status }: AwsRefusal, isQuery: boolean, isS3: boolean): void {
  if (isS3) {
    const body = `<?xml version="1.0"?>${xml({ Error: { Code: code, Message: message } })}`;
    response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body);
    return;
  }
  if (isQuery) {
    const body = `<ErrorResponse><Error><Type>Sender</Type>${xml({ Code: code, Message: message })}</Error><RequestId>R1</RequestId></ErrorResponse>`;
    response.writeHead(status, { 'Content-Type': 'text/xml' }).end(body);
  } else {
    response
      .writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-errortype': code })
      .end(JSON.stringify({ __type: code, message }));
  }
}

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (value instanceof Map) return [...value].map(([key, item]) => `<entry>${xml({ key, value: item })}</entry>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `<${name}>${xml(member)}</${name}>`)
      .join('');
  }
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
