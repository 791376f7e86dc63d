import localConfig from '../../config/local.json';
import { checked } from '../support/template';
import { INPUTS, TRAFFIC } from './capacity-inputs';
import { capacityTables, startsPerSecond, usage, writtenTables } from './capacity-table';
import { read } from './documents';

test('docs/capacity.md is made from its inputs; after a change: npx tsx test/docs/capacity-table.ts', () => {
  expect(writtenTables()).toBe(capacityTables());
});

test('the inputs that are settings have the settings’ defaults', () => {
  const {
    api,
    function: { memoryMB },
  } = checked();
  expect([INPUTS.throttlePerSecond.value, INPUTS.memoryMB.value]).toEqual([api.throttle.ratePerSecond, memoryMB]);
  expect(read('lambda/agent/credentials.ts')).toContain(`const CACHE_MS = ${INPUTS.secretMinutes.value} * 60_000;`);
  expect(localConfig.limits.attempts.injecting).toBe(1000);
});

test('use grows with traffic, and the fullest limit comes first', () => {
  expect(startsPerSecond(60)).toBe(INPUTS.peakFactor.value);
  for (const perMinute of TRAFFIC) {
    const uses = usage(perMinute).map(({ use }) => use);
    expect(uses).toEqual([...uses].sort((one, other) => other - one));
  }
  const [first] = usage(10);
  expect(usage(1000)[0]?.use).toBeCloseTo((first?.use ?? 0) * 100);
});
