import localConfig from '../../config/local.json';
import { INPUTS } from '../../docs/generate/cost/capacity-inputs';
import { capacityPart, DEMANDS, startsPerSecond } from '../../docs/generate/cost/capacity-table';
import { checked } from '../support/template';
import { read } from './documents';

const CALLER = 'arn:aws:iam::111122223333:role/backend';

test('the inputs that are settings have the settings’ defaults', () => {
  expect(INPUTS.throttlePerSecond.value).toBe(checked().api.throttle.ratePerSecond);
  expect(INPUTS.verdictsPerSecond.value).toBe(checked({ verdicts: { callers: [CALLER] } }).verdicts?.throttle.ratePerSecond);
  expect(read('lambda/agent/credentials.ts')).toContain(`const CACHE_MS = ${INPUTS.secretMinutes.value} * 60_000;`);
  expect(localConfig.limits.attempts.injecting).toBe(1000);
});

test('use grows with traffic, and a limit that is reached stands out', () => {
  expect(startsPerSecond(60)).toBe(INPUTS.peakFactor.value);
  for (const { needed } of DEMANDS) expect(needed(startsPerSecond(1000))).toBeCloseTo(needed(startsPerSecond(10)) * 100);
  expect(capacityPart()).toMatch(/^\| the API’s throttle \| 50 requests\/s \| 2 % \| \*\*200 %\*\* \|/m);
});
