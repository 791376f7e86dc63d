import { askUnknown, askUnsigned } from '../../../ops/smoke/verdict';
import type { StageVerdicts } from '../../../ops/stage/stage';
import { type AgentServer, reply, startAgentServer } from '../../../stand-ins/agent/scripted';

/** The API for verdicts: it keeps what arrives, and answers what a test says. */
let api: AgentServer;
let verdicts: StageVerdicts;
beforeEach(async () => {
  api = await startAgentServer();
  const credentials = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'Zx9-secret' };
  verdicts = { url: `${api.url}live/verdicts`, region: 'eu-central-1', credentials, secretArn: 'arn:of-the-key' };
});
afterEach(() => api.stop());

const { signal } = new AbortController();
const answer = (status: number, body: object) => api.script.push(reply(status, JSON.stringify(body)));

test.each([
  [403, { code: 'not-signed' }, 'pass'],
  [200, { verdict: 'no', reasons: ['unknown-transaction'] }, 'fail'],
  [200, { verdict: 'yes' }, 'fail'],
  [400, { code: 'invalid-request' }, 'fail'],
])('an unsigned question that is answered with %i %j is a %s', async (status, body, verdict) => {
  answer(status, body);
  expect(await askUnsigned(verdicts, signal)).toMatchObject({ verdict });
  expect(api.requests[0]?.headers).not.toHaveProperty('authorization');
});

test.each([
  [200, { verdict: 'no', reasons: ['unknown-transaction'] }, 'pass'],
  [200, { verdict: 'yes' }, 'fail'],
  [200, { verdict: 'no', reasons: ['rejected'] }, 'fail'],
  [503, { code: 'verdict-unavailable' }, 'fail'],
  [403, { code: 'access-denied' }, 'unknown'],
])('a question about no transaction that is answered with %i %j is a %s', async (status, body, verdict) => {
  answer(status, body);
  expect(await askUnknown(verdicts, signal)).toMatchObject({ verdict });
  expect(api.requests[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/eu-central-1\/execute-api\/aws4_request/);
});
