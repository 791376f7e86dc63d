/** Who runs the commands of a block: the walk, a reader with an AWS account, or an engineer by hand. */
export type Runner = 'local' | 'aws' | 'by-hand';

/** One block of shell commands in a document. */
export interface Step {
  readonly file: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /**
   * Words behind the language, as they stand: `local`, `aws` or `by-hand`, then `keeps-running` (`next-to-it`: next
   * to what already does) or `exits-<n>`. A `text` block that begins
   * with `printed` shows the form of lines that a program has printed for the reader to paste.
   */
  readonly marks: readonly string[];
  readonly commands: string;
  /** What the document says that they print: the `text output` block that follows with no other between. @default - nothing is said */
  readonly shows?: string;
}

const SHELLS: readonly string[] = ['sh', 'bash', 'console', 'shell', 'zsh'];
const RUNNERS: readonly string[] = ['local', 'aws', 'by-hand'] satisfies Runner[];

/** Every block of shell commands, in order. Blocks inside list items count, without their indentation. */
export function stepsIn(file: string, text: string): Step[] {
  const blocks = [...text.matchAll(/^( *)```(\w+)([^\n]*)\n([\s\S]*?)^\1```$/gm)].map((match) => ({ at: match.index, ...blockOf(match) }));
  return blocks.flatMap(({ at, language, marks, body }, index): Step[] => {
    if (!SHELLS.includes(language) && !(language === 'text' && marks[0] === 'printed')) return [];
    const next = blocks[index + 1];
    const step = { file, line: text.slice(0, at).split('\n').length, marks, commands: body };
    return [next?.language === 'text' && next.marks[0] === 'output' ? { ...step, shows: next.body } : step];
  });
}

/** Who runs a step; undefined where the document does not say it, or says two things. */
export function runnerOf({ marks }: Step): Runner | undefined {
  const named = marks.filter((mark) => RUNNERS.includes(mark));
  return named.length === 1 ? (named[0] as Runner) : undefined;
}

/** The exit code that a step announces. */
export function exitCodeOf({ marks }: Step): number {
  return Number(/exits-(\d+)/.exec(marks.join(' '))?.[1] ?? 0);
}

interface Block {
  readonly language: string;
  readonly marks: readonly string[];
  readonly body: string;
}

function blockOf([, indent = '', language = '', words = '', body = '']: RegExpMatchArray): Block {
  const marks = words.split(' ').filter((word) => word !== '');
  return { language, marks, body: body.replace(new RegExp(`^${indent}`, 'gm'), '') };
}
