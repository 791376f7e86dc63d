/**
 * Runs each of some contestants once a round, and begins each round with another one, so that other work of the machine is shared by
 * all of them.
 */
export async function interleave<Contestant>(
  rounds: number,
  contestants: readonly Contestant[],
  run: (contestant: Contestant) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) await run(contestants[(round + turn) % contestants.length] as Contestant);
  }
}
