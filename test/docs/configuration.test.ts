import schema from '../../config/schema.json';
import { checkConfig } from '../../lib/config/check';
import { CONFIGURATION_FILE, configurationPage } from './configuration-page';
import { read } from './documents';
import { SETTING_EXAMPLES } from './setting-examples';
import { type Schema, settingNames } from './setting-rows';

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

test('docs/configuration.md is made from config/schema.json; after a change: npx tsx test/docs/configuration-page.ts', () => {
  expect(read(CONFIGURATION_FILE)).toBe(configurationPage(schema as Schema));
});

test.each(Object.entries(SETTING_EXAMPLES))('what it shows for %s is accepted', (stage, settings) => {
  expect(checkConfig(settings, stage)).toMatchObject({ purpose: settings.purpose });
});

test('it shows each setting with a value', () => {
  const shown = new Set(Object.values(SETTING_EXAMPLES).flatMap((settings) => pathsIn(settings)));
  expect(settingNames(schema as Schema).filter((name) => !shown.has(name))).toEqual([]);
});
