import type { CommanderError } from 'commander';
import { Failure } from './failures';

/**
 * What commander says of a wrong command line, as a failure; undefined where it only printed help.
 * An operand too many and the value behind a `=` are not repeated: somebody may have typed a secret there.
 */
export function usageFailure(error: CommanderError): Failure | undefined {
  if (error.exitCode === 0) return undefined;
  if (error.code === 'commander.help') return wrongUse('No command is given.');
  if (error.code === 'commander.excessArguments') {
    return wrongUse(
      `${sentence(error.message.replace(/ but got (\d+):.*$/s, ' but got $1'))} What was given is not shown: it may be a secret.`,
    );
  }
  return wrongUse(sentence(error.message.replace(/(--[\w-]+)=[^']*'/, "$1'")));
}

function wrongUse(what: string): Failure {
  return new Failure('usage', {
    what,
    where: 'the command line',
    toDo: 'npm run ops -- --help lists the commands; --help behind a command lists its options.',
  });
}

function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\s*\(Did you mean (.*?)\?\)/, '. Did you mean $1?');
  return /[.?]$/.test(text) ? upper(text) : `${upper(text)}.`;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
