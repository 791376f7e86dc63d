import { Failure } from '../../../failures/failures';
import { quoted } from '../../../terminal/quoted';

/** Which fields of a record are which; a header may name them in any order, among others. */
export interface Columns {
  readonly subject: number;
  readonly file: number;
  readonly count: number;
}

const WITHOUT_HEADER: Columns = { subject: 0, file: 1, count: 2 };

/** What a first line can be: the names of columns, or the first row of a file without them. */
export interface FirstRecord {
  readonly columns: Columns;
  readonly isHeader: boolean;
}

/**
 * Judges the first record of a file.
 * @param isFile Whether its second field is the path of a file: then it is a row, even if it looks like a header.
 * @throws Failure `invalid-input` for names of columns that are not those needed
 */
export async function firstRecord(record: readonly string[], path: string, isFile: () => Promise<boolean>): Promise<FirstRecord> {
  const names = record.map((name) =>
    name
      .replace(/\p{Cf}/gu, '')
      .trim()
      .toLowerCase(),
  );
  const of = (wanted: string) => names.flatMap((name, at) => (name === wanted ? [at] : []));
  const [[subject, ...subjects], [file, ...files]] = [of('subject'), of('file')];
  if (subject !== undefined && file !== undefined && subjects.length + files.length === 0)
    return { columns: { subject, file, count: names.length }, isHeader: true };
  const looksLikeNames = names.every((name) => /^[^\d./\\]*$/.test(name));
  if (subject === undefined && file === undefined && (!looksLikeNames || (await isFile())))
    return { columns: WITHOUT_HEADER, isHeader: false };
  throw new Failure('invalid-input', {
    what: `The CSV file needs the two columns "subject" and "file", once each; found: ${record.map(quoted).join(', ')}.`,
    where: quoted(path),
    toDo:
      record.length === 1
        ? 'Separate the columns by a comma, semicolon or tab; with another character, begin the file with a line such as sep=|'
        : 'Name the columns like this in the first line, in any order and among others, or leave that line out: then they are the first and the second.',
  });
}
