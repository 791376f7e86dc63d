import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { saysTaken, takenByNpm } from '../lib/config/npm-options';
import { Failure } from './failures/failures';
import type { Parts } from './job';

/** Options that say where; one of them is enough. */
const WHERE = ['--stage', '--local', '--stack'];

/**
 * Looks for options that were typed and have not come here, before any default takes their place.
 * @throws Failure `usage` that says how to write it
 */
export function requireOwnOptions(program: Command, words: readonly string[], parts: Pick<Parts, 'environment' | 'localDirectory'>): void {
  const { environment, localDirectory } = parts;
  if (environment.npm_lifecycle_event === undefined) return;
  const command = commandOf(program, words);
  const options = [...program.options, ...command.options].flatMap(({ long, negate }) => (long && !negate ? [long] : []));
  const taken = takenByNpm([...new Set(options)], words, environment);
  if (taken.length > 0) throw lost(saysTaken(taken, environment.npm_lifecycle_event));
  if (command.commands.length > 0 || words.some((word) => /^(?:-h|--help|--version)$/.test(word))) return;
  const saysWhere = WHERE.some((option) => words.some((word) => word === option || word.startsWith(`${option}=`)));
  if (saysWhere || !existsSync(join(localDirectory, 'stack.json'))) return;
  throw lost({
    what: 'A local stack runs here, and the command does not say whether it or the deployed stage "dev" is meant. (Without -- npm takes --local for itself and does not say so.)',
    toDo: 'npm run ops -- <command> --local, or --stage <name>: the -- comes before every option.',
  });
}

function lost(text: { readonly what: string; readonly toDo: string }): Failure {
  return new Failure('usage', { ...text, where: 'the command line, between npm and this program' });
}

/** The command that the words lead to, as far as they do; values of options are not names of commands. */
function commandOf(program: Command, words: readonly string[]): Command {
  let found = program;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const option = [...program.options, ...found.options].find(({ long, short }) => word === long || word === short);
    if (option !== undefined) at += option.required ? 1 : 0;
    if (word.startsWith('-')) continue;
    const next = found.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    found = next;
  }
  return found;
}
