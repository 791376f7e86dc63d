import { type Asked, heardOf, outcome, SIMULATION, simulation } from '../../docs/generate/access/simulation';
import { AUDIT_ALARMS } from '../../lib/audit/alarm-table';
import { RUNBOOK } from '../../lib/monitoring/alarm-row';
import { headings, read, section } from '../docs/documents';
import { Access } from '../support/compliance-access';
import { callerRows } from '../support/simulated-callers';
import { acts } from '../support/simulated-calls';
import { simulatedStage } from '../support/simulated-stage';
import { Synthesized } from '../support/template';

const stage = simulatedStage();
const access = new Access(stage);
const written = section(read('docs/access.md'), SIMULATION);
const rows = written.split('\n').filter((line) => /^\| (?!.* \| Allowed to)/.test(line));

/** What our own reading of the policies says. */
const ours = ({ who, action, on, context, own }: Asked) => (access.may(who, action, on, context, own) ? 'allowed' : 'denied');

/** The stage without what a pattern finds among its resources. */
function without(type: string, id: RegExp): Synthesized {
  const Resources = Object.fromEntries(Object.entries(stage.resources).filter(([each, { Type }]) => Type !== type || !id.test(each)));
  return Object.assign(Object.create(Synthesized.prototype), { template: { ...stage.template, Resources } });
}

test('every call of every table has a row that says who is allowed it and who hears of that, or that no one is', () => {
  expect(callerRows(stage, access).map(({ id }) => id)).toEqual(
    [
      'function verdict caller caller-elsewhere administrator root enrol replace read erase deploy execution stranger services',
      'foreign foreign-verdict namesake namesake-verdict',
    ].flatMap((ids) => ids.split(' ')),
  );
  const calls = acts(stage, access).flatMap((act) => act.calls);
  expect(rows.map((row) => row.slice(2, row.lastIndexOf(' | ')))).toEqual(calls.map(({ name }) => name));
  const heard = /(?:not seen \(\d+\)|\[[\w -]+\]\(\S+\)(?:, \[[\w -]+\]\([\w.#-]+\))*)/.source;
  const form = new RegExp(`^(?:no one|[^:]+: ${heard}(?:; [^:]+: ${heard})*) \\|$`);
  expect(rows.map((row) => row.slice(row.lastIndexOf(' | ') + 3)).filter((allowances) => !form.test(allowances))).toEqual([]);
});

test('each alarm that it names is one of the stage, with an article, and each rule is one of the stage', () => {
  const named = [...written.matchAll(/\[([\w -]+)\]\([\w-]+\.md#([\w-]+)\)/g)];
  const alarms = stage.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.MetricName);
  const rules = stage.of('AWS::Events::Rule').map(([id]) => id);
  expect(named.length).toBeGreaterThan(30);
  for (const [, name = '', article = ''] of named) {
    expect(headings(read(RUNBOOK), 3)).toContain(article);
    const [, rule] = /^rule-(\w+)$/.exec(name) ?? [];
    if (rule === undefined)
      expect([AUDIT_ALARMS.map(({ id }) => id), alarms]).toEqual([expect.arrayContaining([name]), expect.arrayContaining([name])]);
    else expect(rules.filter((id) => id.includes(`WatchRules${rule}`))).toHaveLength(1);
  }
});

// The rule reports others than the deployment all the same.
test.each([
  ['its filter', 'AWS::Logs::MetricFilter', /keychanged/],
  ['the alarm itself', 'AWS::CloudWatch::Alarm', /keychanged/i],
])('a call of which no one hears, since %s is gone, ends the simulation', async (_, type, id) => {
  expect(without(type, id).of(type).length).toBeLessThan(stage.of(type).length);
  await expect(simulation(without(type, id), ours)).rejects.toThrow(
    'allowed, not seen, and without a reason: CloudFormation’s role, end the key',
  );
});

test('a reason for what is seen or denied ends it, too', async () => {
  const [row] = callerRows(stage, access).filter(({ id }) => id === 'execution');
  const [call] = acts(stage, access).flatMap(({ calls }) => calls.filter(({ id }) => id === 'code'));
  if (row === undefined || call === undefined) throw new Error('no such row');
  const found = await outcome(row, call, stage, ours);
  expect(heardOf(found)).toContain('not seen');
  expect(() => heardOf({ ...found, alarms: ['function-changed'] })).toThrow('a reason for what is seen or denied');
  expect(() => heardOf({ ...found, allowed: [] })).toThrow('a reason for what is seen or denied');
});
