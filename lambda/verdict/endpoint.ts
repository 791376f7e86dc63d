import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { SAFE_HEADERS } from '../../contract/refusal';
import { startDeadline } from '../deadline/deadline';
import { Problem } from '../errors';
import { outline } from '../request/request';
import { readUtf8 } from '../request/utf8';
import { refuse } from '../response/response';
import { hashSubject } from '../telemetry/telemetry';
import { parseQuestion } from './question';
import type { VerdictFields, VerdictTelemetry } from './telemetry';
import { type Answer, answerQuestion, type VerdictParts } from './verdict';

/** More than a question can need; the API takes no larger one either. */
const BODY_BYTES = 4096;

/** For a question as a whole, and what is left of the function's own time for the refusal and the log line. In milliseconds. */
const QUESTION_MS = 10_000;
const MARGIN_MS = 500;

export type VerdictEndpoint = (
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<APIGatewayProxyResult>;

/** `POST /verdicts`: event in, result out. It never throws; every failure is a documented refusal, and none is a yes. */
export function createVerdictEndpoint(parts: VerdictParts & { readonly telemetry: VerdictTelemetry }): VerdictEndpoint {
  const { telemetry, now } = parts;
  return async (given, context) => {
    const event = given ?? {};
    const { id } = outline(event, context.awsRequestId);
    const since = now();
    const deadline = startDeadline(Math.min(QUESTION_MS, context.getRemainingTimeInMillis() - MARGIN_MS));
    const known: Partial<VerdictFields> = {};
    const tell = (fields: Pick<VerdictFields, 'answer' | 'status'> & Partial<VerdictFields>) =>
      telemetry.verdict({ requestId: id, ...known, ...fields, totalMs: now() - since });
    try {
      const question = parseQuestion(textOf(event), now());
      Object.assign(known, {
        subject: hashSubject(question.subject),
        workflowId: question.workflowId,
        transactionId: question.transactionId,
      });
      const answer = await answerQuestion(question, parts, deadline);
      tell({ answer: answer.verdict, reasons: answer.reasons, status: 200 });
      return respond(answer);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem('internal', 'an error that no step expected', { cause: error });
      tell({ answer: problem.code, reason: problem.reason, ...causeOf(problem), status: problem.status });
      return refuse(problem, id);
    } finally {
      deadline.end();
    }
  };
}

function respond({ body }: Answer): APIGatewayProxyResult {
  return { statusCode: 200, headers: { 'Content-Type': 'application/json', ...SAFE_HEADERS }, body };
}

function textOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  if (typeof (body ?? '') !== 'string') throw new Problem('invalid-request', 'the body of the event is no text');
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES) {
    const reason = `a question has at most ${BODY_BYTES} bytes`;
    throw new Problem('body-too-large', reason, { detail: `The question is too large: ${reason}.` });
  }
  try {
    return readUtf8(bytes);
  } catch {
    throw new Problem('not-json', 'the body is not UTF-8');
  }
}

/** The class alone: a message may quote anything. */
function causeOf({ cause }: Problem): Pick<VerdictFields, 'errorName'> {
  return cause instanceof Error ? { errorName: cause.name } : {};
}
