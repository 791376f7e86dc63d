import { InvalidArgumentError } from 'commander';

/** Where a search begins: so long before now, or at a time. */
export type Since = { readonly agoMs: number } | { readonly at: Date };

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Of an option: `90m`, `6h`, `3d`, or a time with its zone. @throws InvalidArgumentError that says so */
export function parseSince(text: string): Since {
  const [, count, unit = ''] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return { agoMs: Number(count) * (UNITS[unit] ?? 0) };
  // Without a zone it would be that of this machine, and the logs are in UTC.
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Give 90m, 6h or 3d, or a time with its zone such as 2026-11-28T02:00Z.');
  return { at };
}

export function beginningOf(since: Since, now: Date): Date {
  return 'at' in since ? since.at : new Date(now.getTime() - since.agoMs);
}
