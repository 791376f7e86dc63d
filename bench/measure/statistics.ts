/** @throws Error for an empty sample. */
export function median(sample: readonly number[]): number {
  const sorted = [...sample].sort((one, other) => one - other);
  const [below, above] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (below === undefined || above === undefined) throw new Error('There is no measurement to take the median of.');
  return (below + above) / 2;
}

/** Runs each once a round, and begins each round with another one, so that other work of the machine is shared by all of them. */
export async function interleave<Item>(
  rounds: number,
  items: readonly Item[],
  run: (item: Item, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < items.length; turn += 1) await run(items[(round + turn) % items.length] as Item, round);
  }
}
