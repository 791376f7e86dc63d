import { SETTING_CHANGES } from '../compliance/setting-changes';
import { table, writePage } from '../support/written-page';
import { read } from './documents';
import { SETTING_EXAMPLES } from './setting-examples';
import { type Schema, settingRows, topSettings } from './setting-rows';

export const CONFIGURATION_FILE = 'docs/configuration.md';

/** The whole document: a section for each setting at the top of a stage's file. */
export function configurationPage(schema: Schema): string {
  const sections = topSettings(schema).map(([name, member, isRequired]) => {
    const rows = settingRows(member, name, isRequired).map(({ name: setting, accepted, byDefault, meaning }) => [
      `\`${setting}\``,
      accepted,
      byDefault,
      meaning,
      changeOf(setting),
    ]);
    return `## ${name}\n\n${table(['Setting', 'Accepted', 'Default', 'Meaning', 'A change is'], rows)}${NOTES[name] ?? ''}${examplesOf(name)}`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

/** The section as whole stages have it, one after the other; what two have alike stands once. */
function examplesOf(section: string): string {
  const found = new Map<string, string>();
  for (const [stage, settings] of Object.entries(SETTING_EXAMPLES)) {
    if (!Object.hasOwn(settings, section)) continue;
    const text = JSON.stringify({ [section]: settings[section] }, null, 2);
    if (!found.has(text)) found.set(text, stage);
  }
  return [...found].map(([text, stage]) => `\nFor ${stage}:\n\n\`\`\`json\n${text}\n\`\`\`\n`).join('');
}

/** The class of a change, or each class with the value that it comes from. */
function changeOf(setting: string): string {
  const changes = SETTING_CHANGES.filter((change) => change.setting === setting);
  const classes = [...new Set(changes.map(({ is }) => is))];
  if (classes.length < 2) return classes.join('');
  return changes.map(({ to, is }) => `to ${to === 'left out' ? 'none' : `\`${to}\``}: ${is}`).join('; ');
}

const INTRODUCTION = `# Settings

<!-- Made by: npx tsx test/docs/configuration-page.ts, from config/schema.json (a test fails when it is not what the schema says) -->

One file for each stage: \`config/<stage>.json\`, chosen by \`-c stage=<name>\` (default \`dev\`); \`-c config=<path>\` reads another file.
[config/schema.json](../config/schema.json) lets editors complete and check. Sizes are in bytes unless the name says otherwise. An optional section with required
members needs these only where it is present. What two settings together may not be is checked, too; one error lists every fault, with its place and what is accepted.

[config/prod.json](../config/prod.json) shows a production stage, [an existing pool, bucket and key](../test/lib/fixtures/existing.json) shows the rest.

**A change is**, on a production stage that is deployed, *in place* (resources are updated), *refused*, or *leaves data behind*:
[what exactly was changed, and what it touches](changes.md).
`;

/** What a section says beyond its table. */
const NOTES: Readonly<Record<string, string>> = {
  callers: `
### Federated users

Users of another provider (SAML, OpenID Connect, social) have a \`cognito:username\` of the form \`<provider>_<id at the provider>\`, in which an id may hold \`|\`, \`\\\`, \`/\` or blanks: such a
user gets [subject-unusable](problems.md#subject-unusable). Use \`sub\`, which every user has and which stays the same, or a \`custom:\` attribute that the provider's
mapping fills and that no app client may write. One person who signs in through two providers is two users, unless you link them.

**A subject claim other than \`sub\`** of a pool that you have needs your statement that users neither write nor choose it: with self sign-up a user name is its owner's
choice, and with it the choice of the photo would be.
`,
  operators: `
**One job each.** Who enrols puts a first photo and never overwrites; who replaces overwrites, which rings; neither can read. A role that both erases and enrols can
swap a photo by itself, and the synthesis warns. [Replace and erase](photos.md).
`,
  images: `
**Kinds of photo.** \`images\` names what you keep: a \`face\`, and if you like pictures of documents, such as \`documentFront\`. Each kind has its own prefix in the
bucket, and one object for each subject. A photo is a JPEG or PNG.
`,
  workflows: `
**Form values of the caller** travel on if they are texts of at most 4 KiB that are no image. Any other value is refused, unless \`callerFields\` of the workflow
names its field. A value in a field that the proxy fills is refused in every workflow and every spelling.
`,
  limits: `
**Attempts.** \`limits.attempts\` says how many transactions one user may start in a window of the clock: the default begins again at each full hour (UTC). Around such a
moment a user can use up two windows, so into any stretch of that length fit at most twice as many starts; if that is too many, halve the limit. The counts are in a table of the stack, under a hash of the subject. \`"off-and-every-start-unlimited"\` in place of the object switches it
off, table and all; the synthesis warns.
`,
};

if (require.main === module) writePage(CONFIGURATION_FILE, configurationPage(JSON.parse(read('config/schema.json')) as Schema));
