import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compareVersions } from '../../ops/doctor/versions';
import { read } from '../docs/documents';
import type { HeldNames } from './held-names';
import type { StageRecord } from './stage-record';

/** Where what was released is kept, a folder a version. */
export const KEPT = 'test/releases/kept';

/** The versions that were kept, oldest first. */
export const KEPT_VERSIONS: readonly string[] = readdirSync(path.join(__dirname, 'kept')).sort(compareVersions);

export const keptNames = (version: string): HeldNames => JSON.parse(read(`${KEPT}/${version}/names.json`));

export const keptStage = (version: string, stage: string): StageRecord => JSON.parse(read(`${KEPT}/${version}/${stage}.json`));
