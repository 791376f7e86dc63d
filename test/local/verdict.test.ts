import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { RECORD_KEY } from '../../contract/transactions';
import type { VerdictDetails } from '../../local/stack-file';
import { startTestStack, type TestStack } from '../support/local-stack';

/** A verdict from question to answer on the local stack. Questions are signed by curl, which makes AWS signatures by itself. */

let stack: TestStack;
/** A match that no one ends, what was told of it at once, and when. */
let unended: { readonly question: Question; readonly told: Told; readonly at: number };
beforeAll(async () => {
  stack = await startTestStack();
  const question = await started();
  unended = { question, told: await ask(question), at: Date.now() };
});
afterAll(() => stack.stop());

type Question = Readonly<Record<string, unknown>>;
interface Told {
  readonly status: number;
  readonly body: string;
  readonly headers: string;
}

const backend = () => stack.details.verdicts as VerdictDetails;

/** Asks as curl does, with this key. */
async function ask(question: Question, { url, region, accessKeyId, secretAccessKey } = backend(), more: string[] = []): Promise<Told> {
  const signing = ['--aws-sigv4', `aws:amz:${region}:execute-api`, '--user', `${accessKeyId}:${secretAccessKey}`];
  const body = ['-H', 'Content-Type: application/json', '--data-binary', JSON.stringify(question)];
  const { stdout } = await promisify(execFile)('curl', ['-s', '-i', ...signing, ...body, ...more, url]);
  const [headers = '', told = ''] = stdout.split(/\r\n\r\n(.*)/s);
  return { status: Number(/^HTTP\S+ (\d+)/.exec(headers)?.[1]), headers, body: told };
}

const codeOf = ({ status, body }: Told) => [status, JSON.parse(body).code];
const verdictOf = ({ status, body }: Told) => [status, JSON.parse(body).verdict, JSON.parse(body).reasons];

/** Starts a match, and the question that the user's step waits for. */
async function started(name: 'alice' | 'bob' = 'alice'): Promise<Question & { transactionId: string }> {
  const askedAt = new Date().toISOString();
  const { transactionId } = (await (await stack.startTransaction(name)).json()) as { transactionId: string };
  const workflowId = stack.details.workflows.injecting[0];
  return { transactionId, subject: stack.user(name).subject, workflowId, step: `payment of ${transactionId}`, askedAt };
}

test('a match goes from unfinished to yes, and is used up by the step that it was asked for', async () => {
  const question = await started();
  await stack.end(question.transactionId, 'InProgress', 'Unknown');
  const unfinished = await ask(question);
  expect(codeOf(unfinished)).toEqual([409, 'not-finished']);
  expect(unfinished.headers).toMatch(/^retry-after: \d+\r?$/im);

  await stack.end(question.transactionId, 'Complete', 'Accept');
  const yes = await ask(question);
  expect(JSON.parse(yes.body)).toEqual({
    verdict: 'yes',
    decidedAt: expect.stringMatching(/Z$/),
    photo: expect.stringMatching(/^face@.+/),
    startedAt: expect.stringMatching(/Z$/),
  });

  // Even if Microblink says something else afterwards.
  await stack.end(question.transactionId, 'Complete', 'Reject');
  expect((await ask(question)).body).toBe(yes.body);
  expect(verdictOf(await ask({ ...question, step: 'another payment' }))).toEqual([200, 'no', ['used']]);
  const earlier = new Date(Date.parse(String(question.askedAt)) - 1).toISOString();
  expect(verdictOf(await ask({ ...question, askedAt: earlier }))).toEqual([200, 'no', ['used']]);
  expect(verdictOf(await ask({ ...question, subject: stack.user('bob').subject }))).toEqual([200, 'no', ['of-somebody-else']]);
  expect(verdictOf(await ask({ ...question, workflowId: 'wf-plain' }))).toEqual([200, 'no', ['another-workflow']]);
});

/** Puts the start of a transaction back, as if so many seconds had passed since. */
async function age(transactionId: string, seconds: number): Promise<void> {
  const { endpoint, tables } = stack.details.dynamoDb;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'stand-in' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  const update = {
    TableName: tables.find((name) => name.includes('Transactions')),
    Key: { [RECORD_KEY]: { S: transactionId } },
    UpdateExpression: 'SET startedAt = startedAt - :ms',
    ConditionExpression: 'attribute_exists(startedAt)',
    ExpressionAttributeValues: { ':ms': { N: String(seconds * 1000) } },
  };
  await client.send(new UpdateItemCommand(update)).finally(() => client.destroy());
}

