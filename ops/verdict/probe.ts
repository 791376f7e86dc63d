import { readingPath } from '../agent/agent-api';
import { requestAgent } from '../agent/agent-request';
import { readingAccessOf } from '../agent/reading-access';
import { agentSecretOf } from '../credentials/agent-secret';
import { keyUseOf } from '../credentials/key-use';
import { readKey } from '../credentials/secret-text';
import { EXIT_CODES, type ExitCode, Failure } from '../failures/failures';
import { pass } from '../failures/finding';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { signOf } from '../terminal/look';
import { type Judgement, judge } from './assumptions';
import { requireTransactionId } from './question';
import { readObject } from './reply-object';
import { type Member, shapeOf } from './shape';

export interface ProbeOptions {
  readonly accepted?: boolean;
}

/** `verdict probe`: whether the function would understand what Microblink says of one transaction. */
export async function probeReading(job: Job, { accepted = false }: ProbeOptions, transactionId: string): Promise<ExitCode> {
  requireTransactionId(transactionId);
  const stage = await job.connect();
  const key = await readingKeyOf(job, stage);
  const { agentUrl, reading } = await readingAccessOf(job, stage);
  const answer = await requestAgent(agentUrl, key, { path: readingPath(reading, transactionId) }, job.signal);
  if (answer.status !== 200) throw await notRead(answer, reading.path);
  const { value, fault } = await readObject(answer, job.signal);
  const read = pass(`It is read under ${reading.path}.`);
  if (value === undefined) return report(job, stage, { findings: [read, fault], words: {} }, []);
  const judgement = judge(value, transactionId, reading, accepted);
  return report(job, stage, { ...judgement, findings: [read, ...judgement.findings] }, shapeOf(value, transactionId));
}

/** @throws Failure `no-verdicts`; `not-found` where the secret holds no key */
export async function readingKeyOf({ signal }: Job, stage: Stage) {
  const use = keyUseOf(stage, 'reading');
  const { key, finding } = readKey(await agentSecretOf(stage, signal, use.secretArn).text('AWSCURRENT'), use.option);
  if (key !== undefined) return key;
  throw new Failure('not-found', { what: `There is no key to read with. ${finding.says}`, where: use.secretArn, toDo: finding.toDo ?? '' });
}

async function notRead({ status, body, url }: Response, path: string): Promise<Failure> {
  await body?.cancel();
  const { host: where } = new URL(url);
  if (status === 401 || status === 403)
    return new Failure('key-refused', {
      what: `Microblink answers ${status}: the key does not read.`,
      where,
      toDo: 'In the dashboard, give its service account the role "Transaction read", or give another key: npm run ops -- credentials rotate --for reading',
    });
  if (status === 404)
    return new Failure('not-found', {
      what: `Microblink answers 404: it has no such transaction for this key, or reads it under another path than ${path}.`,
      where,
      toDo: 'Look in the dashboard that there is this transaction, in this organisation and region. If there is, ask Microblink for the path, and write it into "agent.reading.path" of the file of the stage.',
    });
  if (status >= 300 && status < 400)
    return new Failure('service-failed', {
      what: `Microblink answers ${status}, to another address, and no key goes there.`,
      where,
      toDo: 'Check "agent" in the file of the stage: its region or url, and "agent.reading.path". If they are right, ask Microblink for the path.',
    });
  return new Failure(status === 429 ? 'throttled' : 'service-failed', {
    what: `Microblink answers ${status}, which says nothing of the transaction.`,
    where,
    toDo: 'Wait a moment and run the command again.',
  });
}

function report(job: Job, { isLocal }: Stage, { findings, words, settings }: Judgement, shape: readonly Member[]): ExitCode {
  const { look, columns } = job.terminal;
  const agent = settings === undefined ? undefined : { agent: { reading: settings } };
  job.terminal.result({ findings, words, ...(agent && { settings: agent }), shape }, () => [
    ...columns(
      findings.flatMap(({ verdict, says, toDo }) => [
        [signOf(look, verdict), says],
        ...(toDo === undefined ? [] : [['', `to do: ${toDo}`]]),
      ]),
    ),
    ...(agent === undefined ? [] : ['', look.bold('Write into the file of the stage, and deploy:'), JSON.stringify(agent, null, 2)]),
    '',
    look.bold('Shape of the reply'),
    ...columns(shape.map(({ path, type }) => [`  ${path}`, type])),
    ...(isLocal ? ['', look.dim('Microblink was not called: this is the stand-in of the Agent API.')] : []),
  ]);
  return findings.some(({ verdict }) => verdict === 'fail') ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}
