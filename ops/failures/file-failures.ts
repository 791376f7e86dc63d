import { quoted } from '../terminal/quoted';
import { Failure, type FailureCode } from './failures';

/** What is written to where no file is named. */
export const STANDARD_OUTPUT = 'standard output';

type Row = readonly [code: FailureCode, what: string, toDo: string];

const FULL: Row = ['disk-full', 'The disk is full; what was being written is not complete.', 'Make room, and run the command again.'];
const ROWS: Readonly<Record<string, Row>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  ENOENT: [
    'file-not-readable',
    'There is no such file or folder.',
    'Nothing is at this path. On the command line a relative one is taken from the folder of package.json, where npm runs the command; in a CSV, from the folder of the CSV.',
  ],
  EISDIR: ['file-not-readable', 'That is a folder, and a file is needed.', 'Name a file in it.'],
  ENOTDIR: ['file-not-readable', 'That is a file, and a folder is needed.', 'Name its folder.'],
};

/**
 * One sentence for an error of this machine's files.
 * @param where The path, or what was written to.
 * @param isWrite Whether it was written. @default - as the call that failed says, of which `open` says nothing
 */
export function fileFailure(error: unknown, where: string, isWrite?: boolean): Failure {
  if (error instanceof Failure) return error;
  const [code, what, toDo] = ROWS[(error as NodeJS.ErrnoException).code ?? ''] ?? otherwise(error as NodeJS.ErrnoException, isWrite);
  return new Failure(code, { what, where: where === STANDARD_OUTPUT ? where : quoted(where), toDo }, { cause: error });
}

function otherwise({ code, syscall = '', message }: NodeJS.ErrnoException, isWritten?: boolean): Row {
  const isWrite = isWritten ?? /^(write|mkdir|rename|unlink|fsync|truncate)/.test(syscall);
  return [
    isWrite ? 'file-not-written' : 'file-not-readable',
    `It cannot be ${isWrite ? 'written' : 'read'} (${code ?? message}).`,
    /^(?:EACCES|EPERM)$/.test(code ?? '') ? 'Check its permissions, and who owns it.' : `Fix what the system says: ${message}`,
  ];
}
