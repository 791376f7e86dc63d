import { readdirSync } from 'node:fs';
import path from 'node:path';
import schema from '../../config/schema.json';
import { type Schema, settingNames } from '../../docs/generate/configuration/setting-rows';
import { checkConfig } from '../../lib/config/check';
import { read } from './documents';

const EXAMPLES = readdirSync(path.join(__dirname, '..', '..', 'config', 'examples')).map(
  (file) => [file, JSON.parse(read(`config/examples/${file}`))] as const,
);

/** Paths of all values of a settings file, as the page names them. */
function pathsIn(value: unknown, above = ''): string[] {
  if (typeof value !== 'object' || value === null) return [above];
  if (Array.isArray(value)) return [above, ...value.flatMap((entry) => (typeof entry === 'object' ? pathsIn(entry, `${above}[]`) : []))];
  const named = ['images', 'workflows.inject'].includes(above);
  const below = Object.entries(value).flatMap(([name, member]) =>
    pathsIn(member, above === '' ? name : `${above}.${named ? '<name>' : name}`),
  );
  return [above, ...below];
}

/** Every part of a schema, at any depth. */
function partsOf(part: unknown): Schema[] {
  return typeof part === 'object' && part !== null ? [part, ...Object.values(part).flatMap(partsOf)] : [];
}

test.each(EXAMPLES)('config/examples/%s is accepted', (stage, { $schema: editorsOnly, ...settings }) => {
  expect(editorsOnly).toBe('../schema.json');
  expect(checkConfig(settings, stage)).toMatchObject({ purpose: settings.purpose });
});

test('the examples show each setting with a value, and docs/configuration.md leads to each of them', () => {
  const shown = new Set(EXAMPLES.flatMap(([, settings]) => pathsIn(settings)));
  expect(settingNames(schema as Schema).filter((name) => !shown.has(name))).toEqual([]);
  expect(EXAMPLES.filter(([file]) => !read('docs/configuration.md').includes(`](../config/examples/${file})`))).toEqual([]);
});

test('a description does not repeat the default that its setting has', () => {
  const parts = partsOf(schema).filter((part) => part.default !== undefined && part.description !== undefined);
  expect(parts.length).toBeGreaterThan(30);
  expect(parts.filter(({ description }) => /default/i.test(description ?? ''))).toEqual([]);
});

test.each([
  ['callers.pool.new.tokenMinutes', '5 to 1440; default 30'],
  ['agent.forwardMembers', 'list; default `["correlationId"]`'],
  ['operators.read', 'list; default none'],
  ['tags', 'default none'],
  ['callers.maxAuthAgeMinutes', '1 to 525600; default any age'],
])('docs/configuration.md gives the default of %s: (%s)', (setting, said) => {
  expect(read('docs/configuration.md')).toContain(`- \`${setting}\` (${said}): `);
});
