import { readCommand } from './command';

/** The ways in which the Agent API stand-in can answer. */
export const MODES = [
  'ok',
  'slow',
  'stall',
  'cut',
  'reset',
  'unauthorized',
  'error500',
  'throttled',
  'absent',
  'redirect',
  'garbage',
  'huge',
] as const;

/** The same for a read, which can also go wrong in ways of its own. */
export const READ_MODES = [...MODES, 'another-transaction', 'steps-alone'] as const;

export type Mode = (typeof MODES)[number];
export type ReadMode = (typeof READ_MODES)[number];

export interface Behaviour<AnyMode extends ReadMode = Mode> {
  readonly mode: AnyMode;
  /** How many requests get this mode before `ok` comes back; undefined = all, until it is changed. */
  readonly times?: number;
}

/**
 * Reads a behaviour as a test sends it.
 * @throws Error that says what is accepted.
 */
function parseBehaviour<AnyMode extends ReadMode>(text: string, modes: readonly AnyMode[]): Behaviour<AnyMode> {
  const { mode, times } = readCommand(text, '{"mode": "slow", "times": 1}');
  if (!modes.includes(mode as AnyMode)) throw new Error(`mode must be one of ${modes.join(', ')}.`);
  if (times === undefined) return { mode: mode as AnyMode };
  if (!Number.isSafeInteger(times) || (times as number) < 1) throw new Error('times must be a whole number of at least 1, or absent.');
  return { mode: mode as AnyMode, times: times as number };
}

/** Which mode the next request gets. Each request takes one turn, in the order in which requests arrive. */
export class BehaviourSwitch<AnyMode extends ReadMode> {
  private behaviour: Behaviour<AnyMode | 'ok'> = { mode: 'ok' };

  constructor(private readonly modes: readonly AnyMode[]) {}

  get current(): Behaviour<AnyMode | 'ok'> {
    return this.behaviour;
  }

  /** @throws Error that says what is accepted. */
  replace(text: string): void {
    this.behaviour = parseBehaviour(text, this.modes);
  }

  take(): AnyMode | 'ok' {
    const { mode, times } = this.behaviour;
    if (times !== undefined) this.behaviour = times > 1 ? { mode, times: times - 1 } : { mode: 'ok' };
    return mode;
  }
}
