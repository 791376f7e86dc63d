import { setTimeout as pause } from 'node:timers/promises';
import { AwsRefusal, type AwsServer, startAwsServer } from '../../support/aws-server';
import { answerAsFunction, answerAsStage, FUNCTION_VARIABLES } from '../../support/deployed-stage';
import { type OpsOptions, runOps } from '../../support/ops';
import { synthesizeStage } from '../../support/template';
import { until } from '../../support/until';

const ID = 'fCXuG8JRHd56s/I=';
const INVOCATION = '5f1c4b8e-0d6a-4c0e-9f57-2d9a3f1f6a10';
const GROUPS = {
  ProxyFunctionLogC3F9A1F1: 'FaceMatchProxy-dev-FunctionLog-1',
  ProxyApiAccessLog5FE220E2: 'FaceMatchProxy-dev-AccessLog-1',
  ProxyFirewallLogGroup63B3CBE2: 'aws-waf-logs-FaceMatchProxy-dev-1',
  ProxyApiExecutionLog564AE63F: 'API-Gateway-Execution-Logs_abc123/live',
  ProxyAuditTrailLog9F322581: 'FaceMatchProxy-dev-TrailLog-1',
};
const [FUNCTION, ACCESS, WAF] = Object.values(GROUPS);

const line = (at: string, group: string | undefined, message: object | string) => [
  { field: '@timestamp', value: `2026-11-28 02:50:${at}` },
  { field: '@log', value: `111122223333:${group}` },
  { field: '@message', value: typeof message === 'string' ? message : JSON.stringify(message) },
  { field: '@ptr', value: 'x' },
];
const access = {
  requestId: ID,
  httpMethod: 'POST',
  resourcePath: '/transaction',
  status: '200',
  integrationRequestId: INVOCATION,
  wafError: '-',
};
const BY_ID = [
  line('30.100', ACCESS, access),
  line('32.247', FUNCTION, { level: 'INFO', type: 'audit', requestId: ID, subject: '1ad4645072f5150c', transactionId: 'trx-1' }),
  line('32.250', FUNCTION, { level: 'INFO', type: 'request', requestId: ID, outcome: 'ok', status: 200, totalMs: 2701 }),
];
const WHOLE = [...BY_ID, line('32.300', FUNCTION, `REPORT RequestId: ${INVOCATION}\tDuration: 2701.11 ms\tMax Memory Used: 131 MB\t\n`)];

let aws: AwsServer;
let statuses: string[];
beforeEach(async () => {
  aws = await startAwsServer();
  answerAsStage(aws);
  const logs = Object.entries(GROUPS).map(([id, group]) => [id, ['AWS::Logs::LogGroup', group] as const]);
  answerAsFunction(aws, FUNCTION_VARIABLES, Object.fromEntries(logs));
  statuses = ['Running', 'Complete', 'Complete'];
  aws.answer('logs.StartQuery', ({ input }) => ({ queryId: String(input.queryString).includes(INVOCATION) ? 'q-2' : 'q-1' }));
  aws.answer('logs.GetQueryResults', ({ input }) => ({ status: statuses.shift(), results: input.queryId === 'q-2' ? WHOLE : BY_ID }));
  aws.answer('logs.StopQuery', { success: true });
});
afterEach(() => aws.stop());

const request = (words: readonly string[], options: OpsOptions = {}) =>
  runOps(['request', ...words], { environment: aws.environment, now: () => new Date('2026-11-28T03:00:00Z'), ...options });
const queries = () => aws.requests.filter(({ operation }) => operation === 'StartQuery').map(({ input }) => input);

test('the whole story of a request is printed: access log, audit, request, and what Lambda says of the invocation', async () => {
  const { code, stdout, stderr } = await request([ID]);
  expect({ code, lines: stdout.trimEnd().split('\n') }).toEqual({
    code: 0,
    lines: [
      `2026-11-28 02:50:30.100  access log  requestId=${ID} httpMethod=POST resourcePath=/transaction status=200`,
      `                                     integrationRequestId=${INVOCATION}`,
      `2026-11-28 02:50:32.247  function    type=audit requestId=${ID} subject=1ad4645072f5150c transactionId=trx-1`,
      `2026-11-28 02:50:32.250  function    type=request requestId=${ID} outcome=ok status=200 totalMs=2701`,
      `2026-11-28 02:50:32.300  function    REPORT RequestId: ${INVOCATION} Duration: 2701.11 ms Max`,
      '                                     Memory Used: 131 MB',
    ],
  });
  expect(stderr).toContain('Reading function, access log, firewall, execution log of FaceMatchProxy-dev since 2026-11-27T03:00:00.000Z');
});

test('with --json it is one document, whose lines are as they were written', async () => {
  const { code, stdout } = await request([ID, '--json']);
  const { lines, ...head } = JSON.parse(stdout);
  expect({ code, head }).toEqual({ code: 0, head: { stage: 'dev', id: ID, since: '2026-11-27T03:00:00.000Z' } });
  expect(lines).toHaveLength(4);
  expect(lines[0]).toEqual({ at: '2026-11-28T02:50:30.100Z', log: 'access log', logGroup: ACCESS, line: access });
});

test('it is looked for in every log of the stage that names requests, not in the trail, and in the time that --since says alone', async () => {
  await request([ID, '--since', '90m']);
  expect(queries()).toEqual([
    {
      logGroupNames: [FUNCTION, ACCESS, WAF, 'API-Gateway-Execution-Logs_abc123/live'],
      startTime: Date.parse('2026-11-28T01:30:00Z') / 1000,
      endTime: Date.parse('2026-11-28T03:00:00Z') / 1000,
      queryString: `fields @timestamp, @log, @message | filter @message like "${ID}" | sort @timestamp asc | limit 1000`,
    },
    expect.objectContaining({ queryString: expect.stringContaining(`@message like "${ID}" or @message like "${INVOCATION}"`) }),
  ]);
});

