import type { z } from 'zod';
import production from '../../../config/prod.json';
import type { Config, ConfigInput } from '../../../config/settings';
import { checkConfig } from '../../../lib/config/check';
import type { configSchema } from '../../../lib/config/schema';

/** Whether each type takes what the other does; the compiler judges, so a difference fails before a test runs. */
type IsSame<One, Other> = [One, Other] extends [Other, One] ? true : never;

const written: IsSame<ConfigInput, z.input<typeof configSchema>> = true;
const checked: IsSame<Config, z.output<typeof configSchema>> = true;

test('the types of the settings that are made from the schema are those of the schema', () => {
  expect([written, checked]).toEqual([true, true]);
});

test('settings of that type pass the check', () => {
  const settings: ConfigInput = production as ConfigInput;
  const config: Config = checkConfig(settings, 'config/prod.json');
  expect(config.purpose).toBe('production');
});
