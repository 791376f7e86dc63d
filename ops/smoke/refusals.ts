import { type Finding, fail, pass } from '../failures/finding';
import { type Answer, type ApiRequest, type Caller, call, type SmokeWorkflow, startBody } from './caller';

/** One request that must be refused, and by whom. */
export interface Refusal {
  readonly name: string;
  readonly by: 'API Gateway' | 'the function';
  readonly status: number;
  readonly code: string;
  readonly request: (caller: Caller, workflow: SmokeWorkflow) => ApiRequest;
}

/** A JPEG's first bytes, as base64: what a caller would bring to be matched against themselves. */
const OWN_PHOTO = Buffer.from('ffd8ffe000104a464946', 'hex').toString('base64');
const STRANGER = 'somebody-else-than-the-test-user';

/** Answers of API Gateway that a client can cause without harm. */
export const GATEWAY_REFUSALS: readonly Refusal[] = [
  gateway('no token', 401, 'unauthorized', (_, { id }) => start(startBody(id, STRANGER), null)),
  gateway('a text that is not a token', 401, 'unauthorized', (_, { id }) => start(startBody(id, STRANGER), 'not.a.token')),
  gateway('a token with another signature', 401, 'unauthorized', ({ token }, { id }) => start(startBody(id, STRANGER), forged(token))),
  gateway('no token, of a workflow’s information', 401, 'unauthorized', (_, { id }) => ({
    method: 'GET',
    path: infoPath(id),
    token: null,
  })),
  gateway('an unknown route', 404, 'no-such-route', () => ({ method: 'GET', path: '/no-such-route' })),
  gateway('an unknown method', 404, 'no-such-route', () => ({ method: 'DELETE', path: '/transaction' })),
  gateway('a body that is not JSON', 400, 'bad-request-body', () => start('not json')),
];

/** The answers of API Gateway that are not tried, and why. */
export const NOT_PROVOKED =
  'API Gateway’s answers to a flood (429), to a body above 10 MB, to an expired token, to what the firewall blocks, and to a function or authorizer that fails were not tried.';

/** Attacks that the function must refuse before it calls anything. */
export const ATTACKS: readonly Refusal[] = [
  attack('somebody else’s user id', 'identity-mismatch', (_, { id }) => start(startBody(id, STRANGER))),
  attack('the caller’s photo in formValues', 'client-supplied-face', ({ subject }, workflow) =>
    start(withPhoto(workflow, subject, 'formValues')),
  ),
  attack('the caller’s photo in FormValues', 'client-supplied-face', ({ subject }, workflow) =>
    start(withPhoto(workflow, subject, 'FormValues')),
  ),
  attack('a workflow that is not listed', 'workflow-not-allowed', ({ subject }) => start(startBody('not-a-listed-workflow', subject))),
];

export const infoPath = (workflowId: string) => `/initialize/${encodeURIComponent(workflowId)}/info`;

/** Sends the request and judges the answer: status, code, and the headers that every refusal has. */
export async function provoke(refusal: Refusal, caller: Caller, workflow: SmokeWorkflow): Promise<Finding> {
  const answer = await call(caller, refusal.request(caller, workflow));
  const faults = faultsOf(refusal, answer, caller);
  if (faults.length === 0) return pass(`${refusal.name}: ${answer.status}, ${answer.code}, from ${refusal.by}`);
  const toDo =
    answer.status < 300
      ? 'This should have been refused, and was not. Take the stage out of use until you know why.'
      : 'npm run diff shows whether somebody changed the API.';
  return fail(`${refusal.name}: ${faults.join('; ')}`, toDo);
}

function faultsOf({ status, code }: Refusal, answer: Answer, { origin }: Caller): string[] {
  const expected: readonly [header: string, accepted: readonly string[]][] = [
    ['content-type', ['application/problem+json']],
    ['cache-control', ['no-store']],
    ['x-content-type-options', ['nosniff']],
    ['access-control-allow-origin', ['*', origin]],
  ];
  const headers = expected
    .map(([name, accepted]) => ({ name, accepted, value: answer.headers.get(name)?.split(';')[0] }))
    .filter(({ accepted, value }) => !accepted.includes(value ?? ''))
    .map(({ name, accepted, value }) => `${name} is ${value ?? 'missing'}, not ${accepted.join(' or ')}`);
  const said =
    answer.status === status && answer.code === code ? [] : [`${answer.status} ${answer.code ?? 'without a code'}, not ${status} ${code}`];
  return [...said, ...headers];
}

const start = (body: object | string, token?: string | null): ApiRequest => ({ method: 'POST', path: '/transaction', body, token });

function withPhoto({ id, field }: SmokeWorkflow, subject: string, member: string): object {
  return startBody(id, subject, { [member]: { [field]: OWN_PHOTO } });
}

/** The same claims under a signature in which one letter is another: in the middle, where every bit of a letter counts. */
function forged(token: string): string {
  const at = token.lastIndexOf('.') + 20;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

function gateway(name: string, status: number, code: string, request: Refusal['request']): Refusal {
  return { name, by: 'API Gateway', status, code, request };
}

function attack(name: string, code: string, request: Refusal['request']): Refusal {
  return { name, by: 'the function', status: 403, code, request };
}
