import { shown } from '../agent/agent-key';
import { Failure } from '../failures/failures';
import type { Job } from '../job';
import { agentSecretOf } from './agent-secret';
import { readAgentKey } from './key-input';
import { refusedKey, type Trial, tryKeyIfPossible } from './try-key';

export interface SetOptions {
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  /** Writes a key that Microblink refuses, too. */
  readonly storeAnyway?: boolean;
}

/** `credentials set`: the first value of an empty secret, or with `--replace` another at once. It is tried first, where that can be done from here. */
export async function setCredentials(job: Job, { dryRun = false, replace = false, storeAnyway = false }: SetOptions): Promise<undefined> {
  const stage = await job.connect();
  const secret = agentSecretOf(stage, job.signal);
  const { AWSCURRENT: before } = await secret.versions();
  if (before !== undefined && !replace) throw alreadySet(stage.credentialsSecretArn);
  const key = await readAgentKey(job);
  const trial = await tryKeyIfPossible(job, stage, key);
  if (trial.verdict === 'refused' && !storeAnyway) throw refusedKey(trial, ' To write it all the same, pass --store-anyway.');
  const versionId = dryRun ? undefined : await secret.put(key);
  const { look } = job.terminal;
  job.terminal.result(
    {
      ...{ written: !dryRun, secretArn: stage.credentialsSecretArn, clientId: shown(key.clientId), versionId, replacedVersionId: before },
      trial: { verdict: trial.verdict, says: trial.says },
    },
    () => [
      dryRun ? `${look.sign.skipped} Nothing was written (--dry-run).` : `${look.good(look.sign.pass)} The credentials are set.`,
      ...job.terminal.columns([
        ['  client id', shown(key.clientId)],
        ['  secret', stage.credentialsSecretArn],
        ['  tried', outcomeOf(trial)],
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

function outcomeOf({ verdict, name, says }: Trial): string {
  if (verdict === 'accepted') return `${name} accepts the key: ${says}`;
  if (verdict === 'refused') return `${name} refuses the key (--store-anyway): ${says}`;
  if (verdict === 'unknown') return `${name} said nothing about the key: ${says}`;
  return `no: the key was not tried. ${says}`;
}

function alreadySet(where: string): Failure {
  return new Failure('declined', {
    what: 'The secret has a value already, and nothing was written.',
    where,
    toDo: 'Change a key that is in use with: npm run ops -- credentials rotate. To overwrite it at once, pass --replace.',
  });
}
