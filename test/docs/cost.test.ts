import production from '../../config/prod.json';
import inputs from '../../docs/cost-inputs.json';
import { monthlyCosts, poolCosts, verdictCosts } from '../../docs/generate/cost/cost-table';
import { checked, synthesize, synthesizeStage } from '../support/template';
import { read } from './documents';

const document = read('docs/cost.md');

test('the inputs have a date, every price the place where it is published, and the document says that none was checked', () => {
  expect(inputs.asOf).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
  expect(document).toContain(`Prices of ${inputs.asOf}`);
  expect(document).toContain('**No price was checked**');
  for (const { where } of Object.values(inputs.prices)) expect(where).toMatch(/^aws\.amazon\.com\/[\w/-]+$/);
});

test('every input has a part in the result', () => {
  const source = read('docs/generate/cost/cost-table.ts');
  expect(Object.keys(inputs.usage).filter((name) => !source.includes(`usage.${name}`))).toEqual([]);
  expect(Object.keys(inputs.prices).filter((name) => !source.includes(`price.${name}`))).toEqual([]);
});

test('the inputs that a template holds are those of the production stage', () => {
  const prod = synthesizeStage('prod');
  const { alarms, firewallRules, keys } = inputs.usage;
  expect(alarms.value).toBe(prod.of('AWS::CloudWatch::Alarm').length);
  expect(keys.value).toBe(prod.of('AWS::KMS::Key').length);
  expect(inputs.prices.activeUser.of.toUpperCase()).toContain(`, ${prod.one('AWS::Cognito::UserPool').UserPoolTier},`);
  expect(firewallRules.value).toBe(prod.one('AWS::WAFv2::WebACL').Rules.length);
});

test('what verdicts add is what a production stage with verdicts has more', () => {
  const verdicts = { callers: ['arn:aws:iam::111122223333:role/backend'] };
  const [without, having] = [synthesizeStage('prod'), synthesize(checked({ ...production, verdicts }))];
  const count = (stage: typeof having) => stage.of('AWS::CloudWatch::Alarm').length;
  expect(inputs.usage.verdictAlarms.value).toBe(count(having) - count(without));
  const [functionOfVerdicts] = having.of('AWS::Lambda::Function').filter(([id]) => id.startsWith('ProxyVerdictsFunction'));
  expect(inputs.usage.questionMemoryGB.value).toBe(Number(functionOfVerdicts?.[1].Properties?.MemorySize) / 1024);
});

test('the sum of verdicts is right for a month that was added up by hand', () => {
  const month = new Map(verdictCosts(1_000_000));
  expect(month.get('API Gateway')).toBeCloseTo(7);
  // 2 million questions; 0.8 million seconds of half a GB.
  expect(month.get('Lambda')).toBeCloseTo(0.4 + 0.4e6 * 0.0000133334);
  // 2 million writes and 2 million reads.
  expect(month.get('Table of transactions')).toBeCloseTo(1.25 + 0.25);
});

test('the sum is right for a month that was added up by hand', () => {
  const month = new Map(monthlyCosts(1_000_000));
  expect(poolCosts(1_000_000)).toBeCloseTo(10_000);
  expect([...month.keys()].join()).not.toContain('Cognito');
  expect(month.get('API Gateway')).toBeCloseTo(7);
  // 2 million requests; 1.5 and 0.3 million seconds of half a GB.
  expect(month.get('Lambda')).toBeCloseTo(0.4 + 0.9e6 * 0.0000133334);
  expect(month.get('Firewall')).toBeCloseTo(11.2);
  // 1 million reads, 2 million invocations, 45,000 photos put.
  expect(month.get('CloudTrail: data events')).toBeCloseTo(3.045);
});
