/** A step that takes no longer than this is not reported, in milliseconds. */
const SLOW_MS = 1000;

/** Tells what is being done, while it takes long. */
export interface SlowSteps {
  /** The step that begins now; the one before is over. */
  begin(step: string): void;
  /** Everything is done. */
  end(): void;
}

export function tellSlowSteps(say: (line: string) => void, slowMs = SLOW_MS): SlowSteps {
  let timer: NodeJS.Timeout | undefined;
  const end = () => clearTimeout(timer);
  return {
    begin: (step) => {
      end();
      timer = setTimeout(() => say(`${step} …`), slowMs);
    },
    end,
  };
}
