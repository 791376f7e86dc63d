import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signRequest } from '@aws-amplify/core/internals/aws-client-utils';
import type { Signer } from '../../../local/gateway/callers/signature';
import { createEvent } from '../../../local/gateway/event';
import type { Exchange } from '../../../local/gateway/exchange';
import { createGateway, type Gateway } from '../../../local/gateway/gateway';
import { readApis } from '../../../local/template/apis';
import { readTemplate, type Template } from '../../../local/template/template';
import { type LoopbackServer, listenOnLoopback } from '../../../stand-ins/loopback';
import { builtSynthesize } from '../../support/built';
import { send, type WireAnswer } from '../gateway-fixture';

/** The API that the backend asks, as the stage `local` synthesizes it, with a key of the role that it names and one of another role. */

const BACKEND: Signer = { accessKeyId: 'AKIABACKEND', secretAccessKey: 'one', roleArn: 'arn:aws:iam::000000000000:role/Backend' };
const STRANGER: Signer = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'two', roleArn: 'arn:aws:iam::000000000000:role/Backend2' };
const QUESTION = JSON.stringify({ transactionId: 'x', subject: 'x', workflowId: 'x', step: 'x', askedAt: 'x' });

const assembly = mkdtempSync(join(tmpdir(), 'face-match-proxy-apis-'));
const answered: { exchange: Exchange; line: string }[] = [];
let template: Template;
let gateway: Gateway;
let front: LoopbackServer;

beforeAll(async () => {
  await builtSynthesize({ project: '', output: assembly, context: { stage: 'local', agentUrl: 'http://127.0.0.1:9/agent/' } });
  template = readApis(await readTemplate(assembly)).verdicts as Template;
  gateway = createGateway(template, {
    cognitoEndpoint: 'http://127.0.0.1:9',
    functionEnvironment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    signers: [BACKEND, STRANGER],
    logFunction: () => undefined,
    onAnswered: (exchange, line = '') => answered.push({ exchange, line }),
  });
  front = await listenOnLoopback();
  front.serve(gateway.listener);
});
afterAll(async () => {
  await Promise.all([gateway?.stop(), front?.close()]);
  rmSync(assembly, { recursive: true });
});

function ask({ accessKeyId, secretAccessKey }: Signer): Promise<WireAnswer> {
  const credentials = { accessKeyId, secretAccessKey };
  const { headers } = signRequest(
    { method: 'POST', url: new URL(`${front.url}/verdicts`), headers: { 'content-type': 'application/json' }, body: QUESTION },
    { credentials, signingDate: new Date(), signingRegion: 'eu-central-1', signingService: 'execute-api' },
  );
  return send(front.port, 'POST', '/verdicts', headers, QUESTION);
}
const last = () => answered.at(-1) as (typeof answered)[number];

test('lets the role in that verdicts.callers names, and its question reaches the function', async () => {
  const { status, text } = await ask(BACKEND);
  expect([status, JSON.parse(text).code]).toEqual([400, 'invalid-request']);
  expect(JSON.parse(last().line)).toMatchObject({ status: '400', userArn: 'arn:aws:sts::000000000000:assumed-role/Backend/local' });
});

test('keeps a role out that verdicts.callers does not name, though it has signed rightly and its name begins the same', async () => {
  const { status, text, headers } = await ask(STRANGER);
  expect([status, JSON.parse(text).code, headers['x-amzn-errortype']]).toEqual([403, 'access-denied', 'AccessDeniedException']);
  expect(text).not.toContain('arn:');
  expect(last().exchange.integration).toBeUndefined();
});

test('answers a request that is not signed in the words of the template, and the function hears nothing of it', async () => {
  const { status, text, headers } = await send(front.port, 'POST', '/verdicts', { 'content-type': 'application/json' }, QUESTION);
  expect([status, JSON.parse(text).code, headers['content-type']]).toEqual([403, 'not-signed', 'application/problem+json']);
  expect(last().exchange.integration).toBeUndefined();
  expect(JSON.parse(last().line)).toMatchObject({ status: '403', userArn: '-', errorResponseType: 'MISSING_AUTHENTICATION_TOKEN' });
});

test('tells the function who has signed, as API Gateway does, and of no claims', async () => {
  await ask(BACKEND);
  const { exchange } = last();
  const { requestContext } = JSON.parse(createEvent(exchange, exchange.match as NonNullable<typeof exchange.match>));
  expect(requestContext).not.toHaveProperty('authorizer');
  expect(requestContext.identity).toMatchObject({
    accountId: '000000000000',
    accessKey: 'AKIABACKEND',
    userArn: 'arn:aws:sts::000000000000:assumed-role/Backend/local',
    caller: expect.stringMatching(/^AROA[A-Z0-9]+:local$/),
    user: expect.stringMatching(/^AROA[A-Z0-9]+:local$/),
  });
});

test('serves no resource policy of a form that it cannot judge', () => {
  const policies = [
    { Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
    { Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::0:role/*' } } },
    { Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
    { Action: 'execute-api:Invoke', Resource: 'execute-api:/live/GET/x', Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:x' } } },
  ];
  for (const statement of policies) {
    const all: Template['all'] = <Properties>(type: string) =>
      type === 'AWS::ApiGateway::RestApi'
        ? [{ id: 'Api', properties: { Policy: { Statement: [{ Effect: 'Allow', ...statement }] } } as Properties }]
        : template.all<Properties>(type);
    const options = { cognitoEndpoint: '', functionEnvironment: {}, logFunction: () => undefined, onAnswered: () => undefined };
    expect(() => createGateway({ ...template, all }, options)).toThrow('resource policy');
  }
});
