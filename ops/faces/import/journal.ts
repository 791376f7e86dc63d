import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import { FINAL, type RowResult } from './row';

/** What a journal needs of a file; a test gives it one that gets full. */
export type JournalFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close' | 'createReadStream'>;

/** What has become of each row so far: a line of JSON each, and the last one of a row holds. A result counts once it is on the disk. */
export class ImportJournal {
  private readonly results = new Map<number, RowResult>();
  /** In bytes, behind the last line that counts. */
  private end = 0;
  private waiting: RowResult[] = [];
  private next: Promise<void> | undefined;
  private last = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly file: JournalFile,
  ) {}

  /** Opens a journal, or begins one. A last line that was cut off, as by a crash, is taken away. */
  static async open(path: string, openFile: (path: string) => Promise<JournalFile> = readAndWrite): Promise<ImportJournal> {
    let journal: ImportJournal | undefined;
    try {
      journal = new ImportJournal(path, await openFile(path));
      await journal.load();
      return journal;
    } catch (error) {
      await journal?.close();
      throw fileFailure(error, path);
    }
  }

  isDone(row: number): boolean {
    return isFinal(this.results.get(row));
  }

  /** How many rows are done. */
  get done(): number {
    return [...this.results.values()].filter(isFinal).length;
  }

  /** The last result of a row. */
  resultOf(row: number): RowResult | undefined {
    return this.results.get(row);
  }

  /** Resolves when the result is on the disk. Those that come while the disk is busy go together. @throws Failure `disk-full` … */
  append(result: RowResult): Promise<void> {
    this.waiting.push(result);
    if (this.next === undefined) {
      this.next = this.last.then(() => this.write());
      this.last = this.next.catch(() => undefined);
    }
    return this.next;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async load(): Promise<void> {
    let number = 0;
    let torn: number | undefined;
    for await (const line of createInterface({ input: this.file.createReadStream({ start: 0, autoClose: false }) })) {
      // Only the last line may be incomplete: nothing is written behind it.
      if (torn !== undefined) throw damaged(this.path, torn);
      number += 1;
      const result = parsed(line);
      if (result === undefined) torn = number;
      else this.count(result, Buffer.byteLength(line) + 1);
    }
    await this.file.truncate(this.end);
    // A crash may have taken the line break alone.
    if (this.end > 0) await this.file.write('\n', this.end - 1);
  }

  private async write(): Promise<void> {
    const results = this.waiting;
    this.waiting = [];
    this.next = undefined;
    const lines = results.map((result) => Buffer.from(`${JSON.stringify(result)}\n`));
    const bytes = Buffer.concat(lines);
    try {
      for (let at = 0; at < bytes.length; ) at += (await this.file.write(bytes, at, bytes.length - at, this.end + at)).bytesWritten;
      await this.file.datasync();
    } catch (error) {
      // What a full disk took must not stay behind the next lines.
      await this.file.truncate(this.end).catch(() => undefined);
      throw fileFailure(error, this.path);
    }
    for (const [at, result] of results.entries()) this.count(result, lines[at]?.length ?? 0);
  }

  private count(result: RowResult, length: number): void {
    this.results.set(result.row, result);
    this.end += length;
  }
}

function readAndWrite(path: string): Promise<JournalFile> {
  // Not in append mode: what a full disk left of a line is written over, where the file ends.
  return open(path, 'r+', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return open(path, 'wx+', 0o600);
  });
}

function isFinal(result: RowResult | undefined): boolean {
  return result !== undefined && FINAL.has(result.outcome);
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