test('a transaction that Microblink does not show is not finished in its first 30 seconds, and gone later', async () => {
  const question = { ...(await started()), askedAt: new Date(Date.now() - 60_000).toISOString() };
  await stack.end(question.transactionId, 'Complete', 'Accept');
  await stack.behaveInReads('absent', 2);
  await age(question.transactionId, 25);
  expect(codeOf(await ask(question))).toEqual([409, 'not-finished']);
  await age(question.transactionId, 6);
  expect(verdictOf(await ask(question))).toEqual([200, 'no', ['gone']]);
  expect(verdictOf(await ask(question))).toEqual([200, 'no', ['gone']]);
});

test('a match that is asked for later than maxAgeMinutes is too old', async () => {
  const question = { ...(await started()), askedAt: new Date(Date.now() - 3_600_000).toISOString() };
  await stack.end(question.transactionId, 'Complete', 'Accept');
  await age(question.transactionId, 15 * 60);
  expect(verdictOf(await ask(question))).toEqual([200, 'no', ['too-old']]);
});

test('of many questions at once for as many steps exactly one is told yes, and the others that it is used', async () => {
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'Accept');
  const told = await Promise.all(Array.from({ length: 12 }, (_, at) => ask({ ...question, step: `payment ${at}` })));
  const answers = told.map(({ body }) => JSON.parse(body));
  expect(answers.filter(({ verdict }) => verdict === 'yes')).toHaveLength(1);
  expect(answers.filter(({ reasons }) => reasons?.join() === 'used')).toHaveLength(11);
});

test('nothing of a person in Microblink’s reply is in an answer or a log', async () => {
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'Accept');
  const { body } = await ask(question);
  const written = [body, ...stack.functionLogs(), ...stack.accessLogs()].join('\n');
  expect(written).toContain(question.transactionId);
  expect(written).not.toMatch(/OF-NO-ONE|FaceMatch:1|image\/jpeg/);
});

test('a transaction that was started past the proxy is not known', async () => {
  const { authorization } = await startingKey();
  const response = await fetch(`${stack.details.agentApiUrl}api/v1/transaction`, {
    method: 'POST',
    headers: { Authorization: authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify({ workflowId: 'wf-123', platform: 'browser', sdkVersion: '1.7.0' }),
  });
  const { transactionId } = (await response.json()) as { transactionId: string };
  await stack.end(transactionId, 'Complete', 'Accept');
  expect(verdictOf(await ask({ ...(await started()), transactionId }))).toEqual([200, 'no', ['unknown-transaction']]);
});

test('a match of before the question is too old', async () => {
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'Accept');
  const ahead = (ms: number) => ({ ...question, askedAt: new Date(Date.now() + ms).toISOString() });
  expect(verdictOf(await ask(ahead(30_000)))).toEqual([200, 'no', ['too-old']]);
  expect(codeOf(await ask(ahead(120_000)))).toEqual([400, 'invalid-request']);
});

test.each([
  ['Complete', 'Reject', 'rejected'],
  ['Error', 'Unknown', 'failed'],
  ['Unknown', 'Accept', 'unknown-status'],
])('%s and %s is a no for good', async (processing, verification, reason) => {
  const question = await started();
  await stack.end(question.transactionId, processing, verification);
  expect(verdictOf(await ask(question))).toEqual([200, 'no', [reason]]);
  await stack.end(question.transactionId, 'Complete', 'Accept');
  expect(verdictOf(await ask(question))).toEqual([200, 'no', [reason]]);
});

test('a review uses nothing up: people may still decide', async () => {
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'Review');
  expect(codeOf(await ask(question))).toEqual([409, 'in-review']);
  await stack.end(question.transactionId, 'Complete', 'Accept');
  expect(JSON.parse((await ask(question)).body).verdict).toBe('yes');
});

test.each([
  ['absent', [409, 'not-finished']],
  ['unauthorized', [503, 'read-credentials-refused']],
  ['error500', [503, 'verdict-unavailable']],
  ['throttled', [503, 'verdict-unavailable']],
  ['redirect', [503, 'unreadable-result']],
  ['garbage', [503, 'unreadable-result']],
  ['huge', [503, 'unreadable-result']],
  ['another-transaction', [503, 'unreadable-result']],
  ['steps-alone', [503, 'unreadable-result']],
  ['cut', [503, 'verdict-unavailable']],
  ['reset', [503, 'verdict-unavailable']],
  ['stall', [503, 'verdict-unavailable']],
] as const)('a read that ends in %s is no verdict, and uses nothing up', async (mode, code) => {
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'Accept');
  await stack.behaveInReads(mode);
  expect(codeOf(await ask(question))).toEqual(code);
  await stack.behaveInReads('ok');
  expect(JSON.parse((await ask(question)).body).verdict).toBe('yes');
});

