import { type Finding, fail, pass, unknown } from '../failures/finding';
import { type Answer, type Caller, call, type SmokeWorkflow, startBody } from './caller';
import { infoPath } from './refusals';
import { agentOf } from './steps';

/** The reply to a start, as far as an SDK needs it to go on. The rest is a credential, and is not kept. */
export interface Started {
  readonly transactionId: string;
  readonly finding: Finding;
}

/** Members that every released SDK requires of the reply. */
const REQUIRED = [
  'transactionId',
  'workflowId',
  'workflowVersionId',
  'organizationId',
  'ephemeralKey',
  'authorization',
  'edgeApiUrl',
  'workflowInfo',
];
/** Far above any reply, and below any photo. */
const MOST_BYTES = 64 * 1024;

/** Asks for the workflow, as SDKs from 1.7 do before they start. */
export async function askWorkflow(caller: Caller, { id }: SmokeWorkflow): Promise<Finding> {
  const answer = await call(caller, { method: 'GET', path: infoPath(id) });
  if (answer.status < 300)
    return pass(`${answer.status} for workflow ${id}: token, function, secret and ${agentOf(caller.stage.isLocal)} work together`);
  return fail(`${sayAnswer(answer)} for workflow ${id}`, whatToDo(answer));
}

/** Starts a transaction with the photo on record. */
export async function startTransaction(caller: Caller, { id }: SmokeWorkflow): Promise<Started> {
  const answer = await call(caller, { method: 'POST', path: '/transaction', body: startBody(id, caller.subject) });
  if (answer.status >= 300)
    return { transactionId: '', finding: fail(`The start was answered with ${sayAnswer(answer)}`, whatToDo(answer)) };
  const reply = parse(answer.text);
  const missing = REQUIRED.filter((name) => reply[name] === undefined);
  const transactionId = String(reply.transactionId ?? '');
  if (missing.length > 0)
    return {
      transactionId,
      finding: fail(
        `The reply lacks ${missing.join(', ')}: an SDK will stop here`,
        'Ask Microblink; the proxy relays the reply as it came.',
      ),
    };
  if (answer.text.length > MOST_BYTES)
    return {
      transactionId,
      finding: fail(`The reply has ${answer.text.length} bytes: a photo may be in it`, 'Look at it, and ask Microblink.'),
    };
  return { transactionId, finding: pass(`Transaction ${transactionId} was started, and the reply has all that an SDK needs`) };
}

/** The members that only the proxy writes, as a backend will compare them. */
export interface Expected {
  readonly faceMatchSubject: string;
  readonly faceMatchWorkflowId: string;
  /** Kind of the photo; the object's version is after it. */
  readonly kind: string;
}

/** On a deployed stage nothing reads a transaction back: no documented way is known, so a person must look. */
export function notReadBack(transactionId: string, { faceMatchSubject, faceMatchWorkflowId, kind }: Expected): Finding {
  return unknown(
    `Not read back: this command knows no documented way to read transaction ${transactionId} from Microblink`,
    `Read it with your backend's own key, or in the dashboard, and compare props: faceMatchSubject "${faceMatchSubject}", faceMatchWorkflowId "${faceMatchWorkflowId}", faceMatchRequestId not empty, faceMatchImage beginning with "${kind}@".`,
  );
}

/** What the stand-in of the Agent API recorded, and whether the photo is the one on record. @param photoSha256 Of the photo in the bucket, hexadecimal. */
export function compare(
  transaction: Readonly<Record<string, unknown>> | undefined,
  field: string,
  expected: Expected,
  photoSha256: string,
): Finding {
  const toDo = 'This is a defect of the proxy: please report it.';
  if (transaction === undefined) return fail('The stand-in of the Agent API knows no such transaction', toDo);
  const props = Object(transaction.props) as Record<string, unknown>;
  const photo = Object(Object(transaction.formValues)[field]) as { sha256?: string };
  const wrong = [
    ...(['faceMatchSubject', 'faceMatchWorkflowId'] as const).filter((name) => props[name] !== expected[name]),
    ...(typeof props.faceMatchRequestId === 'string' && props.faceMatchRequestId !== '' ? [] : ['faceMatchRequestId']),
    ...(String(props.faceMatchImage).startsWith(`${expected.kind}@`) ? [] : ['faceMatchImage']),
    ...(photo.sha256 === photoSha256 ? [] : [`the photo in ${field}`]),
  ];
  if (wrong.length > 0) return fail(`These are wrong in the transaction: ${wrong.join(', ')}`, toDo);
  return pass('The stand-in recorded the reserved props of the test user, and the photo on record, byte for byte (SHA-256)');
}

export async function recorded(standIn: string, transactionId: string): Promise<Record<string, unknown> | undefined> {
  const answer = await fetch(`${standIn}transactions`);
  const list = (await answer.json()) as Record<string, unknown>[];
  return list.find((transaction) => transaction.transactionId === transactionId);
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** An answer without a code is Microblink's own. Its body may be anything, so it is not printed. */
const sayAnswer = ({ status, code }: Answer) => `${status}, ${code ?? 'an answer of Microblink'}`;

function whatToDo({ code }: Answer): string {
  if (code === 'no-face-on-record') return 'Enrol a photo of the test user: npm run ops -- faces put.';
  if (code === undefined) return 'npm run ops -- credentials check --online asks Microblink directly.';
  return `docs/problems.md has a section ${code}.`;
}
