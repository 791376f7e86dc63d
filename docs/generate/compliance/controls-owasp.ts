import type { Control } from './control';

/** OWASP API Security Top 10, 2023 edition. The protections of the template that name a risk stand next to the tests of the function. */
export const OWASP: readonly Control[] = [
  {
    id: 'OWASP API1',
    title: 'Broken object level authorization: a caller gets at the photo of another',
    state: 'on',
    tests: [
      ['test/defects/seed-function.test.ts', 'defect 3, the caller said who they are'],
      ['test/lambda/request/identity.test.ts', 'the subject'],
    ],
  },
  {
    id: 'OWASP API2',
    title: 'Broken authentication: a token of somebody else, of another client, of yesterday',
    state: 'on',
    tests: [
      ['test/lambda/request/identity.test.ts', 'the token'],
      ['test/lambda/request/identity.test.ts', 'the age of the sign-in'],
      ['test/local/gateway/gateway.test.ts', 'says that a token has expired'],
    ],
  },
  {
    id: 'OWASP API3',
    title: 'Broken object property level authorization: a caller sends their own photo',
    state: 'on',
    tests: [
      ['test/lambda/request/form-values.test.ts', 'a field that only the proxy fills'],
      ['test/defects/seed-function.test.ts', 'defect 4, another content type carried a picture of the caller past the injection'],
    ],
  },
  {
    id: 'OWASP API4',
    title: 'Unrestricted resource consumption: each request is paid for',
    state: 'on',
    reason: 'One limit holds for all callers together, and one for the starts of each subject.',
    tests: [
      ['test/local/gateway/gateway.test.ts', 'throttles a method by its own setting and leaves the others alone'],
      [
        'test/end-to-end/attempts.test.ts',
        'a user who has started as many transactions as allowed gets 429 with Retry-After, and another user goes on',
      ],
    ],
  },
  {
    id: 'OWASP API5',
    title: 'Broken function level authorization: enrolment and erasure from the outside',
    state: 'on',
    reason: 'No route enrols, reads or erases; only roles do, each its one job.',
    tests: [['test/compliance/calls.test.ts', 'gives each operator one job, and administrators of the account and strangers none']],
  },
  {
    id: 'OWASP API6',
    title: 'Unrestricted access to sensitive business flows: another workflow of the organisation',
    state: 'on',
    tests: [
      ['test/lambda/request/workflows.test.ts', 'the plan of a workflow'],
      ['test/defects/seed-function.test.ts', 'here a workflow that is not configured is refused'],
    ],
  },
  {
    id: 'OWASP API7',
    title: 'Server side request forgery: the caller chooses where the credentials go',
    state: 'on',
    tests: [['test/lambda/request/request.test.ts', 'the workflow id']],
  },
  {
    id: 'OWASP API8',
    title: 'Security misconfiguration: origins, errors, logs',
    state: 'on',
    tests: [
      ['test/lambda/response/headers.test.ts', 'CORS headers'],
      ['test/lambda/telemetry/request-log.test.ts', 'the line of a request'],
    ],
  },
  {
    id: 'OWASP API9',
    title: 'Improper inventory management: a forgotten route',
    state: 'on',
    tests: [['test/lib/api.test.ts', 'has exactly the routes of the operations table, each with OPTIONS']],
  },
  {
    id: 'OWASP API10',
    title: 'Unsafe consumption of APIs: a reply that is too long, of another kind, or leads elsewhere',
    state: 'on',
    tests: [
      ['test/lambda/response/response.test.ts', 'a reply of the agent'],
      ['test/lambda/agent-faults.test.ts', 'an agent that fails is answered clearly, in time, and asked once'],
    ],
  },
];
