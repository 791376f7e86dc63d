import { startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';
import { CLAIMS, startBody } from '../support/events';
import { startTestStack, type TestStack } from '../support/local-stack';
import { givenProxy } from '../support/proxy';
import { sourcesIn } from '../support/sources';

/**
 * The tutorial that this product was started from shows the job as a small function and says itself that it is not safe.
 * One test for each of its defects, none of which may exist here.
 */
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => await stack?.stop());

const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/'.repeat(4);

async function code(response: Response): Promise<unknown> {
  return ((await response.json()) as { code?: unknown }).code;
}

async function acceptedBy(action: () => Promise<unknown>) {
  const before = (await stack.accepted()).length;
  await action();
  return (await stack.accepted()).slice(before);
}

test('defect 1, it looked for a user id that SDKs do not send and matched everybody against one picture: here each gets their own', async () => {
  const accepted = await acceptedBy(async () => {
    await stack.startTransaction('alice');
    await stack.startTransaction('bob');
  });
  const [alice, bob] = [await stack.photoHash('alice'), await stack.photoHash('bob')];
  expect(alice).not.toBe(bob);
  expect(accepted.map(({ formValues }) => formValues?.faceImage)).toMatchObject([{ sha256: alice }, { sha256: bob }]);
});

test('defect 2, it fell back to a fixed picture: here no photo on record is no transaction', async () => {
  const accepted = await acceptedBy(async () => {
    const response = await stack.startTransaction('carol');
    expect(response.status).toBe(409);
    expect(await code(response)).toBe('no-face-on-record');
  });
  expect(accepted).toEqual([]);
});

describe('defect 3, the caller said who they are', () => {
  test('here no one gets anywhere without a token', async () => {
    const response = await stack.request('POST', '/transaction', { body: startBody() });
    expect(response.status).toBe(401);
  });

  test.each([
    ['consent.userId', (victim: string) => ({ consent: { userId: victim, isProcessingStoringAllowed: true } })],
    ['consent.userid', (victim: string) => ({ consent: { userid: victim, isProcessingStoringAllowed: true } })],
    ['userId', (victim: string) => ({ userId: victim })],
    ['USERID', (victim: string) => ({ USERID: victim })],
    ['userId as a list', (victim: string) => ({ userId: [victim] })],
  ])('here %s of somebody else is refused', async (_where, change) => {
    const accepted = await acceptedBy(async () => {
      const response = await stack.startTransaction('alice', change(stack.user('bob').subject));
      expect(await code(response)).toBe('identity-mismatch');
    });
    expect(accepted).toEqual([]);
  });
});

describe('defect 4, another content type carried a picture of the caller past the injection', () => {
  test.each([
    'Application/JSON',
    'application/vnd.api+json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('here a body under %s is read as JSON, and the picture in it refused', async (contentType) => {
    const accepted = await acceptedBy(async () => {
      const [token, body] = [
        await stack.signIn('alice'),
        startBody({ consent: { isProcessingStoringAllowed: true }, formValues: { faceImage: PICTURE } }),
      ];
      const response = await stack.request('POST', '/transaction', { token, body, headers: { 'Content-Type': contentType } });
      expect(await code(response)).toBe('client-supplied-face');
    });
    expect(accepted).toEqual([]);
  });

  test.each(['formValues', 'FormValues', 'FORMVALUES', 'formvalues'])(
    'here a picture under %s is refused, in every spelling of its field',
    async (name) => {
      for (const field of ['faceImage', 'FaceImage', 'FACEIMAGE', 'faceimage']) {
        expect(await code(await stack.startTransaction('alice', { [name]: { [field]: PICTURE } }))).toBe('client-supplied-face');
      }
    },
  );

  test('here a body that is no JSON is refused', async () => {
    const response = await stack.request('POST', '/transaction', { token: await stack.signIn('alice'), body: `faceImage=${PICTURE}` });
    expect(response.status).toBe(400);
  });
});

test('defect 5, it overwrote all form values: here those of the caller stay next to the photo', async () => {
  const [transaction] = await acceptedBy(() => stack.startTransaction('alice', { formValues: { reason: 'phone change' } }));
  expect(transaction?.formValues).toMatchObject({ reason: 'phone change', faceImage: { sha256: await stack.photoHash('alice') } });
});

