import { schemaFileText } from '../../../lib/config/schema-file';
import { SETTING_CHANGES } from '../../../test/compliance/setting-changes';
import { code, isMade } from '../markdown';
import { type Schema, type SettingRow, settingRows, topSettings } from './setting-rows';

/** The whole document: a section for each setting at the top of a stage's file. */
export function configurationPage(): string {
  const schema: Schema = JSON.parse(schemaFileText());
  const sections = topSettings(schema).map(([name, member, isRequired]) => {
    const lines = settingRows(member, name, isRequired).map(line);
    return `## ${name}\n\n${lines.join('')}${NOTES[name] ?? ''}`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

/** A setting in one line. A section that only holds others says what it is for. */
function line({ name, accepted, byDefault, meaning }: SettingRow): string {
  const said = [accepted === 'object' ? '' : accepted, DEFAULTS[byDefault] ?? `default ${byDefault}`].filter((part) => part !== '');
  return `- ${code(name)}${said.length === 0 ? '' : ` (${said.join('; ')})`}: ${meaning}${changeOf(name)}\n`;
}

const DEFAULTS: Readonly<Record<string, string>> = { '*required*': 'required', '–': '', 'as below': '' };

/** What a change of the setting is where it is not in place, or each class with the value that it comes from. */
function changeOf(setting: string): string {
  const changes = SETTING_CHANGES.filter((change) => change.setting === setting);
  const classes = [...new Set(changes.map(({ is }) => is))];
  if (classes.length < 2) return classes[0] === undefined || classes[0] === 'in place' ? '' : ` A change: *${classes[0]}*.`;
  const said = changes.filter(({ is }) => is !== 'in place').map(({ to, is }) => `to ${to === 'left out' ? 'none' : code(to)}: *${is}*`);
  return ` A change ${said.join(', ')}.`;
}

const INTRODUCTION = `# Settings

${isMade('from `config/schema.json`')}

One file for each stage: \`config/<stage>.json\`, chosen by \`-c stage=<name>\` (default \`dev\`); \`-c config=<path>\` reads another file. [config/schema.json](../config/schema.json) lets editors complete and check.
Sizes are in bytes unless the name says otherwise. A required member of an optional section is needed only with the section. One error lists every fault.

Whole stages with every setting: [production](../config/examples/production.json), [an existing pool and bucket, access tokens](../config/examples/existing-pool-and-bucket.json),
[customers with their own numbers](../config/examples/customer-number.json), [a trial](../config/examples/trial.json).

A change on a deployed production stage updates resources in place, unless the setting's line says another thing. No change replaces or destroys what holds data ([the test](../test/compliance/changes.test.ts)).

- *replaces what holds no data*: CloudFormation makes a resource again.
- *leaves data behind*: a resource with data stays in the account and is no longer part of the stack.
- *refused*: by the checks of the settings, or by the service, and CloudFormation rolls back.
`;

/** What a section says beyond its settings. */
const NOTES: Readonly<Record<string, string>> = {
  callers: `
### Federated users

Users of another provider (SAML, OpenID Connect, social) have a \`cognito:username\` of the form \`<provider>_<id at the provider>\`. If that id holds \`|\`, \`\\\`, \`/\` or blanks, the user gets
[subject-unusable](problems.md#subject-unusable). Use \`sub\`, or a \`custom:\` attribute that the provider's mapping fills and that no app client may
write. One person who signs in through two providers is two users, unless you link them.

With self sign-up a user chooses the user name, and so the photo: then it cannot be the subject claim.
`,
  operators: `
A role that both erases and enrols can swap a photo by itself, and the synthesis warns. [Replace and erase](photos.md).
`,
  images: `
\`images\` names what you keep: a \`face\`, and if you like photos of documents, such as \`documentFront\`. Each kind has its own prefix in the bucket, and one object for each subject. A photo is a JPEG or PNG.
`,
  workflows: `
The caller's form values must be [plain short text](problems.md#value-not-allowed), unless \`callerFields\` of the workflow names the field. A value in a field that
the proxy fills is refused in every workflow and every spelling.
`,
  limits: `
The window of \`limits.attempts\` starts again with the clock: by default at each full hour (UTC). Around that time a user can use up two windows; if that is too many, halve the limit.
\`"off-and-every-start-unlimited"\` removes the table of counts; the synthesis warns.
`,
};
