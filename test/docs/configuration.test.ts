import { readdirSync } from 'node:fs';
import path from 'node:path';
import schema from '../../config/schema.json';
import { checkConfig } from '../../lib/config/check';
import { read } from './documents';

const EXAMPLES = readdirSync(path.join(__dirname, '..', '..', 'config', 'examples')).map(
  (file) => [file, JSON.parse(read(`config/examples/${file}`))] as const,
);

import { type Schema, settingNames } from '../../docs/generate/configuration/setting-rows';

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

test.each(EXAMPLES)('config/examples/%s is accepted', (stage, { $schema: editorsOnly, ...settings }) => {
  expect(editorsOnly).toBe('../schema.json');
  expect(checkConfig(settings, stage)).toMatchObject({ purpose: settings.purpose });
});

test('the examples show each setting with a value, and docs/configuration.md leads to each of them', () => {
  const shown = new Set(EXAMPLES.flatMap(([, settings]) => pathsIn(settings)));
  expect(settingNames(schema as Schema).filter((name) => !shown.has(name))).toEqual([]);
  expect(EXAMPLES.filter(([file]) => !read('docs/configuration.md').includes(`](../config/examples/${file})`))).toEqual([]);
});
