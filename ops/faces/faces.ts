import { InvalidArgumentError, Option } from 'commander';
import { perform } from '../job';
import type { Register } from '../register';
import { erase } from './erase/erase';
import { exportPhotos } from './export/export';
import { get } from './get';
import { importPhotos } from './import/import';
import { list } from './list';
import { addKindOption, addSideOptions, addSubjectOption } from './photo-work';
import { put } from './put';
import { status } from './status/status';

/** `faces …`: the photos of a stage. docs/photos.md has each command with its output and its permissions. */
export const registerFaces: Register = (program, parts) => {
  const faces = program.command('faces').description('Enrols, shows, exports and erases photos.');
  const command = (usage: string, says: string) => addKindOption(faces.command(usage).description(says));
  const ofSubjects = (usage: string, says: string) => addSubjectOption(command(usage, says));
  addSideOptions(ofSubjects('put <subject> <file>', 'Enrols one photo. Refuses when one is on record.'))
    .option('--replace', 'replace the one on record, if no one changes that meanwhile')
    .option('--unseen', 'with --replace: overwrite what is there, for a role that may not read')
    .option('--dry-run', 'check the file and show what would be stored')
    .action(perform(parts, put));
  ofSubjects('get <subject>', 'Writes the photo on record into a file. The read is in the audit trail.')
    .requiredOption('--out <file>', 'file to write, readable only by you')
    .option('--version-id <id>', 'an older version')
    .option('--force', 'replace the file')
    .action(perform(parts, get));
  command('list', 'Lists who is on record, with sizes and dates.').action(perform(parts, list));
  ofSubjects('status <subject>', 'Says whether a photo is on record and whether the function uses it.')
    .option('--no-read', 'do not read the photo: a read fires an alarm')
    .action(perform(parts, status));
  ofSubjects('erase <subject>', 'Removes every version of a photo forever, and writes a receipt.')
    .option('--all-kinds', 'of every kind that the stage keeps')
    .option('--receipt <file>', 'file of the receipt (default: a new one outside the repository, which is printed)')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show what would be erased')
    .action(perform(parts, erase));
  addSideOptions(
    ofSubjects('import <input>', 'Enrols many photos from a folder, a CSV file or s3://bucket/prefix/. Continues when run again.'),
  )
    .addOption(new Option('--existing <what>', 'where another photo is on record').choices(['refuse', 'skip', 'replace']).default('refuse'))
    .option('--unseen', 'with --existing replace: overwrite what a role that may not read cannot see')
    .option('--no-read', 'do not compare with photos on record: a read fires an alarm')
    .option('--leave-out-invalid', 'store the other rows when some are invalid')
    .option('--concurrency <number>', 'photos at the same time, 1 to 64', concurrency, 8)
    .option('--journal <folder>', 'where plan, journal and results are kept (default: a new one outside the repository, which is printed)')
    .option('--results <file>', 'the result of each row; CSV when it ends in .csv (default: results.jsonl next to the journal)')
    .option('--start-over', 'forget an import that was not finished')
    .option('--dry-run', 'check every row and store none')
    .action(perform(parts, importPhotos));
  addSubjectOption(
    faces.command('export <subject>').description('Writes all photos of a subject, of every kind, into a new folder with a manifest.'),
  )
    .option('--out <folder>', 'folder to make, readable only by you (default: one outside the repository, which is printed)')
    .option('--newest-only', 'leave old versions out')
    .action(perform(parts, exportPhotos));
};

function concurrency(text: string): number {
  const value = Number(text);
  if (/^\d{1,2}$/.test(text) && value >= 1 && value <= 64) return value;
  throw new InvalidArgumentError('Accepted: a whole number from 1 to 64.');
}
