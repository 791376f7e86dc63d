import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { version } from '../../package.json';
import { agentAccessOf } from '../agent/agent-access';
import { readingPath } from '../agent/agent-api';
import type { AgentKey } from '../agent/agent-key';
import { requestAgent } from '../agent/agent-request';
import { readingAccessOf } from '../agent/reading-access';
import { agentSecretOf } from '../credentials/agent-secret';
import { readKey } from '../credentials/secret-text';
import { Failure } from '../failures/failures';
import { fileFailure } from '../failures/file-failures';
import { type Job, type Parts, perform } from '../job';
import { subjectMatterOf } from '../smoke/subject-matter';
import type { Stage } from '../stage/stage';
import { readingKeyOf } from '../verdict/probe';
import { readObject } from '../verdict/reply-object';
import { shapeOf } from '../verdict/shape';
import { type Findings, isTaken, retryAfterOf, type SeenAnswer } from './report';
import { MARK, MOST_STARTS, trialsOf } from './trials';

interface ProbeOptions {
  readonly workflow?: string;
  readonly photo?: string;
  readonly yes?: boolean;
}

/** `probe`: what the documents of Microblink leave open, asked with a live key. */
export function registerProbe(program: Command, parts: Parts): void {
  program
    .command('probe')
    .description('Finds out with a live key what Microblink’s documents leave open about a start. A report to send in.')
    .option('--workflow <id>', 'a workflow that gets a photo (default: the first of the stage)')
    .option('--photo <file>', 'a JPEG of a throw-away person (default: a grey square)')
    .option('--yes', 'do not ask before the starts, which Microblink may bill')
    .addHelpText(
      'after',
      `
It starts up to ${MOST_STARTS} transactions at Microblink, past the proxy, with the key of the stage and a user id that it invents, and leaves them unfinished. MICROBLINK MAY
BILL EACH. Use a stage for development.

The report says: 200 or 201, whether props come back, whether names are bound without regard to case, whether a member that is not known is refused, which sizes of
a photo are taken, and how Retry-After is written where 429 comes. It holds names and types of members, statuses and sizes; no value, no id, no key. Look it
through before you send it in.

Example:
  npm run --silent ops -- probe --stage dev --json > probe.json`,
    )
    .action(perform<ProbeOptions>(parts, probe));
}

async function probe(job: Job, options: ProbeOptions): Promise<undefined> {
  const stage = await job.connect();
  const { workflow } = await subjectMatterOf(job, stage, options.workflow);
  const { agentUrl } = await agentAccessOf(job, stage);
  const key = await startingKeyOf(job, stage);
  const picture = options.photo === undefined ? undefined : await readJpeg(options.photo);
  const question = `This starts up to ${MOST_STARTS} transactions of workflow ${workflow.id} at ${new URL(agentUrl).host}, each of which may be billed. Go on?`;
  const isAgreed = options.yes === true || stage.isLocal;
  if (isAgreed) job.terminal.note(question.replace(' Go on?', ''));
  await job.prompts.agreeTo(question, isAgreed);
  const tried = { workflowId: workflow.id, field: workflow.field, userId: `probe-${randomUUID()}`, picture };
  const found = await startAll(job, { agentUrl, key }, trialsOf(tried));
  const propsComeBackInRead = found.firstId === undefined ? undefined : await findPropsInRead(job, stage, found.firstId);
  const report = {
    version,
    standIn: stage.isLocal,
    started: found.started,
    findings: { ...found.findings, propsComeBackInRead },
    answers: found.answers,
  };
  job.terminal.result(report, () => [
    ...job.terminal.columns(
      Object.entries(report.findings).map(([name, value]) => [`  ${name}`, value === undefined ? 'not found out' : JSON.stringify(value)]),
    ),
    ...job.terminal.columns(
      found.answers.map(({ tried: what, status, retryAfter }) => [
        `  ${what}`,
        `${status}${retryAfter ? `, Retry-After: ${retryAfter}` : ''}`,
      ]),
    ),
    `${found.started} transactions were started. The report that can be sent in comes with --json.`,
    ...(stage.isLocal ? ['Microblink was not called: this is the stand-in of the Agent API.'] : []),
  ]);
  return undefined;
}

