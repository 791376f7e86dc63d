import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { guide } from './guide';
import { type Session, startSession } from './session';
import { tellSlowSteps } from './slow-steps';
import { type LocalStack, startLocalStack, tryOutLocalStage } from './stack';

export interface RunOptions {
  /** Port of the API at the first start; 0 takes any free one. A later start takes the same again. */
  readonly port: number;
  /** Folder of `stack.json` and of the function's log. */
  readonly directory: string;
  readonly say: (line: string) => void;
}

/** The local stack with its console, as `npm start` runs it: it says what it does while that takes long, and prints what there is to try. */
export function runLocally({ port, directory, say }: RunOptions): Session {
  const steps = tellSlowSteps(say);
  let functionLog: WriteStream | undefined;
  const logFunction = (line: string) => void functionLog?.write(`${line}\n`);
  const start = (before: LocalStack | undefined) => {
    const samePort = before === undefined ? port : Number(new URL(before.details.baseUrl).port);
    return startLocalStack({ port: samePort, portsFrom: port, directory, console: true, log: say, logFunction, step: steps.begin }).finally(
      steps.end,
    );
  };
  const ready = ({ details, tokens }: LocalStack) => {
    functionLog ??= createWriteStream(join(directory, 'function.log'));
    say(guide(details, tokens));
  };
  return startSession({ start, tryOut: tryOutLocalStage, ready, say });
}
