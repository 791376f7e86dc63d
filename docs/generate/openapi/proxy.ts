import { OPERATIONS, type Operation, type OperationName, WORKFLOW_ID } from '../../../contract/operations';
import { PROBLEMS, type ProblemCode } from '../../../contract/problems';
import { GATEWAY_ANSWERS } from '../../../lib/api/gateway-responses';
import { documentText, type JsonMap } from './document';
import { problemReferences, problemResponses, problemSchemas, refusalsOf } from './problem-responses';
import { CANCEL, START, STARTED } from './start-schemas';

const REFUSALS = refusalsOf(Object.keys(PROBLEMS) as ProblemCode[], GATEWAY_ANSWERS);

/** docs/openapi/proxy.json: the API that the SDKs call. */
export function proxyDocument(): string {
  return documentText({
    title: 'face-match-proxy, for apps',
    description:
      'What an unmodified Microblink SDK calls. Microblink’s answers are passed on as they came, status included, but for its 401, 403 and 3xx: an answer without `code` is Microblink’s own. A code may be of one operation alone; docs/problems.md says what an app does.',
    server: { description: 'The output `ProxyBaseUrl`', local: 'http://127.0.0.1:4000' },
    security: {
      name: 'userToken',
      scheme: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A token of the user pool: the ID token, unless `callers.tokens` is "access".',
      },
    },
    paths: Object.fromEntries(
      OPERATIONS.flatMap((operation) => operation.resources.map((path, at) => [path, pathItem(operation, path, at)])),
    ),
    // Microblink’s 401 and 403 never arrive here: they mean the company’s credentials.
    responses: problemResponses(REFUSALS, (status) => status !== 401 && status !== 403),
    schemas: { Start: START, Started: STARTED, Cancel: CANCEL, OfMicroblink: OF_MICROBLINK, ...problemSchemas(REFUSALS) },
  });
}

/** An API of its own may change without us; what tells it from ours is the missing code. */
const OF_MICROBLINK = {
  description: 'An answer of Microblink’s own, as it came.',
  not: { type: 'object', required: ['code', 'requestId'] },
};

interface Words {
  readonly summary: string;
  readonly request?: { readonly required: boolean; readonly schema: string };
  /** @default - not documented by Microblink */
  readonly success?: string;
}

const WORDS: Readonly<Record<OperationName, Words>> = {
  'start-transaction': {
    summary: 'Start a transaction; for a workflow that gets a photo, with the photo of the signed-in user',
    request: { required: true, schema: 'Start' },
    success: 'Started',
  },
  'workflow-info': { summary: 'Ask what a workflow consists of' },
  'cancel-workflow': { summary: 'Cancel a workflow', request: { required: false, schema: 'Cancel' } },
};

function pathItem({ name, method }: Operation, path: string, at: number): JsonMap {
  const { summary, request, success } = WORDS[name];
  return {
    ...(path.includes('{workflowId}') && { parameters: [WORKFLOW_PARAMETER] }),
    [method.toLowerCase()]: {
      operationId: at === 0 ? name : `${name}-${at + 1}`,
      summary: at === 0 ? summary : `${summary} (the same, at the address of other SDK versions)`,
      ...(request && {
        requestBody: {
          required: request.required,
          content: { 'application/json': { schema: { $ref: `#/components/schemas/${request.schema}` } } },
        },
      }),
      responses: { '2XX': succeeded(success ?? 'OfMicroblink'), ...problemReferences(REFUSALS), default: OTHER },
    },
    options: {
      operationId: `preflight-${name}${at === 0 ? '' : `-${at + 1}`}`,
      summary: 'A browser asks before it calls',
      security: [],
      responses: { '204': PREFLIGHT },
    },
  };
}

const WORKFLOW_PARAMETER = { name: 'workflowId', in: 'path', required: true, schema: { type: 'string', pattern: WORKFLOW_ID.source } };

const PREFLIGHT = {
  description: 'Whether and how it may call',
  headers: Object.fromEntries(['Headers', 'Methods'].map((what) => [`Access-Control-Allow-${what}`, { schema: { type: 'string' } }])),
};

const OTHER = {
  description: 'Another answer of Microblink’s',
  content: { '*/*': { schema: { $ref: '#/components/schemas/OfMicroblink' } } },
};

function succeeded(schema: string): JsonMap {
  return {
    description: 'The answer of Microblink, byte for byte',
    content: { '*/*': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}
