import { shown } from '../agent/agent-key';
import { Failure } from '../failures/failures';
import type { Job } from '../job';
import { agentSecretOf } from './agent-secret';
import { readAgentKey } from './key-input';
import { type ForOption, type KeyUse, keyUseOf } from './key-use';
import { refusedKey, type Trial, tryKeyIfPossible } from './try-key';
import { findTwoKeys } from './two-keys';

export interface SetOptions extends ForOption {
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  /** Writes a key that Microblink refuses, too. */
  readonly storeAnyway?: boolean;
}

/** `credentials set`: the first value of an empty secret, or with `--replace` another at once. It is tried first, where that can be done from here. */
export async function setCredentials(
  job: Job,
  { dryRun = false, replace = false, storeAnyway = false, for: purpose }: SetOptions,
): Promise<undefined> {
  const stage = await job.connect();
  const use = keyUseOf(stage, purpose);
  const { secretArn, option } = use;
  const secret = agentSecretOf(stage, job.signal, secretArn);
  const { AWSCURRENT: before } = await secret.versions();
  if (before !== undefined && !replace) throw alreadySet(use);
  const key = await readAgentKey(job);
  const trial = await tryKeyIfPossible(job, stage, key, purpose);
  if (trial.verdict === 'refused' && !storeAnyway) throw refusedKey(trial, ' To write it all the same, pass --store-anyway.');
  const apart = await findTwoKeys(job, stage, use, key);
  const versionId = dryRun ? undefined : await secret.put(key);
  const { look } = job.terminal;
  job.terminal.result(
    {
      ...{ written: !dryRun, secretArn, clientId: shown(key.clientId), versionId, replacedVersionId: before },
      trial: { verdict: trial.verdict, says: trial.says },
      ...(apart && { apart }),
    },
    () => [
      dryRun ? `${look.sign.skipped} Nothing was written (--dry-run).` : `${look.good(look.sign.pass)} The credentials are set.`,
      ...job.terminal.columns([
        ['  client id', shown(key.clientId)],
        ['  secret', secretArn],
        ['  tried', outcomeOf(trial)],
        [
          '  in use',
          before === undefined ? 'with the next request' : 'within 5 minutes, the time for which the function keeps what it read',
        ],
        ...(apart?.verdict === 'warning' ? [['  to think about', `${apart.says} ${apart.toDo}`]] : []),
        ['  next', `npm run ops -- credentials check${option} --online`],
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

function alreadySet({ secretArn: where, option }: KeyUse): Failure {
  return new Failure('declined', {
    what: 'The secret has a value already, and nothing was written.',
    where,
    toDo: `Change a key that is in use with: npm run ops -- credentials rotate${option}. To overwrite it at once, pass --replace.`,
  });
}
