import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Parts, perform } from '../job';
import { type CheckOptions, checkCredentials } from './check';
import { PURPOSES } from './key-use';
import { rollBackCredentials } from './roll-back';
import { type RotateOptions, rotateCredentials, STEPS, WAIT_SECONDS } from './rotate';
import { type SetOptions, setCredentials } from './set';

const INPUT = `
The key is asked for, or comes on standard input as {"clientId": "sa_…", "clientSecret": "…"} or as two lines.
It is never an argument: the list of processes and the history of the shell show those.`;

/** `credentials set`, `check` and `rotate`. */
export function registerCredentials(program: Command, parts: Parts): void {
  const group = program.command('credentials').description('The company’s keys at Microblink, in the secrets of the stage.');
  group
    .command('set')
    .description('Tries the key at Microblink, and writes it into the secret.')
    .addOption(forOption())
    .option('--replace', 'overwrite an existing key; see rotate for one that is in use')
    .option('--store-anyway', 'write the key even if Microblink refuses it')
    .option('--dry-run', 'try the key, and write nothing')
    .addHelpText(
      'after',
      `${INPUT}
It is tried with a request that needs it and starts nothing: one for reading with the read of a transaction that does not exist (404: the key reads; 401, 403: it does not). Where Microblink cannot be asked from here, the key is written, and it says that it was not tried.

Examples:
  npm run ops -- credentials set --stage prod
  npm run ops -- credentials set --for reading --stage prod
  <your vault's command> | npm run --silent ops -- credentials set --stage prod`,
    )
    .action(perform<SetOptions>(parts, setCredentials));
  group
    .command('check')
    .description('Says whether the secret has something that can be a key.')
    .addOption(forOption())
    .option('--online', 'ask the Agent API too, with a request that starts nothing')
    .addHelpText('after', '\nExample:\n  npm run ops -- credentials check --stage prod --online')
    .action(perform<CheckOptions>(parts, checkCredentials));
  group
    .command('rotate')
    .description('Changes the key with no time in which none works.')
    .addOption(forOption())
    .option('--roll-back', 'use the previous key again')
    .option('--wait <seconds>', 'how long to wait until the function uses the new key', seconds, WAIT_SECONDS)
    .option('--offline', 'do not try the new key at the Agent API first')
    .option('--yes', 'do not ask before writing')
    .option('--dry-run', 'try the key, and write nothing')
    .addHelpText(
      'after',
      `\nSteps:\n${STEPS.map((step, at) => `  ${at + 1}. ${step}`).join('\n')}\n${INPUT}

Examples:
  npm run ops -- credentials rotate --stage prod
  npm run ops -- credentials rotate --stage prod --roll-back`,
    )
    .action(
      perform<RotateOptions & { rollBack?: boolean }>(parts, (job, options) =>
        options.rollBack ? rollBackCredentials(job, options) : rotateCredentials(job, options),
      ),
    );
}

/** A function, since commander keeps what it is given. */
function forOption(): Option {
  return new Option('--for <purpose>', 'which key: the one that starts transactions, or the one that reads them for verdicts')
    .choices(PURPOSES)
    .default('starting');
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0 && value <= 3600) return value;
  throw new InvalidArgumentError('Give whole seconds from 0 to 3600.');
}
