import { AUDIT_ALARMS, RUNBOOK } from '../../lib/audit/alarm-table';
import { headings, read, section } from '../docs/documents';
import { Access } from '../support/compliance-access';
import { callerRows } from '../support/simulated-callers';
import { acts } from '../support/simulated-calls';
import { simulatedStage } from '../support/simulated-stage';
import { Synthesized } from '../support/template';
import { writtenPage } from '../support/written-page';
import { ACCESS_FILE, accessPage } from './access-page';
import { type Asked, cell, outcome, SIMULATION, simulation } from './simulation';
import { sectionOf, withSection } from './simulation-section';

const stage = simulatedStage();
const access = new Access(stage);
const written = sectionOf(writtenPage(ACCESS_FILE));
const cells = written
  .split('\n')
  .filter((line) => /^\| (?!Who )/.test(line))
  .flatMap((line) => line.split(' | ').slice(1));

/** What our own reading of the policies says. */
const ours = ({ who, action, on, context, own }: Asked) => (access.may(who, action, on, context, own) ? 'allowed' : 'denied');

/** The stage without what a pattern finds among its resources. */
function without(type: string, id: RegExp): Synthesized {
  const Resources = Object.fromEntries(Object.entries(stage.resources).filter(([each, { Type }]) => Type !== type || !id.test(each)));
  return Object.assign(Object.create(Synthesized.prototype), { template: { ...stage.template, Resources } });
}

test('our own reading of the policies makes the same simulation as the engine that wrote it; after a change: npx tsx .ci/judges/simulate.ts --write', async () => {
  expect(written).toBe(await simulation(stage, ours));
});

test('everybody is asked about every call, and each cell says denied, seen by whom, or not seen and why', () => {
  expect(callerRows(stage, access).map(({ id }) => id)).toEqual(
    'function administrator root enrol replace read erase deploy execution stranger services foreign namesake'.split(' '),
  );
  expect(headings(section(read(ACCESS_FILE), SIMULATION), 3)).toEqual(acts(stage, access).map(({ heading }) => heading));
  expect(cells).toHaveLength(callerRows(stage, access).length * acts(stage, access).flatMap(({ calls }) => calls).length);
  const forms =
    /^(?:denied|allowed(?: to `[\w.-]+`(?:, `[\w.-]+`)*)?, (?:seen by \[[\w -]+\]\(\S+\)(?: and \[[\w -]+\]\(\S+\))*|not seen: \S.*\S))(?: \|)?$/;
  expect(cells.filter((text) => !forms.test(text))).toEqual([]);
});

test('each alarm that it names is one of the stage, with an article, and each rule is one of the stage', () => {
  const named = [...written.matchAll(/\[([\w -]+)\]\(runbook-audit\.md#([\w-]+)\)/g)];
  const alarms = stage.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.MetricName);
  const rules = stage.of('AWS::Events::Rule').map(([id]) => id);
  expect(named.length).toBeGreaterThan(40);
  for (const [, name = '', article = ''] of named) {
    expect(headings(read(RUNBOOK), 2)).toContain(article);
    const [, rule] = /^the rule (\w+)$/.exec(name) ?? [];
    if (rule === undefined)
      expect([AUDIT_ALARMS.map(({ id }) => id), alarms]).toEqual([expect.arrayContaining([name]), expect.arrayContaining([name])]);
    else expect(rules.filter((id) => id.includes(`WatchRules${rule}`))).toHaveLength(1);
  }
});

// The rule tells of others than the deployment even so.
test.each([
  ['its filter', 'AWS::Logs::MetricFilter', /keychanged/],
  ['the alarm itself', 'AWS::CloudWatch::Alarm', /keychanged/i],
])('a call of which nobody hears, since %s is gone, ends the simulation', async (_, type, id) => {
  expect(without(type, id).of(type).length).toBeLessThan(stage.of(type).length);
  await expect(simulation(without(type, id), ours)).rejects.toThrow(
    'allowed, not seen, and without a reason: CloudFormation’s role, in a deployment, end the key',
  );
});

test('a reason for what is seen or denied ends it, too', async () => {
  const [row] = callerRows(stage, access).filter(({ id }) => id === 'execution');
  const [call] = acts(stage, access).flatMap(({ calls }) => calls.filter(({ id }) => id === 'code'));
  if (row === undefined || call === undefined) throw new Error('no such row');
  const found = await outcome(row, call, stage, ours);
  expect(cell(found)).toContain('not seen');
  expect(() => cell({ ...found, alarms: ['function-changed'] })).toThrow('a reason for what is seen or denied');
  expect(() => cell({ ...found, allowed: [] })).toThrow('a reason for what is seen or denied');
});

test('the page is made again with the simulation that it has', () => {
  const page = writtenPage(ACCESS_FILE);
  const other = withSection(page, `## ${SIMULATION}\n\nAnother.\n`);
  expect(sectionOf(other)).toBe(`## ${SIMULATION}\n\nAnother.\n`);
  expect(withSection(other, written)).toBe(page);
  expect(accessPage(stage, 'x')).toContain('\nx\n');
  expect(() => sectionOf('# Who can do what\n')).toThrow('npx tsx .ci/judges/simulate.ts --write');
});
