/** A JSON value as it stands in the text: objects keep every member, also those of one name. */
export type Read = null | boolean | number | string | readonly Read[] | Members;

/** The members of an object, in order, none merged with another. */
export class Members {
  constructor(readonly entries: readonly (readonly [name: string, value: Read])[]) {}

  /** Each member that a reader without regard to case could take for `name`. */
  spellings(name: string): (readonly [name: string, value: Read])[] {
    return this.entries.filter(([own]) => couldBe(own, name));
  }

  /** The value of the member with exactly this name; undefined when there is none, or more than one. */
  get(name: string): Read | undefined {
    const found = this.entries.filter(([own]) => own === name);
    return found.length === 1 ? found[0]?.[1] : undefined;
  }
}

/**
 * Whether some reader takes one name for the other. Written without the function's own rule: by Unicode's simple case folding (what
 * `/iu` does) and by upper case of each character alone (.NET's OrdinalIgnoreCase), with and without compatibility characters.
 */
export function couldBe(own: string, name: string): boolean {
  const folded = new RegExp(`^${name.replace(/[^A-Za-z0-9 ]/g, '\\$&')}$`, 'iu');
  const upper = (text: string) => Array.from(text, (character) => character.toUpperCase()).join();
  return [own, own.normalize('NFKC'), own.normalize('NFKD')].some((form) => folded.test(form) || upper(form) === upper(name));
}

/** Reads strict JSON (RFC 8259). @throws SyntaxError. */
export function readJson(text: string): Read {
  const reader = new JsonReader(text);
  const value = reader.value();
  reader.end();
  return value;
}

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): Read {
    this.token(/[ \t\r\n]*/y);
    const next = this.text[this.at];
    if (next === '{') return this.object();
    if (next === '[') return this.list(']', () => this.value());
    return JSON.parse(this.token(/"(?:[^"\\]|\\.)*"|[^\s,:{}[\]"]+/sy));
  }

  end(): void {
    this.token(/[ \t\r\n]*$/y);
  }

  private object(): Members {
    return new Members(
      this.list('}', (): [string, Read] => {
        const name = this.value();
        if (typeof name !== 'string') throw new SyntaxError('A name is no string.');
        this.token(/[ \t\r\n]*:/y);
        return [name, this.value()];
      }),
    );
  }

  private list<Item>(close: '}' | ']', item: () => Item): Item[] {
    const items: Item[] = [];
    this.token(/[{[]/y);
    if (this.token(/[ \t\r\n]*[}\]]?/y).endsWith(close)) return items;
    do items.push(item());
    while (this.token(/[ \t\r\n]*[,}\]]/y).endsWith(','));
    if (this.text[this.at - 1] !== close) throw new SyntaxError(`${close} is missing at ${this.at}.`);
    return items;
  }

  private token(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) throw new SyntaxError(`${pattern.source} is not at ${this.at}.`);
    this.at += found.length;
    return found;
  }
}
