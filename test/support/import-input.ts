import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FacesStage, startFacesStage } from './faces-stage';
import type { OpsOptions, OpsRun } from './ops';
import { jpegPicture } from './pictures';

/** A stage, and a folder `in` with a photo for each of eight subjects. */
export interface ImportInput extends FacesStage {
  readonly photos: ReadonlyMap<string, Buffer>;
  /** Folder of plan, journal and results. */
  readonly work: string;
  /** `faces import in`. */
  run(words?: readonly string[], options?: OpsOptions): Promise<OpsRun>;
  results(): Promise<ImportedRow[]>;
  /** Subjects whose photo was sent up, in order. */
  puts(): string[];
  /** Whether every photo is at its subject, in one version. */
  isEveryoneIn(): boolean;
  /** A signal that comes with the so-manieth upload. */
  interruptAt(count: number): OpsOptions;
}

/** A line of the results. */
export interface ImportedRow {
  readonly row: number;
  readonly subject: string;
  readonly outcome: string;
  readonly says: string;
  readonly changes: readonly string[];
  readonly bytes: number;
}

export const SUBJECTS = ['anna', 'bert', 'carl', 'dora', 'emil', 'fred', 'gina', 'hugo'];

let drawn: Promise<Map<string, Buffer>> | undefined;

export async function startImportInput(): Promise<ImportInput> {
  drawn ??= Promise.all(SUBJECTS.map(async (name, at): Promise<[string, Buffer]> => [name, await jpegPicture(at + 1, 200, 200)])).then(
    (all) => new Map(all),
  );
  const [stage, photos] = [await startFacesStage(), await drawn];
  const [input, work] = [join(stage.folder, 'in'), join(stage.folder, 'work')];
  await mkdir(input);
  for (const [name, photo] of photos) await writeFile(join(input, `${name}.jpg`), photo);
  const puts = () => stage.s3.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key.slice('faces/'.length));
  return {
    ...stage,
    photos,
    work,
    run: (words = [], options = {}) => stage.faces(['import', input, '--journal', work, '--json', ...words], options),
    results: async () =>
      (await readFile(join(work, 'results.jsonl'), 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as ImportedRow),
    puts,
    isEveryoneIn: () =>
      [...photos].every(([name, photo]) => {
        const [version, ...more] = stage.s3.versions.get(`faces/${name}`) ?? [];
        return version?.bytes?.equals(photo) === true && more.length === 0;
      }),
    interruptAt: (count) => {
      const controller = new AbortController();
      stage.s3.before = ({ method }) => {
        if (method === 'PUT' && puts().length === count) controller.abort('SIGINT');
      };
      return { signal: controller.signal };
    },
  };
}