test('the logs are found by the names that the template gives them', () => {
  const ids = synthesizeStage('prod').of('AWS::Logs::LogGroup');
  const named = Object.keys(GROUPS).map((id) => id.slice(0, -8));
  expect(ids.map(([id]) => id.slice(0, -8)).sort()).toEqual(named.sort());
});

test.each([
  ['6h', '2026-11-27T21:00:00.000Z'],
  ['3d', '2026-11-25T03:00:00.000Z'],
  ['2026-11-28T02:00Z', '2026-11-28T02:00:00.000Z'],
  ['2026-11-28T02:00:30+01:00', '2026-11-28T01:00:30.000Z'],
])('--since %s begins at %s', async (since, from) => {
  expect((await request([ID, '--since', since])).stderr).toContain(`since ${from}`);
});

test.each(['yesterday', '0h', '6', '6 h', '-1d', '2026-11-28', '2026-11-28T02:00', '2026-13-28T02:00Z', ''])(
  '--since "%s" is refused with what is accepted, before AWS is asked',
  async (since) => {
    const { code, stderr } = await request([ID, `--since=${since}`]);
    expect({ code, asked: aws.requests }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('90m, 6h or 3d');
  },
);

test('a time that has not come is refused', async () => {
  expect(await request([ID, '--since', '2027-01-01T00:00Z'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is in the future'),
  });
});

test.each(['abc', 'a" or @message like "b', 'x y zzzzz', `${'a'.repeat(129)}`, 'abcdef\nghi', 'abc\\"def', 'ünïcödé', 'a|b|c|d|e|f'])(
  'what is no id of a request goes into no query: %j',
  async (id) => {
    const { code, stderr, stdout } = await request([id]);
    expect({ code, stdout, asked: aws.requests }).toEqual({ code: 2, stdout: '', asked: [] });
    expect(stderr).toContain('not an id of a request');
  },
);

test('what a caller wrote into a request cannot move the cursor of its reader', async () => {
  const httpRequest = { headers: [{ name: 'User-Agent', value: '\u001b[2J\u009b2J\u202e' }], requestId: ID };
  aws.answer('logs.GetQueryResults', { status: 'Complete', results: [line('30.100', WAF, { action: 'BLOCK', httpRequest })] });
  const { stdout } = await request([ID]);
  expect(stdout).toContain('firewall  action=BLOCK');
  expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
});

test('an id that a line names is looked for only if it has the form of one', async () => {
  const evil = { ...access, integrationRequestId: 'x" or @message like "' };
  aws.answer('logs.GetQueryResults', { status: 'Complete', results: [line('30.100', ACCESS, evil)] });
  expect(await request([ID])).toMatchObject({ code: 0 });
  expect(queries()).toHaveLength(1);
});

test('an id that no line holds is not found, and the advice is about time, id and stage', async () => {
  aws.answer('logs.GetQueryResults', { status: 'Complete', results: [] });
  const { code, stdout, stderr } = await request([ID, '--json']);
  expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 4, error: 'not-found' });
  expect(stderr).toMatch(/No line since 2026-11-27T03:00:00\.000Z has[\s\S]*--since[\s\S]*wait a minute/);
});

test.each([
  ['without the permission to query', () => aws.answer('logs.StartQuery', denied('StartQuery')), 3, /logs:StartQuery/],
  [
    'without the permission to read what was found',
    () => aws.answer('logs.GetQueryResults', denied('GetQueryResults')),
    3,
    /logs:GetQueryResults/,
  ],
  ['where too many queries run', () => aws.answer('logs.StartQuery', new AwsRefusal('LimitExceededException', 'too many')), 5, /slow down/],
  ['where a query fails', () => aws.answer('logs.GetQueryResults', { status: 'Failed', results: [] }), 5, /ended as "Failed"/],
  ['where a query takes too long', () => aws.answer('logs.GetQueryResults', { status: 'Timeout', results: [] }), 5, /shorter --since/],
  [
    'where a log group is gone',
    () => aws.answer('logs.StartQuery', new AwsRefusal('ResourceNotFoundException', 'x')),
    4,
    /StartQuery in the log groups/,
  ],
  ['where the stack is another', () => answerAsFunction(aws), 4, /no log group of the function/],
])('%s it says so', async (_, change, code, says) => {
  change();
  expect(await request([ID])).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) });
});

test('Ctrl-C ends the query, too, which would read on', async () => {
  const interrupt = new AbortController();
  aws.answer('logs.GetQueryResults', { status: 'Running', results: [] });
  const running = request([ID], { signal: interrupt.signal });
  await until(() => aws.requests.some(({ operation }) => operation === 'GetQueryResults'));
  await pause(50);
  interrupt.abort();
  expect(await running).toMatchObject({ code: 130, stdout: '' });
  expect(aws.requests.at(-1)).toMatchObject({ operation: 'StopQuery', input: { queryId: 'q-1' } });
});

test('with --local it says that the local stack keeps no logs for it, and where to look', async () => {
  const { code, stderr } = await request([ID, '--local']);
  expect({ code, asked: aws.requests }).toEqual({ code: 2, asked: [] });
  expect(stderr).toMatch(/keeps no logs[\s\S]*npm start prints a line/);
});

function denied(action: string): AwsRefusal {
  return new AwsRefusal(
    'AccessDeniedException',
    `User: arn:aws:iam::111122223333:user/x is not authorized to perform: logs:${action} on resource: *`,
  );
}
