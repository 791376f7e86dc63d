import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compareVersions } from '../../ops/doctor/versions';
import { read } from '../docs/documents';
import type { HeldNames } from './held-names';
import type { StageRecord } from './stage-record';

/** Where what was released is kept, a folder a version. */
export const KEPT = 'test/releases/kept';

/** The versions that were kept, oldest first. That of 0.1.0 was made afterwards, by its own code; it had no command line. */
export const KEPT_VERSIONS: readonly string[] = readdirSync(path.join(__dirname, 'kept')).sort(compareVersions);

/** The stages that were kept of a version. */
export const keptStages = (version: string): string[] =>
  readdirSync(path.join(__dirname, 'kept', version))
    .map((file) => path.basename(file, '.json'))
    .filter((name) => name !== 'names');

export const keptNames = (version: string): HeldNames => JSON.parse(read(`${KEPT}/${version}/names.json`));

export const keptStage = (version: string, stage: string): StageRecord => JSON.parse(read(`${KEPT}/${version}/${stage}.json`));
