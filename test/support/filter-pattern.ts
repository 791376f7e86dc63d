/**
 * Whether an event matches a filter pattern for JSON, as far as patterns here go ("Using filter patterns to match terms in JSON log events",
 * CloudWatch Logs user guide). What the guide does not promise is an error: `!=` on a field that is not there.
 */
export function matchesPattern(pattern: string, event: unknown): boolean {
  const inner = /^\{ (.*) \}$/s.exec(pattern)?.[1];
  if (inner === undefined) throw new Error(`no pattern for JSON: ${pattern}`);
  const tokens = inner.match(/"[^"]*"|\$[\w.[\]-]+|&&|\|\||!=|[()=]|\w+/g) ?? [];
  const parser = new Parser(tokens, event);
  const result = parser.any();
  parser.end();
  return result();
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly event: unknown,
  ) {}

  any(): () => boolean {
    const terms = [this.all()];
    while (this.took('||')) terms.push(this.all());
    return () => terms.some((term) => term());
  }

  end(): void {
    if (this.at !== this.tokens.length) throw new Error(`not understood from: ${this.tokens.slice(this.at).join(' ')}`);
  }

  private all(): () => boolean {
    const terms = [this.term()];
    while (this.took('&&')) terms.push(this.term());
    return () => terms.every((term) => term());
  }

  private term(): () => boolean {
    if (this.took('(')) {
      const inner = this.any();
      if (!this.took(')')) throw new Error('a bracket is not closed');
      return inner;
    }
    const field = this.next();
    const operator = this.next();
    if (operator === 'NOT' && this.next() === 'EXISTS') return () => this.valueOf(field) === undefined;
    if (operator === 'IS') {
      const wanted = this.next() === 'TRUE';
      return () => this.valueOf(field) === wanted;
    }
    return this.comparison(field, operator, this.next());
  }

  private comparison(field: string, operator: string, quoted: string): () => boolean {
    if (operator !== '=' && operator !== '!=') throw new Error(`unknown operator ${operator}`);
    const parts = quoted
      .slice(1, -1)
      .split('*')
      .map((part) => part.replace(/[.+^${}()|[\]\\?]/g, '\\$&'));
    const wanted = new RegExp(`^${parts.join('.*')}$`);
    return () => {
      const value = this.valueOf(field);
      if (operator === '=') return typeof value === 'string' && wanted.test(value);
      if (value === undefined) throw new Error(`${field} != … of an event without it`);
      return !wanted.test(String(value));
    };
  }

  private valueOf(field: string): unknown {
    const steps = field.replace(/^\$\./, '').split(/[.[\]]+/);
    return steps
      .filter((step) => step !== '')
      .reduce<unknown>((holder, step) => (holder as Readonly<Record<string, unknown>> | null | undefined)?.[step], this.event);
  }

  private took(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    return this.tokens[this.at++] ?? '';
  }
}
