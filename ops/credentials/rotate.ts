import { setTimeout as pause } from 'node:timers/promises';
import { type AgentKey, shown } from '../agent/agent-key';
import { awsFailure } from '../failures/aws-failures';
import { type ExitCode, Failure } from '../failures/failures';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { agentSecretOf } from './agent-secret';
import { readAgentKey } from './key-input';
import { type ForOption, type KeyUse, keyUseOf } from './key-use';
import { reportRotation } from './rotation-report';
import { readKey } from './secret-text';
import { trafficSince } from './traffic';
import { refusedKey, tryKey } from './try-key';
import { findTwoKeys } from './two-keys';

export interface RotateOptions extends ForOption {
  readonly dryRun?: boolean;
  readonly offline?: boolean;
  readonly yes?: boolean;
  /** Seconds. */
  readonly wait: number;
}

/** The function keeps what it read for five minutes (lambda/agent/credentials.ts); in the time after that a start shows in a metric, two minutes late. */
export const WAIT_SECONDS = 480;

export const STEPS = [
  'At Microblink, create a second key, and leave the one that is in use.',
  'Give the new key here. It is tried with a request that starts nothing, and then written to the secret.',
  'For five minutes some executions of the function still use the old key: both must be active.',
  'The metrics of the next minutes say whether starts, or reads, succeeded with the new key.',
  'At Microblink, delete the old key.',
];

/** `credentials rotate`: another key with no time in which none works. */
export async function rotateCredentials(job: Job, options: RotateOptions): Promise<ExitCode> {
  const stage = await job.connect();
  const use = keyUseOf(stage, options.for);
  const secret = agentSecretOf(stage, job.signal, use.secretArn);
  const old = readKey(await secret.text('AWSCURRENT')).key;
  if (old === undefined) throw nothingToRotate(use);
  for (const [at, step] of STEPS.entries()) job.terminal.note(`${at + 1}. ${step}`);
  const key = await readAgentKey(job);
  if (key.clientId === old.clientId && key.clientSecret === old.clientSecret) throw sameKey(old);
  const says = options.offline ? 'it was not asked (--offline)' : await sayOfNewKey(job, stage, use, key);
  const apart = await findTwoKeys(job, stage, use, key);
  if (options.dryRun) return reportRotation(job, use, { written: false, old, key, says, apart });
  await job.prompts.agreeTo(
    `Write ${shown(key.clientId)} in place of ${shown(old.clientId)}? Both must stay active at Microblink for now.`,
    options.yes,
  );
  const since = job.parts.now();
  const versionId = await secret.put(key);
  await waitForCaches(job, options.wait, use, old);
  const traffic = stage.isLocal
    ? undefined
    : await trafficSince(stage, use.purpose, { since, until: job.parts.now() }, job.signal).catch(whyUnknown);
  return reportRotation(job, use, { written: true, old, key, says, apart, versionId, traffic });
}

async function sayOfNewKey(job: Job, stage: Stage, { purpose }: KeyUse, key: AgentKey): Promise<string> {
  const trial = await tryKey(job, stage, key, purpose).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'unreachable') throw error;
    const toDo = 'Run it where the Agent API can be reached, or pass --offline to write the key without asking.';
    throw new Failure('unreachable', { ...error.text, toDo }, { cause: error });
  });
  if (trial.verdict === 'refused') throw refusedKey(trial);
  return trial.says;
}

async function waitForCaches(job: Job, seconds: number, { option }: KeyUse, old: AgentKey): Promise<void> {
  if (seconds > 0)
    job.terminal.note(
      `The new key is written. Waiting ${seconds} s; for the first 300 s some executions of the function still use the old one. Leave both keys active.`,
    );
  try {
    await pause(seconds * 1000, undefined, { signal: job.signal });
  } catch (cause) {
    throw new Failure(
      'interrupted',
      {
        what: 'The new key is written; the wait was interrupted.',
        toDo: `Leave the old key ${shown(old.clientId)} active for five minutes more. Then: npm run ops -- credentials check${option} --online`,
      },
      { cause },
    );
  }
}

/** The key is written, and that has to be said even if the metrics cannot be read. */
function whyUnknown(error: unknown): string {
  return awsFailure(error, 'CloudWatch').text.what;
}

function nothingToRotate({ secretArn: where, option }: KeyUse): Failure {
  return new Failure('not-found', {
    what: 'There is no usable key to rotate.',
    where,
    toDo: `Set the first one: npm run ops -- credentials set${option}`,
  });
}

function sameKey({ clientId }: AgentKey): Failure {
  return new Failure('invalid-input', {
    what: `That is the key in use, ${shown(clientId)}.`,
    where: 'the new key',
    toDo: 'Create a second key in the Microblink dashboard, which allows more than one, and give that.',
  });
}
