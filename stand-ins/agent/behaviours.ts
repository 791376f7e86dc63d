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

export type Mode = (typeof MODES)[number];

export interface Behaviour {
  readonly mode: Mode;
  /** How many requests get this mode before `ok` comes back; undefined = all, until it is changed. */
  readonly times?: number;
}

/**
 * Reads a behaviour as a test sends it.
 * @throws Error that says what is accepted.
 */
export function parseBehaviour(text: string): Behaviour {
  const { mode, times } = asObject(text);
  if (!MODES.includes(mode as Mode)) throw new Error(`mode must be one of ${MODES.join(', ')}.`);
  if (times === undefined) return { mode: mode as Mode };
  if (!Number.isSafeInteger(times) || (times as number) < 1) throw new Error('times must be a whole number of at least 1, or absent.');
  return { mode: mode as Mode, times: times as number };
}

/** Which mode the next request gets. Each request takes one turn, in the order in which requests arrive. */
export class BehaviourSwitch {
  private behaviour: Behaviour = { mode: 'ok' };

  get current(): Behaviour {
    return this.behaviour;
  }

  replace(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  take(): Mode {
    const { mode, times } = this.behaviour;
    if (times !== undefined) this.behaviour = times > 1 ? { mode, times: times - 1 } : { mode: 'ok' };
    return mode;
  }
}

function asObject(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, together with every other thing that is not an object.
  }
  throw new Error('The body must be a JSON object such as {"mode": "slow", "times": 1}.');
}