describe('defect 6, it injected into every workflow', () => {
  test('here a workflow that is not configured is refused', async () => {
    expect(await code(await stack.startTransaction('alice', { workflowId: 'another-workflow' }))).toBe('workflow-not-allowed');
  });

  test('here a workflow that passes through gets no photo', async () => {
    const [transaction] = await acceptedBy(() => stack.startTransaction('alice', { workflowId: stack.details.workflows.passThrough[0] }));
    expect(transaction).not.toHaveProperty('formValues');
  });
});

test.each([
  ['PUT', '/transaction'],
  ['DELETE', '/transaction'],
  ['GET', '/transaction'],
  ['PATCH', '/api/v1/transaction'],
  ['POST', '/initialize/wf-123/info'],
  ['POST', '/agent/api/v1/transaction'],
  ['GET', '/'],
])('defect 7, it relayed every method and path with credentials: here %s %s does not exist', async (method, path) => {
  const response = await stack.request(method, path, { token: await stack.signIn('alice') });
  expect(response.status).toBe(404);
});

test('defect 8, without credentials it forwarded unauthenticated: here nothing leaves', async () => {
  const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Credentials-eMpTy0';
  const secrets = await startSecretsManager({ [arn]: undefined });
  const bare = await startTestStack({
    functionEnvironment: { AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url, CREDENTIALS_SECRET_ARN: arn },
  });
  try {
    expect(await code(await bare.startTransaction('alice'))).toBe('credentials-not-set');
    expect(await bare.accepted()).toEqual([]);
  } finally {
    await bare.stop();
    await secrets.close();
  }
});

test.each(['../bob', '..%2Fbob', 'a/b', '.hidden', 'a b', 'a\nb', '', 'x'.repeat(129)])(
  'defect 9, a user id could leave its folder: here the subject %j is no subject',
  async (sub) => {
    const given = await givenProxy();
    try {
      const result = await given.call({ claims: { ...CLAIMS, sub } });
      expect(JSON.parse(result.body)).toMatchObject({ code: 'subject-unusable' });
      expect(given.s3.requests).toEqual([]);
    } finally {
      await given.stop();
    }
  },
);

test('defect 10, a header that an app adds failed the preflight: here any header passes, the token included', async () => {
  const response = await stack.request('OPTIONS', '/transaction', {
    headers: {
      Origin: 'https://app.example.com',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,x-app',
    },
  });
  expect(response.ok).toBe(true);
  const allowed = response.headers.get('access-control-allow-headers')?.split(/\s*,\s*/);
  expect(allowed).toEqual(expect.arrayContaining(['Authorization', '*']));
});

describe('defect 11, it ignored encodings, cases, sizes and kinds, and logged user ids', () => {
  test('here a body in base64 is decoded, and headers are found in any case', async () => {
    const given = await givenProxy();
    try {
      const body = Buffer.from(JSON.stringify(startBody())).toString('base64');
      const result = await given.call({ body, isBase64Encoded: true, headers: { 'uSER-aGENT': 'okhttp/5' } });
      expect(result.statusCode).toBe(200);
      expect(given.agent.accepted()[0]?.headers['user-agent']).toBe('okhttp/5');
    } finally {
      await given.stop();
    }
  });

  test('here no log line names a user', async () => {
    await stack.startTransaction('alice');
    await stack.startTransaction('carol');
    const logs = stack.functionLogs().join('\n');
    expect(logs).toContain('"outcome":"no-face-on-record"');
    for (const name of ['alice', 'carol'] as const) {
      expect(logs).not.toContain(stack.user(name).subject);
      expect(logs).not.toContain(stack.user(name).email);
    }
  });
});

test('defect 12, every failure was a 500 in another form: here it is a problem with a code, a status and a request id', async () => {
  const response = await stack.startTransaction('alice', { consent: { isProcessingStoringAllowed: false } });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({
    type: 'urn:face-match-proxy:problem:consent-required',
    title: expect.any(String),
    status: 403,
    detail: expect.any(String),
    code: 'consent-required',
    requestId: expect.stringMatching(/^[\w+/]{15}=$/),
  });
});

test('defect 13, a missing picture file broke every request: here the function holds no picture and reads no file', () => {
  for (const source of sourcesIn('lambda').values()) {
    const code = source.replace(/\/\*[\s\S]*?\*\//g, '');
    expect(code).not.toMatch(/node:fs|require\(/);
    expect(source).not.toMatch(/\/9j\/|iVBORw0KGgo/);
  }
});
