import { shown } from '../agent/agent-key';
import { EXIT_CODES, type ExitCode, Failure } from '../failures/failures';
import type { Job } from '../job';
import { type AgentSecret, agentSecretOf } from './agent-secret';
import { type ForOption, type KeyUse, keyUseOf } from './key-use';
import { readKey } from './secret-text';

export interface RollBackOptions extends ForOption {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `credentials rotate --roll-back`: the previous value, which Secrets Manager keeps. */
export async function rollBackCredentials(job: Job, { dryRun = false, yes, for: purpose }: RollBackOptions): Promise<ExitCode> {
  const stage = await job.connect();
  const use = keyUseOf(stage, purpose);
  const secret = agentSecretOf(stage, job.signal, use.secretArn);
  const { AWSCURRENT, AWSPREVIOUS } = await secret.versions();
  if (AWSCURRENT === undefined || AWSPREVIOUS === undefined) throw nothingBefore(use);
  const clientId = await clientIdBefore(secret, use);
  if (!dryRun) {
    await job.prompts.agreeTo(`Use ${clientId} again? It works only if it was not deleted at Microblink.`, yes);
    await secret.makeCurrent(AWSPREVIOUS, AWSCURRENT);
  }
  const { look } = job.terminal;
  job.terminal.result({ written: !dryRun, clientId, versionId: AWSPREVIOUS, replacedVersionId: AWSCURRENT }, () => [
    dryRun
      ? `${look.sign.skipped} Nothing was changed (--dry-run). ${clientId} would be used again.`
      : `${look.good(look.sign.pass)} ${clientId} is used again, by every execution within 5 minutes.`,
    `  next  npm run ops -- credentials check${use.option} --online`,
  ]);
  return EXIT_CODES.done;
}

async function clientIdBefore(secret: AgentSecret, use: KeyUse): Promise<string> {
  const { key } = readKey(await secret.text('AWSPREVIOUS'));
  if (key === undefined) throw nothingBefore(use);
  return shown(key.clientId);
}

function nothingBefore({ secretArn: where, option }: KeyUse): Failure {
  return new Failure('not-found', {
    what: 'There is no usable previous key.',
    where,
    toDo: `Give another key: npm run ops -- credentials rotate${option}`,
  });
}
