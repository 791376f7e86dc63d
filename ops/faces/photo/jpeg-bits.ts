/** Bits that a scan lacks, or that mean nothing: the picture is damaged there. */
export class BrokenScan extends Error {
  override readonly name = 'BrokenScan';
}

/** A Huffman table, looked up by the next 16 bits: length of the code above, its symbol in the lowest 8 bits; 0 for no code. */
export type HuffmanTable = Uint16Array;

/** @param counts How many codes there are of each length from 1 to 16 (ITU-T T.81, annex C). */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(65_536);
  let code = 0;
  let used = 0;
  for (const [at, count] of counts.entries()) {
    const length = at + 1;
    for (let one = 0; one < count; one += 1) {
      const first = code << (16 - length);
      table.fill((length << 8) | (symbols[used] ?? 0), first, first + (1 << (16 - length)));
      code += 1;
      used += 1;
    }
    code <<= 1;
  }
  return table;
}

/** Reads the bits of a scan, up to the next marker. FF in the data stands before 00 (T.81, F.1.2.3). */
export class ScanBits {
  private bits = 0;
  private count = 0;
  /** Zeros at the end of `bits` that are in no file: looked at, never used. */
  private lent = 0;

  constructor(
    private readonly file: Buffer,
    private at: number,
  ) {}

  /** @throws BrokenScan */
  symbol(table: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const entry = table[(this.bits >>> (this.count - 16)) & 0xffff] ?? 0;
    if (entry === 0) throw new BrokenScan();
    this.skip(entry >> 8);
    return entry & 0xff;
  }

  /** @throws BrokenScan */
  skip(count: number): void {
    if (this.count < count) this.fill();
    this.count -= count;
    if (this.count < this.lent) throw new BrokenScan();
  }

  /** Goes on behind the restart marker of that number. @throws BrokenScan when another byte stands there */
  restart(number: number): void {
    if (this.count - this.lent >= 8) throw new BrokenScan();
    while (this.file[this.at] === 0xff && this.file[this.at + 1] === 0xff) this.at += 1;
    if (this.file[this.at] !== 0xff || this.file[this.at + 1] !== 0xd0 + number) throw new BrokenScan();
    this.at += 2;
    this.bits = this.count = this.lent = 0;
  }

  /** Where the bits that were read end, and whether the rest of the last byte is ones. */
  end(): { readonly at: number; readonly isPadded: boolean } {
    const unread = this.count - this.lent;
    let { at } = this;
    for (let bytes = unread >> 3; bytes > 0; bytes -= 1) at -= this.file[at - 1] === 0 && this.file[at - 2] === 0xff ? 2 : 1;
    const rest = unread & 7;
    const padding = (this.bits >>> (this.count - rest)) & ((1 << rest) - 1);
    return { at, isPadded: padding === (1 << rest) - 1 };
  }

  private fill(): void {
    while (this.count <= 24) {
      const byte = this.file[this.at];
      const isData = byte !== undefined && (byte !== 0xff || this.file[this.at + 1] === 0);
      if (isData) this.at += byte === 0xff ? 2 : 1;
      else this.lent += 8;
      this.bits = (this.bits << 8) | (isData ? byte : 0);
      this.count += 8;
    }
  }
}
