import { Failure } from '../failures';
import type { Job } from '../job';
import { shown } from './agent-key';
import { agentSecretOf } from './agent-secret';
import { readAgentKey } from './key-input';

export interface SetOptions {
  readonly dryRun?: boolean;
  readonly replace?: boolean;
}

/** `credentials set`: the first value of an empty secret, or with `--replace` another at once. */
export async function setCredentials(job: Job, { dryRun = false, replace = false }: SetOptions): Promise<undefined> {
  const stage = await job.connect();
  const secret = agentSecretOf(stage, job.signal);
  const { AWSCURRENT: before } = await secret.versions();
  if (before !== undefined && !replace) throw alreadySet(stage.credentialsSecretArn);
  const key = await readAgentKey(job);
  const versionId = dryRun ? undefined : await secret.put(key);
  const { look } = job.terminal;
  job.terminal.result(
    { written: !dryRun, secretArn: stage.credentialsSecretArn, clientId: shown(key.clientId), versionId, replacedVersionId: before },
    () => [
      dryRun ? `${look.sign.skipped} Nothing was written (--dry-run).` : `${look.good(look.sign.pass)} The credentials are set.`,
      ...job.terminal.columns([
        ['  client id', shown(key.clientId)],
        ['  secret', stage.credentialsSecretArn],
        [
          '  in use',
          before === undefined ? 'with the next request' : 'within 5 minutes, the time for which the function keeps what it read',
        ],
        ['  next', 'npm run ops -- credentials check --online'],
      ]),
    ],
  );
  return undefined;
}

function alreadySet(where: string): Failure {
  return new Failure('declined', {
    what: 'The secret has a value already, and nothing was written.',
    where,
    toDo: 'Change a key that is in use with: npm run ops -- credentials rotate. To write over it at once, pass --replace.',
  });
}
