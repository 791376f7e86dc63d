import { Failure } from '../failures/failures';
import type { Job } from '../job';

/** A line of a password, and no more. */
const MOST_BYTES = 4096;

/**
 * The test user's password: from a variable of the environment by its name, from the person at the terminal, unseen, or from standard input.
 * @throws Failure `invalid-input` that repeats nothing of it
 */
export async function readPassword({ prompts, parts: { environment, stdin } }: Job, variable: string | undefined): Promise<string> {
  if (variable !== undefined) {
    const value = environment[variable];
    if (value) return value;
    throw missing(`the variable ${variable}`, 'Set the variable, or leave out --password-from and type the password.');
  }
  if (prompts.areAnswered)
    return prompts.secret('Password of the test user (not shown)', (answer) => (answer === '' ? 'It is empty.' : undefined));
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > MOST_BYTES) throw missing('standard input', 'Give one line.');
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line !== '') return line;
  throw missing('standard input', 'Pipe it in, name a variable with --password-from, or run the command in a terminal.');
}

function missing(where: string, toDo: string): Failure {
  return new Failure('invalid-input', { what: 'There is no password of the test user.', where, toDo });
}
