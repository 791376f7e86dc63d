import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import { FINAL, type RowResult } from './row';

/** What a journal needs of a file; a test gives it one that runs full. */
export type JournalFile = Pick<FileHandle, 'write' | 'datasync' | 'read' | 'truncate' | 'close' | 'createReadStream'>;

/**
 * What has become of each row so far, a line each, only ever appended to. A result counts once it is on the disk. In memory are 13 bytes a row:
 * where its last line is, and whether it is done.
 */
export class ImportJournal {
  private readonly offsets: Float64Array;
  private readonly lengths: Uint32Array;
  private readonly isFinal: Uint8Array;
  private end = 0;
  private waiting: { readonly result: RowResult; readonly settle: (error?: unknown) => void }[] = [];
  private isWriting = false;

  private constructor(
    private readonly path: string,
    private readonly file: JournalFile,
    rows: number,
  ) {
    this.offsets = new Float64Array(rows + 1).fill(-1);
    this.lengths = new Uint32Array(rows + 1);
    this.isFinal = new Uint8Array(rows + 1);
  }

  /** Opens a journal, or begins one. A last line that was cut off, as by a crash, is taken away. */
  static async open(path: string, rows: number, openFile: (path: string) => Promise<JournalFile> = readAndAppend): Promise<ImportJournal> {
    let journal: ImportJournal | undefined;
    try {
      journal = new ImportJournal(path, await openFile(path), rows);
      await journal.load();
      return journal;
    } catch (error) {
      await journal?.close();
      throw error instanceof Failure ? error : fileFailure(error, path);
    }
  }

  isDone(row: number): boolean {
    return this.isFinal[row] === 1;
  }

  /** How many rows are done. */
  get done(): number {
    return this.isFinal.reduce((sum, one) => sum + one, 0);
  }

  /** Resolves when the result is on the disk. Those that come while the disk is busy go together. @throws Failure `disk-full` … */
  append(result: RowResult): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ result, settle: (error) => (error === undefined ? resolve() : reject(error)) });
      if (!this.isWriting) void this.write();
    });
  }

  /** The last result of a row, read from the file. */
  async resultOf(row: number): Promise<RowResult | undefined> {
    const [offset = -1, length = 0] = [this.offsets[row], this.lengths[row]];
    if (offset < 0) return undefined;
    const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, offset);
    return JSON.parse(buffer.toString('utf8')) as RowResult;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async load(): Promise<void> {
    let number = 0;
    for await (const line of createInterface({ input: this.file.createReadStream({ start: 0, autoClose: false }) })) {
      number += 1;
      const length = Buffer.byteLength(line);
      const result = parsed(line);
      if (result === undefined) {
        await this.dropTornLine(number);
        return;
      }
      this.index(result, length);
    }
    // A crash may have taken the line break alone.
    if (this.end > 0) await this.file.write('\n', this.end - 1);
  }

  /** Only the last line may be torn: nothing is written behind it. */
  private async dropTornLine(number: number): Promise<void> {
    const { bytesRead, buffer } = await this.file.read(Buffer.alloc(4096), 0, 4096, this.end);
    const [, ...behind] = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    if (behind.some((line) => line !== '')) throw damaged(this.path, number);
    await this.file.truncate(this.end);
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      const failure = await this.writeBatch(batch.map(({ result }) => result));
      for (const { settle } of batch) settle(failure);
    }
    this.isWriting = false;
  }

  private async writeBatch(results: readonly RowResult[]): Promise<Failure | undefined> {
    const lines = results.map((result) => JSON.stringify(result));
    try {
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      for (let at = 0; at < bytes.length; ) at += (await this.file.write(bytes, at, bytes.length - at, this.end + at)).bytesWritten;
      await this.file.datasync();
      for (const [at, result] of results.entries()) this.index(result, Buffer.byteLength(lines[at] ?? ''));
      return undefined;
    } catch (error) {
      return fileFailure(error, this.path);
    }
  }

  private index(result: RowResult, length: number): void {
    this.offsets[result.row] = this.end;
    this.lengths[result.row] = length;
    this.isFinal[result.row] = FINAL.has(result.outcome) ? 1 : 0;
    this.end += length + 1;
  }
}

function readAndAppend(path: string): Promise<JournalFile> {
  // Not in append mode: what a full disk left of a line is written over, where the file ends.
  return open(path, 'r+', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return open(path, 'wx+', 0o600);
  });
}

function parsed(line: string): RowResult | undefined {
  try {
    const result = JSON.parse(line) as RowResult;
    return Number.isSafeInteger(result.row) ? result : undefined;
  } catch {
    return undefined;
  }
}

function damaged(where: string, line: number): Failure {
  return new Failure('invalid-input', {
    what: `The journal of the import is damaged in line ${line}.`,
    where,
    toDo: 'Put the file back as it was, or begin again with --start-over: what is stored stays, and counts as identical.',
  });
}
