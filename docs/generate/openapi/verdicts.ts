import { WORKFLOW_ID } from '../../../contract/operations';
import { type ProblemCode, SHARED_PROBLEMS, VERDICT_PROBLEMS } from '../../../contract/problems';
import { SUBJECT } from '../../../contract/subject';
import { TRANSACTION_ID } from '../../../contract/transactions';
import { NO_REASONS, STEP, VERDICT_MEMBERS, VERDICT_PATH } from '../../../contract/verdict-question';
import { VERDICT_ANSWERS } from '../../../lib/verdict/verdict-answers';
import { documentText, type JsonMap } from './document';
import { problemReferences, problemResponses, problemSchemas, refusalsOf } from './problem-responses';

const REFUSALS = refusalsOf([...SHARED_PROBLEMS, ...(Object.keys(VERDICT_PROBLEMS) as ProblemCode[])], VERDICT_ANSWERS);

/** docs/openapi/verdicts.json: the API that the company's backend asks. */
export function verdictsDocument(): string {
  return documentText({
    title: 'face-match-proxy, for backends',
    description:
      'Did this user pass the match that I asked for? A yes comes once, for one step. No other answer, and no missing one, is a yes.',
    server: { description: `The output \`VerdictsUrl\`, without \`${VERDICT_PATH}\``, local: 'http://127.0.0.1:4007' },
    security: { name: 'signature', scheme: SIGNATURE },
    paths: {
      [VERDICT_PATH]: {
        post: {
          operationId: 'ask',
          summary: 'Ask for a verdict; the same question gets the same answer, byte for byte',
          requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Question' } } } },
          responses: { '200': ANSWERED, ...problemReferences(REFUSALS) },
        },
      },
    },
    responses: problemResponses(REFUSALS),
    schemas: { Question: QUESTION, Verdict: VERDICT, Yes: YES, No: NO, ...problemSchemas(REFUSALS) },
  });
}

/** OpenAPI has no word for it; the extension is the one by which API Gateway and its generators know it. */
const SIGNATURE = {
  type: 'apiKey',
  in: 'header',
  name: 'Authorization',
  description: 'AWS Signature Version 4 for the service execute-api, with a role of `verdicts.callers`.',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

const MEMBERS: Readonly<Record<(typeof VERDICT_MEMBERS)[number], JsonMap>> = {
  transactionId: { type: 'string', pattern: TRANSACTION_ID.source },
  subject: { type: 'string', pattern: SUBJECT.source, description: 'Of your own session, never of the device.' },
  workflowId: { type: 'string', pattern: WORKFLOW_ID.source },
  step: { type: 'string', pattern: STEP.source, description: 'Id of this attempt at the sensitive step, unique.' },
  askedAt: { type: 'string', format: 'date-time', description: 'When your backend asked for the match; at most 60 seconds ahead.' },
};

const QUESTION: JsonMap = { type: 'object', required: VERDICT_MEMBERS, additionalProperties: false, properties: MEMBERS };

const YES: JsonMap = {
  type: 'object',
  required: ['verdict', 'decidedAt', 'photo', 'startedAt'],
  properties: {
    verdict: { const: 'yes' },
    decidedAt: { type: 'string', format: 'date-time' },
    photo: { type: 'string', pattern: '^[^@]+@.+$', description: 'Kind and version of the photo that was compared.' },
    startedAt: { type: 'string', format: 'date-time' },
  },
};

const NO: JsonMap = {
  type: 'object',
  required: ['verdict', 'reasons'],
  properties: { verdict: { const: 'no' }, reasons: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: NO_REASONS } } },
};

const VERDICT: JsonMap = { oneOf: [{ $ref: '#/components/schemas/Yes' }, { $ref: '#/components/schemas/No' }] };

const ANSWERED = { description: 'Yes or no', content: { 'application/json': { schema: { $ref: '#/components/schemas/Verdict' } } } };
