import { createHash } from 'node:crypto';

/** A digest of many entries in any order: the sum of theirs. Folders have no order, and none is made in memory. */
export class SumOfDigests {
  private sum = 0n;
  count = 0;

  add(...parts: readonly (string | number)[]): void {
    this.count += 1;
    const digest = createHash('sha256').update(parts.join('\0')).digest('hex');
    this.sum = BigInt.asUintN(256, this.sum + BigInt(`0x${digest}`));
  }

  toString(): string {
    return this.sum.toString(16).padStart(64, '0');
  }
}
