/** A part of `config/schema.json`, as far as the page says it. */
export interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

/** What a table says of one setting, in Markdown. */
export interface SettingRow {
  /** Path from the top of a stage's file. `<name>` stands for a name of your own, `[]` for an entry of a list. */
  readonly name: string;
  readonly accepted: string;
  readonly byDefault: string;
  readonly meaning: string;
}

/** A setting, and those below it. */
export function settingRows(member: Schema, name: string, isRequired: boolean): SettingRow[] {
  const own = { name, accepted: accepted(member), byDefault: byDefault(member, isRequired), meaning: meaning(member) };
  return [own, ...below(member, name)];
}

/** The paths of all settings that there are, sections included. */
export function settingNames(schema: Schema): string[] {
  return members(schema, '').map(({ name }) => name);
}

/** The settings at the top of a file, without the editor's own `$schema`. */
export function topSettings({ properties = {}, required = [] }: Schema): [name: string, member: Schema, isRequired: boolean][] {
  return Object.entries(properties)
    .filter(([name]) => name !== '$schema')
    .map(([name, member]) => [name, member, required.includes(name)]);
}

function members(schema: Schema, above: string): SettingRow[] {
  return topSettings(schema).flatMap(([name, member, isRequired]) => settingRows(member, `${above}${name}`, isRequired));
}

/** Members of a section, also of one that a word may replace; of named entries, under a name in angle brackets; of the objects in a list. */
function below(member: Schema, name: string): SettingRow[] {
  const entries = typeof member.additionalProperties === 'object' ? member.additionalProperties : undefined;
  const replaceable = member.anyOf?.find(({ properties }) => properties !== undefined);
  const listed = member.anyOf?.flatMap(({ items }) => items?.anyOf ?? []).find(({ type }) => type === 'object');
  return [
    ...members(member, `${name}.`),
    ...(replaceable === undefined ? [] : members(replaceable, `${name}.`)),
    ...(entries === undefined ? [] : members(entries, `${name}.<name>.`)),
    ...(listed === undefined ? [] : members(listed, `${name}[].`)),
  ];
}

function accepted({ enum: words, minimum, maximum, type, const: only, anyOf }: Schema): string {
  if (words !== undefined)
    return words.length > 12 ? `one of ${words.length}, ${code(words[0])} to ${code(words.at(-1))}` : words.map(code).join(', ');
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (only !== undefined) return code(only);
  if (anyOf !== undefined) return [...new Set(anyOf.map(accepted))].join(' or ');
  return { string: 'text', boolean: '`true` or `false`', array: 'list', object: 'object' }[type ?? ''] ?? '';
}

/** As it is written; a section is made of its members' defaults. Where the schema has none, what the description says. */
function byDefault(member: Schema, isRequired: boolean): string {
  if (isRequired) return '*required*';
  const { default: value, description = '', anyOf = [] } = member;
  if (value === undefined) return /Default: ([^.]+)\./.exec(description)?.[1] ?? '–';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return code(value);
  if (Object.keys(value).length > 0) return `\`${JSON.stringify(value)}\``;
  return [member, ...anyOf].some(({ properties }) => properties !== undefined) ? 'as below' : 'none';
}

function meaning({ description = '' }: Schema): string {
  return description.replace(/ ?Default: [^.]+\./, '');
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? JSON.stringify(value) : String(value)}\``;
