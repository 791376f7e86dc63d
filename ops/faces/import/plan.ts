import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Failure } from '../../failures/failures';
import { fileFailure } from '../../failures/file-failures';
import { writePrivately } from '../export/private-file';
import type { PhotoLimits } from '../photo/limits';
import type { PlannedRow } from './row';

/** What a plan was made for. An import continues only if all of it is unchanged. */
export interface PlanHead {
  readonly plan: 'import of photos by face-match-proxy';
  readonly format: 1;
  readonly input: string;
  /** Of the input, without the photos. */
  readonly digest: string;
  readonly stage: string;
  readonly bucket: string;
  readonly kind: string;
  readonly key: string;
  readonly limits: PhotoLimits;
  readonly rows: number;
}

/** Writes the plan of an import, a line a row. It has its name only when it is whole and on the disk. */
export async function writePlan(
  path: string,
  head: PlanHead,
  rows: AsyncIterable<PlannedRow>,
  onRow: (row: PlannedRow) => void,
): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify(head)}\n`;
    for await (const row of rows) {
      yield `${JSON.stringify(row)}\n`;
      onRow(row);
    }
  }
  await writePrivately(path, Readable.from(lines()), (error) => error as Error);
}

/** @returns undefined when there is no plan. @throws Failure when it is not one that this version reads */
export async function readPlanHead(path: string): Promise<PlanHead | undefined> {
  for await (const line of linesOf(path)) {
    const head = parsed<PlanHead>(line, path);
    if (head.plan !== 'import of photos by face-match-proxy' || head.format !== 1) throw unreadable(path);
    return head;
  }
  return undefined;
}

/** The rows in their order, one at a time. */
export async function* planRows(path: string): AsyncGenerator<PlannedRow> {
  let isHead = true;
  for await (const line of linesOf(path)) {
    if (!isHead) yield parsed<PlannedRow>(line, path);
    isHead = false;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  try {
    await new Promise((resolve, reject) => file.once('open', resolve).once('error', reject));
    yield* createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFailure(error, path);
  } finally {
    file.destroy();
  }
}

function parsed<Line>(line: string, path: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    throw unreadable(path);
  }
}

function unreadable(where: string): Failure {
  return new Failure('invalid-input', {
    what: 'The plan of the import is damaged, or of another version.',
    where,
    toDo: 'Begin again with --start-over. What is stored stays, and counts as identical.',
  });
}