interface Found {
  readonly started: number;
  readonly firstId: string | undefined;
  readonly findings: Omit<Findings, 'propsComeBackInRead'>;
  readonly answers: readonly SeenAnswer[];
}

/** Ends at 429, at a key that is refused, and at the first size that is not taken. */
async function startAll(
  { signal }: Job,
  to: { agentUrl: string; key: AgentKey },
  trials: Iterable<{ tried: string; body: string; bytes?: number }>,
): Promise<Found> {
  const answers: SeenAnswer[] = [];
  const photoSizes: Record<string, boolean> = {};
  let [firstId, propsComeBackInReply]: [string | undefined, boolean | undefined] = [undefined, undefined];
  for (const { tried, body, bytes } of trials) {
    const answer = await start(to, body, answers, signal);
    const { value } = await readObject(answer, signal);
    const retryAfter = retryAfterOf(answer.headers.get('retry-after'));
    answers.push({ tried, status: answer.status, ...(retryAfter && { retryAfter }), shape: shapeOf(value, idOf(value)) });
    if (answers.length === 1 && isTaken(answer.status)) {
      firstId = idOf(value);
      propsComeBackInReply = JSON.stringify(value ?? {}).includes(MARK);
    }
    const taken = isTaken(answer.status);
    if (bytes !== undefined && taken !== undefined) photoSizes[bytes] = taken;
    if (taken === undefined || (taken === false && (bytes !== undefined || answers.length === 1))) break;
  }
  const [first, cased, unknownMember] = answers;
  const throttled = answers.find(({ status }) => status === 429);
  return {
    started: answers.filter(({ status }) => isTaken(status)).length,
    firstId,
    answers,
    findings: {
      statusOfStart: first?.status ?? 0,
      propsComeBackInReply,
      namesBoundWithoutCase: cased && isTaken(cased.status),
      unknownMemberRefused: unknownMember && isRefused(unknownMember.status),
      photoSizes,
      retryAfterOn429: throttled && (throttled.retryAfter ?? 'absent'),
    },
  };
}

async function start(
  { agentUrl, key }: { agentUrl: string; key: AgentKey },
  body: string,
  before: readonly SeenAnswer[],
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await requestAgent(agentUrl, key, { path: 'api/v1/transaction', body }, signal);
  } catch (error) {
    if (!(error instanceof Failure) || before.length === 0) throw error;
    const started = before.filter(({ status }) => isTaken(status)).length;
    throw new Failure(
      error.code,
      { ...error.text, what: `${error.text.what} ${started} transactions were started before, and perhaps this one.` },
      { cause: error },
    );
  }
}

function isRefused(status: number): boolean | undefined {
  const taken = isTaken(status);
  return taken === undefined ? undefined : !taken;
}

function idOf(value: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const id = value?.transactionId;
  return typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : undefined;
}

/** Undefined where the stage has no key that reads, or it is not answered. */
async function findPropsInRead(job: Job, stage: Stage, transactionId: string): Promise<boolean | undefined> {
  if (stage.verdicts === undefined) return undefined;
  try {
    const key = await readingKeyOf(job, stage);
    const { agentUrl, reading } = await readingAccessOf(job, stage);
    const answer = await requestAgent(agentUrl, key, { path: readingPath(reading, transactionId) }, job.signal);
    const { value } = await readObject(answer, job.signal);
    return answer.status === 200 && value !== undefined ? JSON.stringify(value).includes(MARK) : undefined;
  } catch (error) {
    // What was started is paid for: its report comes all the same.
    if (error instanceof Failure && error.code !== 'interrupted') return undefined;
    throw error;
  }
}

async function startingKeyOf({ signal }: Job, stage: Stage): Promise<AgentKey> {
  const { credentialsSecretArn: where } = stage;
  const { key, finding } = readKey(await agentSecretOf(stage, signal, where).text('AWSCURRENT'));
  if (key !== undefined) return key;
  throw new Failure('not-found', { what: `There is no key to start with. ${finding.says}`, where, toDo: finding.toDo ?? '' });
}

async function readJpeg(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw fileFailure(error, file);
  });
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return bytes;
  throw new Failure('invalid-input', {
    what: 'This is no JPEG.',
    where: file,
    toDo: 'Give a JPEG of a throw-away person, or leave out --photo.',
  });
}
