import { BrokenScan, type HuffmanTable, ScanBits } from './jpeg-bits';

/** A part of the frame: brightness, or a colour. Factors as in ITU-T T.81, A.1.1. */
export interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

export interface Frame {
  /** Whether it is Huffman-coded and not progressive: one scan holds all of a component. */
  readonly isSequential: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** What a decoder knows when a scan begins. */
export interface ScanTables {
  /** By class (0 for DC, 16 for AC) and number. */
  readonly huffman: ReadonlyMap<number, HuffmanTable>;
  /** Units between two restart markers; 0 for none. */
  readonly restartInterval: number;
}

/** The head of a scan: components with their tables, and which coefficients come, to which accuracy. */
export interface ScanHead {
  readonly parts: readonly { readonly component: Component; readonly dc: number; readonly ac: number }[];
  readonly from: number;
  readonly to: number;
  /** Bits that are still to come. */
  readonly low: number;
}

/** Where the codes of a scan end. */
export interface ScanEnd {
  readonly at: number;
  /** Whether the last byte is filled up with ones, as encoders do it (T.81, F.1.2.3). */
  readonly isPadded: boolean;
}

interface Block {
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
}

/**
 * Follows the codes of a sequential scan to its last block. No sample is computed; it is done to know where the scan ends, and that it is whole:
 * a decoder fills up what is missing.
 * @returns undefined when the tables are not in the file
 * @throws BrokenScan when the data end early, or cannot be what an encoder wrote
 */
export function endOfSequentialScan(file: Buffer, start: number, frame: Frame, head: ScanHead, tables: ScanTables): ScanEnd | undefined {
  const blocks = blocksOfUnit(head, tables);
  if (blocks === undefined) return undefined;
  const bits = new ScanBits(file, start);
  const units = unitsOf(frame, head);
  for (let unit = 0; unit < units; unit += 1) {
    if (tables.restartInterval > 0 && unit > 0 && unit % tables.restartInterval === 0)
      bits.restart((unit / tables.restartInterval - 1) % 8);
    for (const block of blocks) readBlock(bits, block);
  }
  return bits.end();
}

/** T.81, A.2: the blocks of one component in their rows, or those of several, interleaved. */
function unitsOf({ width, height, components }: Frame, { parts }: ScanHead): number {
  const across = Math.max(...components.map((component) => component.across));
  const down = Math.max(...components.map((component) => component.down));
  const [only, ...more] = parts;
  const of = (pixels: number, factor: number, largest: number) => Math.ceil(Math.ceil((pixels * factor) / largest) / 8);
  if (only !== undefined && more.length === 0) return of(width, only.component.across, across) * of(height, only.component.down, down);
  return Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
}

function blocksOfUnit({ parts }: ScanHead, { huffman }: ScanTables): Block[] | undefined {
  const blocks: Block[] = [];
  for (const { component, dc, ac } of parts) {
    const [forDc, forAc] = [huffman.get(dc), huffman.get(16 + ac)];
    if (forDc === undefined || forAc === undefined) return undefined;
    const count = parts.length === 1 ? 1 : component.across * component.down;
    for (let one = 0; one < count; one += 1) blocks.push({ dc: forDc, ac: forAc });
  }
  return blocks;
}

/** T.81, F.2.2. */
function readBlock(bits: ScanBits, { dc, ac }: Block): void {
  bits.skip(bits.symbol(dc) & 15);
  for (let at = 1; at < 64; at += 1) {
    const symbol = bits.symbol(ac);
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && zeros !== 15) return;
    at += zeros;
    if (at > 63) throw new BrokenScan();
    bits.skip(size);
  }
}
