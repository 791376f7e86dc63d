import { setTimeout as pause } from 'node:timers/promises';
import type { AcceptedTransaction, TestStack } from '../../support/local-stack';
import { until } from '../../support/until';
import { sendRaw } from '../raw-socket';
import type { Attack } from './attack';
import { prepare } from './before';
import { type Sent, sentBy } from './sent';

/** What came of an attack. */
export interface Outcome {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly code: string | undefined;
  /** In words, with `ANOTHER PERSON` in them if it is not the caller's own request. */
  readonly reached: string;
  /** Transactions that the Agent API accepted. */
  readonly accepted: number;
}

/** Carries one attack out, and looks at what the Agent API got of it. */
export async function carryOut(stack: TestStack, attack: Attack): Promise<Outcome> {
  const restore = await prepare(stack, attack.before);
  try {
    const [accepted, lines, accesses] = [(await stack.accepted()).length, stack.functionLogs().length, stack.accessLogs().length];
    const { status, text } = await answerTo(stack, await sentBy(stack, attack));
    const code = /"code":"([\w-]+)"/.exec(text)?.[1];
    const transactions = (await stack.accepted()).slice(accepted);
    return { status, code, accepted: transactions.length, reached: await reachedBy(stack, transactions, { lines, accesses }) };
  } finally {
    await restore();
  }
}

async function answerTo(
  stack: TestStack,
  { method, path, headers, body, lines, silenceMs }: Sent,
): Promise<{ status: number; text: string }> {
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (lines !== undefined) {
    const head = [`${method} ${path} HTTP/1.1`, 'Host: api', 'Connection: close', ...named, ...lines];
    return await sendRaw(stack.details.baseUrl, head, body, silenceMs);
  }
  const response = await fetch(`${stack.details.baseUrl}${path}`, { method, headers, body, redirect: 'manual' });
  return { status: response.status, text: await response.text() };
}

/** How many lines there were before the attack. */
interface Before {
  readonly lines: number;
  readonly accesses: number;
}

async function reachedBy(stack: TestStack, transactions: readonly AcceptedTransaction[], before: Before): Promise<string> {
  if (transactions.length > 0) return (await Promise.all(transactions.map((each) => describe(stack, each)))).join(', ');
  const line = await functionLine(stack, before);
  const { attempts = 0, upstreamStatus } = line === undefined ? {} : (JSON.parse(line) as { attempts?: number; upstreamStatus?: number });
  if (attempts === 0) return 'nothing';
  return upstreamStatus === undefined ? 'one request, whose answer was given up' : `one request, which it answered with ${upstreamStatus}`;
}

/** The access log says whether the function was called. Its line is read from another process's output, which may come after its answer. */
async function functionLine(stack: TestStack, { lines, accesses }: Before): Promise<string | undefined> {
  const calls = () => stack.accessLogs().slice(accesses);
  const line = () =>
    stack
      .functionLogs()
      .slice(lines)
      .find((each) => each.includes('"type":"request"'));
  // A request that is none has no line at all.
  for (let tries = 0; tries < 10 && calls().length === 0; tries++) await pause(10);
  if (calls().some((call) => JSON.parse(call).integrationStatus !== '-')) await until(() => line() !== undefined);
  return line();
}

async function describe(stack: TestStack, { props, consent, formValues }: AcceptedTransaction): Promise<string> {
  const alice = stack.user('alice').subject;
  const photo = formValues?.faceImage as { sha256?: string } | undefined;
  const isHers =
    props?.faceMatchSubject === alice &&
    (consent?.userId ?? alice) === alice &&
    (photo === undefined || photo.sha256 === (await stack.photoHash('alice')));
  if (!isHers) return 'ANOTHER PERSON’S';
  return photo === undefined ? 'her own start, without a photo' : 'her own start, with her photo';
}
