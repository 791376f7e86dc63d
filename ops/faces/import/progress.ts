import { Presets, SingleBar } from 'cli-progress';
import { type Terminal, widthOf } from '../../terminal/terminal';

/** The progress of long work, for the person who watches. */
export interface Progress {
  /** @param isFailure Whether the row is one to look at afterwards. */
  advance(isFailure: boolean): void;
  /** Draws the last state and leaves the line. */
  stop(): void;
}

export interface ProgressOptions {
  readonly what: string;
  readonly total: number;
  /** Done before this run. @default 0 */
  readonly from?: number;
  /** Milliseconds, for the rate. @default the clock */
  readonly clock?: () => number;
}

/** Milliseconds between lines where no one watches. */
const LINE_EVERY = 10_000;

/** A bar on a terminal, and a line from time to time elsewhere: in a log, a bar is a thousand lines. */
export function createProgress(terminal: Terminal, { what, total, from = 0, clock = Date.now }: ProgressOptions): Progress {
  const state = { done: from, failed: 0, since: clock() };
  const figures = () => {
    const rate = ((state.done - from) * 1000) / Math.max(1, clock() - state.since);
    return { rate: rate.toFixed(0), left: left(total - state.done, rate), failed: state.failed };
  };
  return terminal.isWatched ? drawn(terminal, what, total, state, figures) : written(terminal, what, total, state, figures, clock);
}

interface State {
  done: number;
  failed: number;
  readonly since: number;
}

type Figures = () => { readonly rate: string; readonly left: string; readonly failed: number };

function drawn(terminal: Terminal, what: string, total: number, state: State, figures: Figures): Progress {
  const bar = new SingleBar(
    {
      format: `${what} [{bar}] {percentage} %  {value} of {total}  {rate}/s  {left}  {failed} failed`,
      ...{
        stream: terminal.stderr as NodeJS.WriteStream,
        hideCursor: true,
        fps: 5,
        barsize: Math.max(10, widthOf(terminal.stderr) - 75),
        linewrap: false,
      },
      // Ctrl-C is ours: what is under way ends first.
      ...{ gracefulExit: false, forceRedraw: true },
    },
    terminal.noteLook.sign.pass === '✔' ? Presets.shades_classic : Presets.legacy,
  );
  bar.start(total, state.done, figures());
  return {
    advance: (isFailure) => {
      state.done += 1;
      state.failed += isFailure ? 1 : 0;
      bar.update(state.done, figures());
    },
    stop: () => bar.stop(),
  };
}

function written(terminal: Terminal, what: string, total: number, state: State, figures: Figures, clock: () => number): Progress {
  let last = state.since;
  const write = () => {
    const { rate, left: time, failed } = figures();
    terminal.note(`${what}: ${state.done} of ${total} rows, ${rate}/s, ${time}, ${failed} failed`);
  };
  return {
    advance: (isFailure) => {
      state.done += 1;
      state.failed += isFailure ? 1 : 0;
      if (clock() - last < LINE_EVERY) return;
      last = clock();
      write();
    },
    stop: write,
  };
}

function left(rows: number, rate: number): string {
  if (rows <= 0) return 'done';
  if (rate <= 0) return 'time left unknown';
  const seconds = Math.ceil(rows / rate);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min left`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s left` : `${seconds} s left`;
}