test('words that are not known are no verdict', async () => {
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'accept');
  expect(codeOf(await ask(question))).toEqual([503, 'unreadable-result']);
});

test('a key that may start and not read is refused, and its successor is read without a deployment', async () => {
  const { secretArn, readingSecretArn = '' } = stack.details.secretsManager;
  const [own, starting] = [await secretValue(readingSecretArn), await secretValue(secretArn)];
  const question = await started();
  await stack.end(question.transactionId, 'Complete', 'Accept');
  await putSecret(readingSecretArn, starting);
  // The function keeps what it has read until Microblink answers 401; then it reads the secret again.
  await stack.behaveInReads('unauthorized', 1);
  expect(codeOf(await ask(question))).toEqual([503, 'read-credentials-refused']);
  await putSecret(readingSecretArn, own);
  await stack.behaveInReads('unauthorized', 1);
  expect(JSON.parse((await ask(question)).body).verdict).toBe('yes');
});

describe('without a right signature there is no answer', () => {
  const question = { transactionId: 'x', subject: 'x', workflowId: 'x', step: 'x', askedAt: 'x' };

  test('of a wrong key, of a key that is not known, for another region', async () => {
    const key = backend();
    expect(codeOf(await ask(question, { ...key, secretAccessKey: 'wrong' }))).toEqual([403, 'invalid-signature']);
    expect(codeOf(await ask(question, { ...key, accessKeyId: 'AKIAOTHER' }))).toEqual([403, 'invalid-signature']);
    expect(codeOf(await ask(question, { ...key, region: 'us-east-1' }))).toEqual([403, 'invalid-signature']);
  });

  test('none at all, a user’s token, or a header that is none', async () => {
    const codes = [];
    for (const headers of [{}, { Authorization: `Bearer ${await stack.signIn('alice')}` }, { Authorization: 'AWS4-HMAC-SHA256 x' }]) {
      const response = await fetch(backend().url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(headers as Record<string, string>) },
        body: JSON.stringify(question),
      });
      codes.push([response.status, ((await response.json()) as { code: string }).code]);
    }
    expect(codes).toEqual([
      [403, 'not-signed'],
      [403, 'invalid-signature'],
      [403, 'invalid-signature'],
    ]);
  });

  test('on another path, by another method, or with a hash that is not that of the body', async () => {
    const key = backend();
    expect(codeOf(await ask(question, { ...key, url: `${key.url}/more` }))).toEqual([403, 'not-signed']);
    expect(codeOf(await ask(question, key, ['-X', 'PUT']))).toEqual([403, 'not-signed']);
    expect(codeOf(await ask(question, key, ['-H', 'X-Amz-Content-Sha256: UNSIGNED-PAYLOAD']))).toEqual([403, 'invalid-signature']);
  });

  test('at the API of the SDKs, and no browser is let in here', async () => {
    const preflight = await fetch(backend().url, { method: 'OPTIONS', headers: { Origin: 'https://app.example.com' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(codeOf(await ask(question, { ...backend(), url: stack.details.transactionUrl }))).toEqual([401, 'unauthorized']);
  });
});

// The last one, so that the two seconds have passed meanwhile.
test('a match that no one ends is accepted after two seconds', async () => {
  expect(codeOf(unended.told)).toEqual([409, 'not-finished']);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, unended.at + 2100 - Date.now())));
  expect(JSON.parse((await ask(unended.question)).body).verdict).toBe('yes');
});

async function secrets(operation: string, input: object): Promise<{ SecretString: string }> {
  const response = await fetch(stack.details.secretsManager.endpoint, {
    method: 'POST',
    headers: { Authorization: 'signed', 'X-Amz-Target': `secretsmanager.${operation}` },
    body: JSON.stringify(input),
  });
  return (await response.json()) as { SecretString: string };
}
const secretValue = async (SecretId: string) => (await secrets('GetSecretValue', { SecretId })).SecretString;
const putSecret = (SecretId: string, SecretString: string) => secrets('PutSecretValue', { SecretId, SecretString });

async function startingKey(): Promise<{ authorization: string }> {
  const { clientId, clientSecret } = JSON.parse(await secretValue(stack.details.secretsManager.secretArn));
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
}
