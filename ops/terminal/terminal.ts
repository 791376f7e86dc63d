import type { Writable } from 'node:stream';
import type { Failure } from '../failures/failures';
import { columns } from './columns';
import { type Look, lookOf } from './look';

/** A stream that may be a terminal, as `process.stdout` is. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface TerminalOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** One JSON document on stdout in place of lines. */
  readonly json: boolean;
}

/** What a person or a machine sees of a command. The result goes to stdout, everything else to stderr. */
export interface Terminal {
  readonly json: boolean;
  /** Whether a person watches: stderr is a terminal, so that a line there may be drawn again. */
  readonly isWatched: boolean;
  /** Characters of a line of the result. */
  readonly width: number;
  /** For the lines of the result. */
  readonly look: Look;
  /** For notes. */
  readonly noteLook: Look;
  /** For what draws on its own, a progress bar or a prompt: it always has a width. */
  readonly stderr: Output;
  /** The outcome, once for each command: the value with `--json`, else the lines. */
  result(value: object, lines: () => readonly string[]): void;
  /** A line of the result that cannot wait, of a list without end. With `--json`, each value is a line (JSON Lines). */
  row(value: object, line: () => string): void;
  /** Aligned columns as wide as the terminal. */
  columns(rows: readonly (readonly string[])[]): string[];
  /** Progress for a person: on stderr, with `--json` too. */
  note(line: string): void;
  failure(failure: Failure): void;
}

/** Without a terminal, or on one of unknown width, lines have the length of a document's. */
const PLAIN_WIDTH = 120;
const LONGEST_LINE = 140;

/** Characters of a line there. A terminal that does not know its width says 0 (`stty cols 0`, some containers and pipelines). */
export function widthOf({ isTTY, columns }: Output): number {
  return Math.min((isTTY && columns) || PLAIN_WIDTH, LONGEST_LINE);
}

/** The same stream, whose width is always known: what draws there would take 0 for one character a line. */
export function withWidth<Stream extends Output>(stream: Stream): Stream {
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === 'columns') return widthOf(target);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export function createTerminal({ stdout, stderr, environment, platform, json }: TerminalOptions): Terminal {
  const look = lookOf({ isTerminal: stdout.isTTY === true, environment, platform });
  const noteLook = lookOf({ isTerminal: stderr.isTTY === true, environment, platform });
  const width = widthOf(stdout);
  const write = (lines: readonly string[]) => stdout.write(`${lines.join('\n')}\n`);
  const note = (line: string) => stderr.write(`${line}\n`);
  return {
    json,
    isWatched: stderr.isTTY === true && environment.TERM !== 'dumb',
    width,
    look,
    noteLook,
    stderr: withWidth(stderr),
    result: (value, lines) => write(json ? [JSON.stringify(value, null, 2)] : lines()),
    row: (value, line) => write([json ? JSON.stringify(value) : line()]),
    columns: (rows) => columns(rows, width),
    note,
    failure: ({ code, text: { what, where, toDo } }) => {
      // One line: behind those of a list, it is one of them.
      if (json) write([JSON.stringify({ error: { code, what, where, toDo } })]);
      const rows = [...(where === undefined ? [] : [['  where', where]]), ['  to do', toDo]];
      for (const line of [`${noteLook.bad(noteLook.sign.fail)} ${what}`, ...columns(rows, widthOf(stderr))]) note(line);
    },
  };
}
