import { type GatewayFixture, startGatewayFixture } from './gateway-fixture';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGatewayFixture();
});
afterAll(() => gateway.stop());

const call = (deed: string) => gateway.send('GET', `/things/mine?do=${deed}`);

test('gives the function Lambda’s variables, the template’s and those of the caller, and nothing else of this machine', async () => {
  process.env.OF_THIS_MACHINE = 'must stay here';
  const environment = JSON.parse((await call('environment')).text) as Record<string, string>;
  delete process.env.OF_THIS_MACHINE;
  expect(environment).toMatchObject({
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'Function',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    _HANDLER: 'index.handler',
    FROM_TEMPLATE: 'Api-eu-central-1',
    REPLACED: 'test',
  });
  expect(environment).not.toHaveProperty('OF_THIS_MACHINE');
});

test('says to the function which request it is and how long it may take', async () => {
  const before = Date.now();
  const context = JSON.parse((await call('context')).text);
  expect(context).toMatchObject({
    functionName: 'Function',
    memoryLimitInMB: '256',
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(context.invokedFunctionArn).toMatch(/:function:Live:live$/);
  // One second from when it was called, however late the machine is; the clocks of two processes may differ by their rounding.
  expect(context.remaining + context.at).toBeGreaterThanOrEqual(before + 998);
  expect(context.remaining + context.at).toBeLessThanOrEqual(Date.now() + 1000);
});

test('honours status, headers of one and of many values, and leaves base64 as it is without binary media types', async () => {
  const answer = await call('headers');
  expect([answer.status, answer.text]).toEqual([201, 'aGVsbG8=']);
  expect(answer.headers).toMatchObject({
    'x-one': '1',
    'x-many': 'a, b',
    'x-amzn-remapped-date': 'never',
    'content-type': 'application/json',
  });
});

test.each(['nothing', 'number', 'bad-header', 'throw', 'exit', 'sleep'])(
  'answers DEFAULT_5XX, without a detail, when the function does: %s',
  async (deed) => {
    const answer = await call(deed);
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.text)).toEqual({ code: 'internal', type: 'DEFAULT_5XX' });
    expect(answer.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
  },
);

test('serves the next request after a function that died or ran out of time', async () => {
  await Promise.all([call('exit'), call('sleep')]);
  expect((await call('echo')).status).toBe(200);
  expect(gateway.functionLines.join('\n')).toContain('Task timed out after 1.00 seconds');
});

test('answers 504 when the integration takes longer than its timeout', async () => {
  const answer = await gateway.send('GET', '/quick?do=sleep');
  expect([answer.status, JSON.parse(answer.text)]).toEqual([504, { code: 'timeout' }]);
});

test('runs several events at the same time, in separate processes', async () => {
  const ended: number[] = [];
  const callAndNote = async (deed: string) => ended.push((await call(deed)).status);
  await Promise.all([callAndNote('sleep'), callAndNote('sleep'), callAndNote('echo'), callAndNote('echo')]);
  // Both that were asked for last would come last, if any had to wait for another.
  expect(ended).toEqual([200, 200, 500, 500]);
});
