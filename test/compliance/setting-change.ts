import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkConfig } from '../../lib/config/check';
import { type Update, updateOf } from '../support/compliance-update';
import { EXISTING, type Synthesized, synthesize, VERDICTS } from '../support/template';

/** What a change of a setting is to a stage that is deployed. */
export type ChangeClass = 'in place' | 'replaces what holds no data' | 'leaves data behind' | 'refused';

/** A change of one setting, alone or with what must go with it. */
export interface SettingChange {
  /** The setting, as docs/configuration.md names it. */
  readonly setting: string;
  readonly to: string;
  readonly is: ChangeClass;
  /** What it means apart from the resources. */
  readonly note?: string;
  /** Settings before it. @default - those of production */
  readonly from?: 'existing' | 'verdicts';
  /** A change of the settings before it, so that there is something to change. @default - none */
  readonly first?: (settings: Settings) => void;
  readonly change: (settings: Settings) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: settings before they are checked are arbitrary JSON.
export type Settings = any;

const FILES = { production: path.join(__dirname, '..', '..', 'config', 'prod.json'), existing: EXISTING, verdicts: VERDICTS };

const unchanged = new Map<keyof typeof FILES, Synthesized>();

/** What becomes of a stage by a change: an update, or the sentence with which the settings are refused. */
export function outcomeOf({ from: file, first, change }: SettingChange): Update | string {
  const from = file ?? 'production';
  const settings: Settings = JSON.parse(readFileSync(FILES[from], 'utf8'));
  first?.(settings);
  const before = first === undefined ? (unchanged.get(from) ?? synthesized(settings)) : synthesized(settings);
  if (first === undefined) unchanged.set(from, before);
  change(settings);
  try {
    return updateOf(before, synthesized(settings));
  } catch (refusal) {
    return String(refusal);
  }
}

/** The class of an outcome. Data that is replaced or destroyed has none, for no setting may do that. */
export function classOf(outcome: Update | string): ChangeClass | 'DESTROYS DATA' {
  if (typeof outcome === 'string' || outcome.refused.length > 0) return 'refused';
  if (outcome.dataReplaced.length > 0 || outcome.dataDestroyed.length > 0) return 'DESTROYS DATA';
  if (outcome.dataLeftBehind.length > 0) return 'leaves data behind';
  return outcome.replaced.length > 0 ? 'replaces what holds no data' : 'in place';
}

function synthesized(settings: Settings): Synthesized {
  return synthesize(checkConfig(settings, 'test'), 'changed');
}
