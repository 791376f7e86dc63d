import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { configSchema } from '../../../lib/config/schema';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A name and the schema of what it names. */
type Named = readonly [name: string, schema: object];

const HEADER = `/**
 * The settings of a stage as types, made from the same schema as schema.json by npm run docs: an app that uses the construct needs no zod to
 * understand them.
 */`;

const SAID_ONCE = ['description', 'minItems', 'maxItems'];

/** As a person writes them, each with its description, and as they are after the check. */
const WRITTEN = z.toJSONSchema(configSchema, { io: 'input' }) as Schema;
const CHECKED = withoutWords(z.toJSONSchema(configSchema)) as Schema;

/** Sections with members of their own: each is a file. */
const SECTIONS = Object.entries(WRITTEN.properties ?? {}).flatMap(([name, { type, properties }]) =>
  type === 'object' && properties !== undefined ? [name] : [],
);

/** The files of the settings' types: each section's, and config/settings.ts, which puts them together. */
export const SETTINGS_TYPES = [
  ...SECTIONS.map((section) => ({ file: `config/settings/${fileOf(section)}.ts`, make: () => made().get(section) ?? '' })),
  { file: 'config/settings.ts', make: () => made().get('') ?? '' },
];

let texts: Map<string, string> | undefined;

/** One run of the generator and one of the formatter for all of them: each starts slowly. By section; the whole has an empty name. */
function made(): Map<string, string> {
  texts ??= formatted(
    typesOf({
      ...Object.fromEntries(SECTIONS.map((section) => [section, bothOf(section)])),
      '': [
        ['ConfigInput', withSectionsByName(WRITTEN, written)],
        ['Config', withSectionsByName(CHECKED, checked)],
      ],
    }),
  );
  return texts;
}

const written = (section: string): string => `${checked(section)}Input`;
const checked = (section: string): string => `${section.charAt(0).toUpperCase()}${section.slice(1)}Section`;

function fileOf(section: string): string {
  return section.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function bothOf(section: string): Named[] {
  const { description: _, ...own } = WRITTEN.properties?.[section] ?? {};
  return [
    [written(section), own],
    [checked(section), CHECKED.properties?.[section] ?? {}],
  ];
}

/** A section is named where its members would stand. */
function withSectionsByName(schema: Schema, nameOf: (section: string) => string): object {
  const named = ([section, own]: [string, Schema]) =>
    SECTIONS.includes(section) ? [section, { description: own.description, tsType: nameOf(section) }] : [section, own];
  return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map((entry) => named(entry))) };
}

function imports(): string {
  return SECTIONS.map((section) => `import type { ${checked(section)}, ${written(section)} } from './settings/${fileOf(section)}';\n`)
    .sort()
    .join('');
}

/** A list of at least one is a list here: a tuple would refuse what a program has gathered. */
const OPTIONS = { format: false, ignoreMinAndMaxItems: true, additionalProperties: false, bannerComment: '' };

const PROGRAM = `
  const { compile } = require('json-schema-to-typescript');
  const { files, options } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const text = async (named) => (await Promise.all(named.map(([title, schema]) => compile({ ...schema, title }, title, options)))).join('\\n');
  Promise.all(Object.entries(files).map(async ([file, named]) => [file, await text(named)]))
    .then((made) => process.stdout.write(JSON.stringify(Object.fromEntries(made))));`;

/** In a process of its own: what the generator loads, Jest does not. */
function typesOf(files: Readonly<Record<string, readonly Named[]>>): Record<string, string> {
  const input = JSON.stringify({ files, options: OPTIONS });
  return JSON.parse(execFileSync(process.execPath, ['-e', PROGRAM], { cwd: __dirname, input, encoding: 'utf8' }));
}

/** Parts the files while they are one text. */
const MARK = '// file: ';

function formatted(files: Readonly<Record<string, string>>): Map<string, string> {
  const program = path.join(path.dirname(require.resolve('@biomejs/biome/package.json')), 'bin', 'biome');
  const whole = (section: string, text: string) => (section === '' ? `${HEADER}\n\n${imports()}\n${text}` : text);
  const input = Object.entries(files).map(([section, text]) => `${MARK}${section}.\n\n${whole(section, text)}`);
  const words = ['format', '--stdin-file-path=config/settings.ts'];
  const output = execFileSync(process.execPath, [program, ...words], { input: input.join('\n'), encoding: 'utf8' });
  const parts = output.split(MARK).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('.')), `${part.slice(part.indexOf('\n')).trim()}\n`]));
}

/** Said once, of the settings as they are written. */
function withoutWords(schema: object): object {
  return JSON.parse(JSON.stringify(schema, (name, value) => (SAID_ONCE.includes(name) && typeof value !== 'object' ? undefined : value)));
}
