import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, password, text } from '@clack/prompts';
import { Failure } from '../failures/failures';

/** A stream that may be a keyboard, as `process.stdin` is. */
export type Input = Readable & { readonly isTTY?: boolean };

/** Questions to a person. Each ends with `interrupted` on Ctrl-C, and with `not-interactive` when no one can answer. */
export interface Prompts {
  /** Whether a person can be asked: both ends are a terminal. */
  readonly areAnswered: boolean;
  /** Never shown while it is typed. @param fault A sentence on what is wrong with an answer; undefined when it is right. */
  secret(question: string, fault?: (answer: string) => string | undefined): Promise<string>;
  text(question: string, fault?: (answer: string) => string | undefined): Promise<string>;
  /**
   * Goes on when the answer is yes.
   * @param yes What says so in advance, for a script: the value of `--yes`.
   * @throws Failure `declined`; `not-interactive` when no one can be asked and `yes` is not given
   */
  agreeTo(question: string, yes: boolean | undefined): Promise<void>;
}

export interface PromptOptions {
  readonly input: Input;
  /** Standard error, so that the result can be sent elsewhere. */
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

export function createPrompts({ input, output, signal }: PromptOptions): Prompts {
  const areAnswered = input.isTTY === true && output.isTTY === true;
  const streams = { input, output, signal };
  const ask = async <T>(question: string, answer: () => Promise<T | symbol>): Promise<T> => {
    if (!areAnswered) throw notInteractive(question);
    const given = await answer();
    if (isCancel(given))
      throw new Failure('interrupted', { what: 'The question was not answered; nothing was changed.', toDo: 'Run it again.' });
    return given as T;
  };
  const validate = (fault: ((answer: string) => string | undefined) | undefined) => (answer: string | undefined) => fault?.(answer ?? '');
  return {
    areAnswered,
    secret: (question, fault) => ask<string>(question, () => password({ message: question, validate: validate(fault), ...streams })),
    text: (question, fault) => ask<string>(question, () => text({ message: question, validate: validate(fault), ...streams })),
    agreeTo: async (question, yes) => {
      if (yes) return;
      if (await ask<boolean>(question, () => confirm({ message: question, initialValue: false, ...streams }))) return;
      throw new Failure('declined', { what: 'Nothing was done: the answer was no.', toDo: 'Run it again and answer yes, or pass --yes.' });
    },
  };
}

function notInteractive(question: string): Failure {
  return new Failure('not-interactive', {
    what: `There is no terminal for the question: "${question}"`,
    where: 'standard input or standard error, which are not a terminal',
    toDo: 'Run it in a terminal, or give the answer in advance: --yes for a question, standard input for a value (see --help).',
  });
}
