import type { Command, CommanderError } from 'commander';
import { Failure } from './failures';

/**
 * What commander says of a wrong command line, as a failure; undefined where it only printed help.
 * @param command The one that was called, or the group in which it was looked for.
 * An extra operand and the value after a `=` are not repeated: it may be a secret.
 */
export function usageFailure(error: CommanderError, command: Command): Failure | undefined {
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined;
  if (error.code === 'commander.excessArguments') {
    return wrongUse(
      `${sentence(error.message.replace(/ but got (\d+):.*$/s, ' but got $1'))} What was given is not shown: it may be a secret.`,
      command,
    );
  }
  return wrongUse(sentence(error.message.replace(/(--[\w-]+)=[^']*'/, "$1'")), command);
}

function wrongUse(what: string, command: Command): Failure {
  return new Failure('usage', {
    what,
    where: 'the command line',
    toDo: `${namesOf(command).join(' ')} --help lists ${command.commands.length > 0 ? 'the commands' : 'its options, with what they accept'}.`,
  });
}

const namesOf = (command: Command): string[] => [...(command.parent === null ? [] : namesOf(command.parent)), command.name()];

function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\s*\(Did you mean (.*?)\?\)/, '. Did you mean $1?');
  return /[.?]$/.test(text) ? upper(text) : `${upper(text)}.`;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
