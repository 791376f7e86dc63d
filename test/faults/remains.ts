import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What came into being with a request. It is held weakly, so that being looked for keeps nothing. */
export interface Remains {
  /** @param name What it is, in words. Undefined is nothing to look for. */
  note(name: string, thing: object | undefined): void;
  /** Notes bytes and the memory behind them, which may be held when the view of it is gone. */
  noteBytes(name: string, bytes: Uint8Array): void;
  /** The names of what is in memory after everything was freed that no one holds. */
  held(): Promise<string[]>;
  /** The names of everything that was noted. */
  names(): string[];
}

/**
 * A connection that closes lets go a few turns later, and a collection that was under way already spares what it had visited before it
 * was let go of.
 */
const TRIES = 5;
/** Twice as long after each try. */
const FIRST_TURN_MS = 20;

export function startRemains(): Remains {
  const noted = new Map<string, WeakRef<object>[]>();
  const note = (name: string, thing: object | undefined) => {
    if (thing === undefined) return;
    if (!noted.has(name)) noted.set(name, []);
    noted.get(name)?.push(new WeakRef(thing));
  };
  const alive = () => {
    const isAlive = (thing: WeakRef<object>) => thing.deref() !== undefined;
    for (const [name, things] of noted) noted.set(name, things.filter(isAlive));
    return [...noted].filter(([, things]) => things.length > 0).map(([name]) => name);
  };
  return {
    note,
    noteBytes(name, bytes) {
      note(name, bytes);
      // Small buffers share one memory with strangers, which keep it ("Buffer.poolSize").
      if (bytes.buffer.byteLength !== Buffer.poolSize) note(name, bytes.buffer);
    },
    async held() {
      for (let tries = 1; ; tries++) {
        await collect();
        const names = alive();
        if (names.length === 0 || tries === TRIES) return names;
        await pause(FIRST_TURN_MS * 2 ** (tries - 1));
      }
    },
    names: () => [...noted.keys()],
  };
}

/** A collection takes longest of all that is done here, so those who ask for one within this time share it. */
const SHARED_MS = 100;
let collecting: Promise<void> | undefined;

/** Frees everything that no one holds. */
export async function collect(): Promise<void> {
  collecting ??= collectLater();
  await collecting;
}

async function collectLater(): Promise<void> {
  await pause(SHARED_MS);
  // What a weak reference was made to or asked for lives until the running job is over (ECMA-262, section 9.10).
  await setImmediate();
  collecting = undefined;
  collectGarbage();
}

const collectGarbage = garbageCollector();

/** V8 gives its collector only to contexts that are made while this flag is set. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collector = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return collector;
}
