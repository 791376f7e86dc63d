import { NO_REASONS, PROBLEM_CODES, VERDICT_PROBLEM_CODES } from '../../client';
import { commandsOf, programToRead } from '../../docs/generate/operations/page';
import { fullProduction } from '../../docs/generate/reference/page';
import { schemaFileText } from '../../lib/config/schema-file';
import { CHECKS } from '../../ops/doctor/checks';
import { EXIT_CODES, FAILURES } from '../../ops/failures/failures';
import { cellsOf, read, section } from '../docs/documents';
import { exportedNames } from './exported-names';

/**
 * What users hold, by kind: each line is something that a user's file or program may rely on. A line that is no longer there is a
 * change that breaks; a new one is an addition.
 */
export type HeldNames = Readonly<Record<Kind, readonly string[]>>;

export const KINDS = ['settings', 'outputs', 'codes', 'metrics', 'commands', 'exports'] as const;
export type Kind = (typeof KINDS)[number];

/** As this version has them. */
export function heldNames(): HeldNames {
  const lines: Record<Kind, readonly string[]> = {
    settings: settingLines(JSON.parse(schemaFileText())),
    outputs: Object.keys(fullProduction().template.Outputs),
    codes: [
      ...PROBLEM_CODES.map((code) => `${code} of the API that the SDKs call`),
      ...VERDICT_PROBLEM_CODES.map((code) => `${code} of the API for verdicts`),
      ...NO_REASONS.map((reason) => `${reason} of a verdict that is no`),
    ],
    // A test holds that the page lists every metric of the functions.
    metrics: cellsOf(section(read('docs/reference.md'), 'Metrics')).map((cells) => cells.slice(0, 3).join(' ').replaceAll('`', '').trim()),
    commands: commandLines(),
    exports: [...exportedNames('lib/index.ts'), ...exportedNames('client/index.ts').map((name) => `client ${name}`)],
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, [...new Set(lines[kind])].sort()])) as unknown as HeldNames;
}

/** A part of config/schema.json. */
interface Schema extends Partial<Record<'type' | 'pattern', string>>, Partial<Record<'minimum' | 'maximum' | 'minItems', number>> {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

/** Each setting, each form, word and bound that it accepts, and its default: `limits.deadlineSeconds: 2 to 28`. `*` stands for a name or a place in a list. */
function settingLines(schema: Schema, name = ''): string[] {
  const { type, enum: words = [], const: only, minimum, maximum, minItems = 0, pattern, default: value } = schema;
  const facts = [
    ...(type === undefined ? [] : [type]),
    ...[...words, ...(only === undefined ? [] : [only])].map((word) => JSON.stringify(word)),
    ...(minimum === undefined ? [] : [`${minimum} to ${maximum}`]),
    ...(minItems > 0 ? [`at least ${minItems}`] : []),
    ...(pattern === undefined ? [] : [`form ${pattern}`]),
    ...(value === undefined || JSON.stringify(value) === '{}' ? [] : [`by default ${JSON.stringify(value)}`]),
  ];
  const below = name === '' ? '' : `${name}.`;
  const { properties = {}, additionalProperties: entries, propertyNames, anyOf = [], items } = schema;
  return [
    ...(name === '' ? [] : [name, ...facts.map((fact) => `${name}: ${fact}`)]),
    ...Object.entries(properties).flatMap(([member, inner]) => settingLines(inner, `${below}${member}`)),
    ...(typeof entries === 'object' ? settingLines(entries, `${below}*`) : []),
    ...(propertyNames?.pattern === undefined ? [] : [`${name}: names ${propertyNames.pattern}`]),
    ...anyOf.flatMap((form) => settingLines(form, name)),
    ...(items === undefined ? [] : settingLines(items, `${below}*`)),
  ];
}

/** Commands with their arguments and options, the checks of doctor, and how an error ends. */
function commandLines(): string[] {
  const program = programToRead();
  const commands = commandsOf(program).flatMap(([name, { registeredArguments, options }]) => [
    [name, ...registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`))].join(' '),
    ...options.map(({ flags }) => `${name} ${flags}`),
  ]);
  return [
    ...program.options.map(({ flags }) => flags),
    ...commands,
    ...CHECKS.map(({ id }) => `doctor: check ${id}`),
    ...Object.entries(EXIT_CODES).map(([name, code]) => `exit code ${code}: ${name}`),
    ...Object.entries(FAILURES).map(([name, code]) => `error ${name}: exit code ${code}`),
  ];
}
