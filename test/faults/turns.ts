/** Runs a piece of work when its turn comes. @returns what comes of it. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Runs each piece of work beside the others, and again with nothing beside it where it did not come out as it should: what others took of the
 * processor may have been more than its limits leave it, and what is wrong by itself comes out the same again.
 *
 * @param work Each piece, to be run beside the others or not.
 * @param isRight Whether what came of it may stand.
 * @returns what came of each, in their order.
 */
export async function againAlone<Result>(
  work: readonly (() => Promise<Result>)[],
  isRight: (result: Result) => boolean,
): Promise<Result[]> {
  const results = await Promise.allSettled(work.map((run) => run()));
  const final: Result[] = [];
  for (const [at, result] of results.entries()) {
    const mayStand = result.status === 'fulfilled' && isRight(result.value);
    final.push(mayStand ? result.value : await (work[at] as () => Promise<Result>)());
  }
  return final;
}

/** Lets so many pieces of work run at once; the others wait for their turn, first come, first served. */
export function turns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
