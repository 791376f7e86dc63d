/** One photo that an import is to put. */
export interface Row {
  /** From 1, in the order of the input. */
  readonly number: number;
  /** Where it stands, for a person: `line 3`, a file's name, a key. */
  readonly at: string;
  readonly subject: string;
  /** What `read` takes: a path, or a key. */
  readonly from: string;
}

/** A row that cannot be one. */
export interface BadRow {
  readonly number: number;
  readonly at: string;
  readonly subject?: string;
  readonly fault: string;
}

/** Where an import has its rows from. Only the current row is in memory. */
export interface RowSource {
  rows(): AsyncIterable<Row | BadRow>;
  /** A digest that changes with the input, and how many rows there are. Photos are not read for it; each has its own digest. */
  survey(): Promise<Survey>;
  /** In words, for an input that has none of it. */
  readonly lookedFor: string;
  /** @throws PhotoFault when the content cannot be read */
  read(from: string): Promise<Buffer>;
}

export interface Survey {
  readonly digest: string;
  readonly rows: number;
  /** Rows that are what was looked for, whether or not they are fit. */
  readonly found: number;
  /** What the operator should know of the input as a whole. */
  readonly notice?: string;
}
