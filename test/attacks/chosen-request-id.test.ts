import { startTestStack, type TestStack } from '../support/local-stack';

/**
 * A client may set API Gateway's request id by the header X-Amzn-RequestId. Stamped into a transaction or written into a log line it
 * would let a caller present a request as another's.
 */
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => await stack?.stop());

const CHOSEN = '11111111-2222-3333-4444-555555555555';

test.each(['X-Amzn-RequestId', 'x-amzn-requestid', 'x-amz-apigw-id', 'X-Request-Id', 'X-Amzn-Trace-Id'])(
  'an id in %s is in no stamp, no log line and no refusal',
  async (header) => {
    const [token, headers, logged] = [await stack.signIn('alice'), { [header]: CHOSEN }, stack.functionLogs().length];
    const body = { workflowId: 'wf-123', platform: 'ios', sdkVersion: '1', consent: { isProcessingStoringAllowed: true } };
    expect((await stack.request('POST', '/transaction', { token, headers, body })).status).toBe(200);
    const refusal = await stack.request('POST', '/transaction', { token, headers, body: { ...body, workflowId: 'wf-other' } });
    expect(await refusal.json()).toMatchObject({ requestId: expect.stringMatching(/^[\w+/]{15}=$/) });
    expect((await stack.accepted()).at(-1)?.props?.faceMatchRequestId).toMatch(/^[\w+/]{15}=$/);
    const requestIds = stack
      .functionLogs()
      .slice(logged)
      .flatMap((line) => /"requestId":"([^"]*)"/.exec(line)?.[1] ?? []);
    expect(requestIds.length).toBeGreaterThanOrEqual(2);
    expect(requestIds).not.toContain(CHOSEN);
  },
);
