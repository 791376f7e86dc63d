import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { read } from './documents';

/** A part of `config/schema.json`, as far as the table says it. */
interface Schema {
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

const README = path.join(__dirname, '..', '..', 'README.md');
const [BEGIN, END] = ['<!-- settings: made from config/schema.json -->\n', '<!-- end of settings -->'];

/** The README's table of settings, as it must be for a schema. Each row: name, what is accepted, default, meaning. */
export function settingsTable(schema: Schema): string {
  const rows = members(schema, '').map(([name, accepted, byDefault, meaning]) => `| ${name} | ${accepted} | ${byDefault} | ${meaning} |`);
  return ['| Setting | Accepted | Default | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** The table that stands in the README. */
export function writtenTable(readme: string): string {
  return readme.slice(readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END));
}

type Row = [name: string, accepted: string, byDefault: string, meaning: string];

function members({ properties = {}, required = [] }: Schema, above: string): Row[] {
  return Object.entries(properties)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, member]) => rowsOf(member, `${above}${name}`, required.includes(name)));
}

function rowsOf(member: Schema, name: string, isRequired: boolean): Row[] {
  const own: Row = [`\`${name}\``, accepted(member), byDefault(member, isRequired), meaning(member)];
  return [own, ...below(member, name)];
}

/** Members of a section, also of one that a word may replace; of named entries, under a name in angle brackets; of the objects in a list. */
function below(member: Schema, name: string): Row[] {
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
  if (words !== undefined) return words.map(code).join(', ');
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (only !== undefined) return code(only);
  if (anyOf !== undefined) return [...new Set(anyOf.map(accepted))].join(' or ');
  return { string: 'text', boolean: '`true` or `false`', array: 'list', object: 'object' }[type ?? ''] ?? '';
}

/** A scalar as it is written; otherwise what the description says; a section without one is made of its members' defaults. */
function byDefault(member: Schema, isRequired: boolean): string {
  if (isRequired) return '*required*';
  const { default: value, description = '' } = member;
  if (['string', 'number', 'boolean'].includes(typeof value)) return typeof value === 'number' ? String(value) : code(value);
  if (member.properties !== undefined && value !== undefined) return 'as below';
  return /Default: ([^.]+)\./.exec(description)?.[1] ?? '–';
}

function meaning({ description = '' }: Schema): string {
  return description.replace(/ ?Default: [^.]+\./, '').replaceAll('|', '\\|');
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? JSON.stringify(value) : String(value)}\``;

/** The README with the table of a schema in the place of the one that it has. */
function withTable(readme: string, schema: Schema): string {
  return readme.slice(0, readme.indexOf(BEGIN) + BEGIN.length) + settingsTable(schema) + readme.slice(readme.indexOf(END));
}

if (require.main === module) writeFileSync(README, withTable(read('README.md'), JSON.parse(read('config/schema.json')) as Schema));
