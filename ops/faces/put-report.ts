import type { Stage } from '../stage/stage';
import type { Terminal } from '../terminal/terminal';
import type { NamedKind } from './image-kind';
import type { Photo } from './photo/photo';
import type { Written } from './photo-bucket';

/** What became of one photo. */
export type PutOutcome =
  | { readonly outcome: 'enrolled' | 'replaced'; readonly written: Written }
  | { readonly outcome: 'identical' | 'dry-run' };

const HOUR_MS = 3_600_000;

const SENTENCES = {
  enrolled: 'Enrolled.',
  replaced: 'Replaced. The photo before remains as an old version until its retention ends.',
  identical: 'The same photo is on record already; nothing was changed.',
  'dry-run': 'This is what would be stored. Nothing was stored, and whether a photo is on record was not checked.',
};

export interface PutReport {
  readonly value: object;
  lines(terminal: Terminal): readonly string[];
}

interface Done {
  readonly stage: Stage;
  readonly kind: NamedKind;
  readonly subject: string;
  readonly key: string;
  readonly file: string;
  readonly photo: Photo;
  readonly outcome: PutOutcome;
  readonly now: Date;
}

/** What `faces put` says of its work: never the photo, only its properties. */
export function putReport({ stage, kind, subject, key, file, photo, outcome, now }: Done): PutReport {
  const { bytes, source, ...what } = photo;
  const written = 'written' in outcome ? outcome.written : undefined;
  const usableFrom = written && kind.minimumAgeHours ? new Date(now.getTime() + kind.minimumAgeHours * HOUR_MS) : undefined;
  return {
    value: {
      ...{ outcome: outcome.outcome, stage: stage.name, kind: kind.name, subject, bucket: stage.bucketName, key },
      ...{ ...what, bytes: bytes.length, source: { file, ...source } },
      ...{ version: written?.version, requestId: written?.requestId, usableFrom: usableFrom?.toISOString() },
    },
    lines: ({ look, columns }) => [
      `${outcome.outcome === 'dry-run' ? look.doubtful(look.sign.skipped) : look.good(look.sign.pass)} ${SENTENCES[outcome.outcome]}`,
      ...columns([
        ['  subject', subject],
        ['  key', `${key} in ${stage.bucketName}`],
        ...(written?.version === undefined ? [] : [['  version', written.version]]),
        ['  photo', `${photo.type}, ${photo.width}x${photo.height}, ${bytes.length} bytes`],
        ['  SHA-256', photo.sha256],
        ...changeRows(photo),
        ...photo.notices.map((notice) => ['  note', notice]),
        ...(usableFrom === undefined
          ? []
          : [['  note', `Used from ${usableFrom.toISOString()} on: minimumAgeHours is ${kind.minimumAgeHours}.`]]),
      ]),
    ],
  };
}

function changeRows({ changes, source }: Photo): string[][] {
  if (changes.length === 0) return [['  changed', 'nothing: stored byte for byte']];
  return [...changes.map((change) => ['  changed', change]), ['  file', `${source.bytes} bytes, SHA-256 ${source.sha256}`]];
}
