import { BrokenScan, type HuffmanTable, huffmanTable } from './jpeg-bits';
import { type Component, endOfSequentialScan, type Frame, type ScanEnd, type ScanHead } from './jpeg-scan';

/** What a decoder learns while it goes through a JPEG file: frame, tables, and how much of the picture it has. */
export class JpegPicture {
  private frame: Frame | undefined;
  private readonly huffman = new Map<number, HuffmanTable>();
  private restartInterval = 0;
  /** For each component the bits that each coefficient still lacks; undefined for one that has not come. */
  private readonly lacks = new Map<Component, (number | undefined)[]>();

  /** Whether every coefficient of every component has come, to its last bit. */
  get isWhole(): boolean {
    return this.frame?.components.every((component) => this.lacks.get(component)?.every((bits) => bits === 0)) === true;
  }

  get isSequential(): boolean {
    return this.frame?.isSequential === true;
  }

  /** Takes in a segment. @param content Without marker and length. @throws BrokenScan */
  read(marker: number, content: Buffer): void {
    if (marker === 0xc4) this.readHuffmanTables(content);
    else if (marker === 0xdd) this.restartInterval = content.length < 2 ? 0 : content.readUInt16BE(0);
    // SOF0 to SOF15; C8 and CC are other segments.
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) this.frame = frameOf(marker, content);
  }

  /**
   * Takes in a scan.
   * @param content Its head. @param start Where its codes begin.
   * @returns where they end; undefined when they cannot be followed, as those of a progressive picture
   * @throws BrokenScan
   */
  readScan(content: Buffer, file: Buffer, start: number): ScanEnd | undefined {
    const { frame } = this;
    if (frame === undefined) throw new BrokenScan();
    const head = scanHeadOf(content, frame);
    for (const { component } of head.parts) {
      const lacks = this.lacks.get(component) ?? new Array<number | undefined>(64).fill(undefined);
      this.lacks.set(component, lacks.fill(head.low, head.from, head.to + 1));
    }
    return frame.isSequential ? endOfSequentialScan(file, start, frame, head, this.tables) : undefined;
  }

  /** T.81, B.2.4.2: class and number, 16 counts, and as many symbols. */
  private readHuffmanTables(content: Buffer): void {
    for (let at = 0; at + 17 <= content.length; ) {
      const counts = content.subarray(at + 1, at + 17);
      const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
      if (end > content.length) throw new BrokenScan();
      this.huffman.set(content[at] ?? 0, huffmanTable(counts, content.subarray(at + 17, end)));
      at = end;
    }
  }

  private get tables() {
    return { huffman: this.huffman, restartInterval: this.restartInterval };
  }
}

/** T.81, B.2.2. SOF0 and SOF1 are sequential and Huffman-coded. */
function frameOf(marker: number, content: Buffer): Frame {
  const count = content[5] ?? 0;
  if (content.length < 6 + 3 * count || count === 0) throw new BrokenScan();
  const components = Array.from({ length: count }, (_, at): Component => {
    const factors = content[7 + 3 * at] ?? 0;
    return { id: content[6 + 3 * at] ?? 0, across: factors >> 4, down: factors & 15 };
  });
  if (components.some(({ across, down }) => across === 0 || down === 0)) throw new BrokenScan();
  return { isSequential: marker === 0xc0 || marker === 0xc1, height: content.readUInt16BE(1), width: content.readUInt16BE(3), components };
}

/** T.81, B.2.3. In a sequential picture the last three bytes have one value only, which decoders do not need. */
function scanHeadOf(content: Buffer, { isSequential, components }: Frame): ScanHead {
  const count = content[0] ?? 0;
  if (content.length < 4 + 2 * count) throw new BrokenScan();
  const parts = Array.from({ length: count }, (_, at) => {
    const component = components.find(({ id }) => id === content[1 + 2 * at]);
    if (component === undefined) throw new BrokenScan();
    const tables = content[2 + 2 * at] ?? 0;
    return { component, dc: tables >> 4, ac: tables & 15 };
  });
  if (isSequential) return { parts, from: 0, to: 63, low: 0 };
  const [from = 0, to = 0, accuracy = 0] = content.subarray(1 + 2 * count);
  return { parts, from, to: Math.min(to, 63), low: accuracy & 15 };
}
