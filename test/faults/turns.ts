/** Runs a piece of work when its turn comes. @returns what comes of it. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** More than these are no accident of a busy machine, and stand as they are. */
const MOST_AGAIN = 5;

/**
 * Runs each piece of work beside the others, and again with nothing beside it where a limit passed that should not have, or where it failed
 * before it had begun: others may have taken more of the processor than it leaves. What is wrong by itself comes out the same again.
 *
 * @param wasLate Whether that, and nothing else, is what is wrong.
 * @returns what came of each, in their order.
 * @throws what a piece of work throws again.
 */
export async function againAlone<Result>(
  work: readonly (() => Promise<Result>)[],
  wasLate: (result: Result) => boolean,
): Promise<Result[]> {
  const settled = await Promise.allSettled(work.map((run) => run()));
  const isLate = (one: PromiseSettledResult<Result>) => one.status === 'rejected' || wasLate(one.value);
  const mayRunAgain = settled.filter(isLate).length <= MOST_AGAIN;
  const results: Result[] = [];
  for (const [at, one] of settled.entries()) {
    if (mayRunAgain && isLate(one)) results.push(await (work[at] as () => Promise<Result>)());
    else if (one.status === 'rejected') throw one.reason;
    else results.push(one.value);
  }
  return results;
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
