import { StartError } from './process/start-error';
import type { LocalStack } from './stack';

export interface SessionParts {
  /** @param before The stack that has just ended, whose port is to be taken again. @throws StartError */
  start(before: LocalStack | undefined): Promise<LocalStack>;
  /** Looks whether what is on the disk now makes a stack. @throws StartError that says what is wrong */
  tryOut(): Promise<void>;
  /** A stack answers. */
  ready(stack: LocalStack): void;
  say(line: string): void;
}

/** The local stack while somebody works on what it is made of: one stack at a time, started again when a source has changed. */
export interface Session {
  /** Rejects when the first start fails. */
  readonly started: Promise<void>;
  /** A source has changed. What changes while one change is looked at is looked at together afterwards. */
  changed(file: string): void;
  /** Ends everything, also what has begun. Safe to repeat. */
  end(): Promise<void>;
}

export function startSession(parts: SessionParts): Session {
  let [running, last]: (LocalStack | undefined)[] = [];
  let waiting = false;
  let ended = false;
  const begin = async () => {
    last = await parts.start(last);
    running = last;
    if (!ended) parts.ready(running);
  };
  const restart = async (file: string) => {
    waiting = false;
    if (ended) return;
    parts.say(`\n${file} has changed. Trying what it makes …`);
    await parts.tryOut();
    // What was tried is out of date already.
    if (ended || waiting) return;
    await running?.stop();
    running = undefined;
    await begin();
  };
  const report = (error: unknown) => {
    const message = error instanceof StartError ? error.message : String((error as Error).stack);
    const state = running === undefined ? 'Nothing is running; it starts' : 'What ran before goes on; it is replaced';
    if (!ended) parts.say(`\n${message}\n\n${state} when you have saved the next change.`);
  };
  const started = begin();
  let turn = started.catch(() => undefined);
  return {
    started,
    changed: (file) => {
      if (waiting) return;
      waiting = true;
      turn = turn.then(() => restart(file)).catch(report);
    },
    end: async () => {
      ended = true;
      await turn;
      await running?.stop();
    },
  };
}
