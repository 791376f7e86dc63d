import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Failure } from '../../../failures/failures';
import { fileFailure } from '../../../failures/file-failures';
import { quoted } from '../../../terminal/quoted';
import { formatOf } from '../../photo/format';

/** Characters of a CSV file, as its bytes are to be read. */
export interface CsvText {
  /** As `TextDecoder` names it. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** The text from its beginning, without a byte order mark, every line ended by LF alone. */
  chunks(): AsyncIterable<string>;
}

const HEAD_BYTES = 4096;

/**
 * Looks at a file that is to be a CSV. UTF-16 is known by its mark or by the zeros of its Latin letters. What is no UTF-8 is read as
 * Windows-1252, which is Latin-1 with more: subjects have letters of ASCII alone, and a path has to be that of a file.
 * @throws Failure `invalid-input` for the file of a spreadsheet program, and for other files that are no text
 */
export async function csvText(path: string): Promise<CsvText> {
  const head = await headOf(path);
  const other = otherThanText(head);
  if (other !== undefined) throw new Failure('invalid-input', { ...other, where: quoted(path) });
  const encoding = utf16Of(head) ?? ((await isUtf8(path)) ? 'utf-8' : 'windows-1252');
  return { encoding, chunks: () => withLineFeeds(decoded(path, encoding)) };
}

async function headOf(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}

const SAVE_AS_CSV = 'Save it as CSV (in Excel: File, Save As, "CSV UTF-8"), with the columns subject and file.';

function otherThanText(head: Buffer): { what: string; toDo: string } | undefined {
  // Since 2007 the files of spreadsheet programs are ZIP archives; before, compound files.
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')))
    return {
      what: 'That is a spreadsheet (.xlsx, .ods) or another ZIP archive, not a CSV file, even if its name says so.',
      toDo: SAVE_AS_CSV,
    };
  if (head.subarray(0, 4).equals(Buffer.from('d0cf11e0', 'hex')))
    return { what: 'That is a spreadsheet of the old form (.xls), not a CSV file, even if its name says so.', toDo: SAVE_AS_CSV };
  if (head.length > 0 && typeof formatOf(head) === 'string')
    return {
      what: 'That is a photo, not a CSV file.',
      toDo: 'Enrol one photo with faces put <subject> <file>; for many, name their folder.',
    };
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/^(?:\[\s*)?\{\s*"/.test(text)) return { what: 'That is JSON, not a CSV file.', toDo: SAVE_AS_CSV };
  if (text.startsWith('<'))
    return {
      what: 'That is a web page or XML, not a CSV file.',
      toDo: 'Open it: it may be a sign-in page or an error in place of the table.',
    };
  const isUtf32 = head.toString('hex', 0, 4) === 'fffe0000';
  if (isUtf32 || (utf16Of(head) === undefined && head.includes(0)))
    return { what: 'That is not text, so not a CSV file.', toDo: SAVE_AS_CSV };
  return undefined;
}

function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const mark = head.toString('hex', 0, 2);
  if (mark === 'fffe') return 'utf-16le';
  if (mark === 'feff') return 'utf-16be';
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd * 4 > head.length && even === 0) return 'utf-16le';
  return even * 4 > head.length && odd === 0 ? 'utf-16be' : undefined;
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw fileFailure(error, path);
  }
}

async function* decoded(path: string, encoding: CsvText['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  try {
    for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  } catch (error) {
    throw fileFailure(error, path);
  }
  yield decoder.decode();
}

/** CR LF, LF and CR alone end a line, also when they are mixed in one file. */
async function* withLineFeeds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let endsInCr = false;
  for await (const chunk of chunks) {
    const text: string = (endsInCr ? '\r' : '') + chunk;
    endsInCr = text.endsWith('\r');
    yield (endsInCr ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
  }
  if (endsInCr) yield '\n';
}
