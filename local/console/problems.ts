import { readFile } from 'node:fs/promises';

/** A section of docs/problems.md. Texts are Markdown of the simplest kind: code, bold and links. */
export interface ProblemSection {
  readonly code: string;
  readonly meaning: string;
  readonly app: string;
  readonly operator: string;
}

/** @param file Path of docs/problems.md. */
export async function readProblems(file: string): Promise<ProblemSection[]> {
  const [, ...sections] = (await readFile(file, 'utf8')).split(/^### /m);
  return sections.map((section) => {
    // The last section before a chapter is followed by the chapter's headline.
    const [code = '', ...lines] = section.replace(/^## [\s\S]*$/m, '').split('\n');
    const listed = (who: string) =>
      lines
        .find((line) => line.startsWith(`- **${who}:**`))
        ?.slice(`- **${who}:**`.length)
        .trim() ?? '';
    const meaning = lines.filter((line) => line !== '' && !line.startsWith('- ')).join(' ');
    return { code, meaning, app: listed('App'), operator: listed('Operator') };
  });
}
