import { styleText } from 'node:util';
import type { Verdict } from '../failures/finding';

type Format = Parameters<typeof styleText>[0];

/** How words look on one output: colours and signs, or neither. */
export interface Look {
  readonly sign: Readonly<Record<'pass' | 'fail' | 'warning' | 'unknown' | 'skipped' | 'bullet', string>>;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
}

export interface LookOptions {
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

const SIGNS = { pass: '✔', fail: '✖', warning: '▲', unknown: '?', skipped: '·', bullet: '•' };
/** Words of one length, so that a log without the letters still reads in columns. */
const ASCII_SIGNS = { pass: 'ok', fail: 'FAIL', warning: 'warn', unknown: '?', skipped: '-', bullet: '-' };

/** Colour on a terminal alone, and never against NO_COLOR (no-color.org) or on a terminal that calls itself dumb. */
export function lookOf({ isTerminal, environment, platform }: LookOptions): Look {
  const hasColour = isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const paint = (format: Format) => (text: string) => (hasColour ? styleText(format, text, { validateStream: false }) : text);
  return {
    sign: writesUnicode(environment, platform) ? SIGNS : ASCII_SIGNS,
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    doubtful: paint('yellow'),
  };
}

/** The sign of a finding, in its colour. */
export function signOf({ sign, good, bad, doubtful, dim }: Look, verdict: Verdict): string {
  const paint = { pass: good, fail: bad, warning: doubtful, unknown: doubtful, skipped: dim }[verdict];
  return paint(sign[verdict]);
}

/** By the locale, as the C library decides it (setlocale(3)): LC_ALL before LC_CTYPE before LANG. */
function writesUnicode({ LC_ALL, LC_CTYPE, LANG, TERM, WT_SESSION }: LookOptions['environment'], platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return WT_SESSION !== undefined;
  if (TERM === 'linux' || TERM === 'dumb') return false;
  return /UTF-?8$/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
