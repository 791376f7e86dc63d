import type { Update } from '../support/compliance-update';
import { table, writePage } from '../support/written-page';
import { outcomeOf, type SettingChange } from './setting-change';
import { SETTING_CHANGES } from './setting-changes';

export const CHANGES_FILE = 'docs/changes.md';

export type Outcomes = ReadonlyMap<SettingChange, Update | string>;

/** What every change comes to. */
export function allOutcomes(): Outcomes {
  return new Map(SETTING_CHANGES.map((change) => [change, outcomeOf(change)]));
}

/** The whole document. */
export function changesPage(outcomes: Outcomes): string {
  const rows = [...outcomes].map(([{ setting, to, is, from, note }, outcome]) => [
    `\`${setting}\``,
    to === 'left out' ? to : `\`${to}\``,
    is,
    typeof outcome === 'string'
      ? 'nothing: the synthesis ends with the fault'
      : outcome.touched.map((type) => type.replace('AWS::', '')).join(', '),
    [from === 'existing' ? 'With an existing pool and bucket.' : '', note ?? ''].join(' ').trim(),
  ]);
  return `${INTRODUCTION}\n${table(['Setting', 'Changed to', 'Is', 'Touches', 'Note'], rows)}`;
}

const INTRODUCTION = `# What a change of a setting does

<!-- Made by: npx tsx test/compliance/changes-page.ts (a test fails when it is not what the templates say) -->

Each setting changed on a stage that is deployed, with CloudFormation's own word on what replaces a resource. No change replaces or destroys a resource that holds
data. **In place**: resources are updated, added or removed, and the API gets a new snapshot. **Replaces what holds no data**: a resource is made
anew. **Leaves data behind**: a resource with data is no longer part of the stack and stays in the account. **Refused**: by the checks of the settings, or by the
service, upon which CloudFormation rolls back.
`;

if (require.main === module) writePage(CHANGES_FILE, changesPage(allOutcomes()));
