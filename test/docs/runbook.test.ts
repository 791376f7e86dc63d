import { accessLogFormat } from '../../lib/api/access-log';
import { AUDIT_ALARMS, RULES_FAIL, SILENCE } from '../../lib/audit/alarm-table';
import { ALARM_QUERIES } from '../../lib/monitoring/alarm-queries';
import { RUNBOOK } from '../../lib/monitoring/alarm-row';
import { ALARMS } from '../../lib/monitoring/alarm-table';
import { firstCells, headings, read, section } from './documents';

const document = read(RUNBOOK);
const logs = read('docs/reference.md');
const FIELDS = new Set([
  ...['One line for each request', 'One line for each question'].flatMap((heading) => firstCells(section(logs, heading))),
  ...Object.keys(JSON.parse(accessLogFormat().toString())),
  ...['@timestamp', '@message', 'type'],
  // Of the firewall's log ("Log fields" in the WAF developer guide).
  ...['action', 'terminatingRuleId', 'httpRequest', 'clientIp'],
]);
/** Words of the query language, and names that a query gives itself. */
const LANGUAGE = new Set([
  'fields',
  'filter',
  'stats',
  'sort',
  'limit',
  'desc',
  'by',
  'and',
  'as',
  'like',
  'count',
  'pct',
  'max',
  'bin',
  'm',
  'ispresent',
  'parse',
  'count_distinct',
]);

/** Names that a query uses and that are neither fields nor its own. */
function unknownNames(query: string): string[] {
  const own = [...query.matchAll(/\bas (\w+)|\?<(\w+)>/g)].map(([, name, parsed]) => name ?? parsed);
  const words = query.replace(/"[^"]*"|\/[^\n]*\//g, '').match(/@?[a-z]\w*/gi) ?? [];
  return words.filter((word) => !FIELDS.has(word) && !LANGUAGE.has(word) && !own.includes(word));
}

describe('docs/runbook.md', () => {
  test.each([
    ['Alarms', ALARMS.map(({ id }) => id)],
    ['Alarms of the audit trail', [...AUDIT_ALARMS, SILENCE, RULES_FAIL].map(({ id }) => id)],
  ])('under "%s" has an article for each alarm, and for no other', (heading, alarms) => {
    expect(headings(section(document, heading), 3)).toEqual(alarms);
  });

  test.each([...ALARMS, ...AUDIT_ALARMS, SILENCE, RULES_FAIL].map(({ id }) => id))(
    'says of %s what it means, what to do, and when to ignore it',
    (id) => {
      const [means = '', ...rest] = section(document, id).trim().split('\n');
      expect(means).toMatch(/^[A-Z].{30,}\.(?:\*\*)?$/);
      const asked = rest.flatMap((line) => /^- \*\*(.+?):\*\* \S/.exec(line)?.[1] ?? []);
      expect(asked.filter((question) => question !== 'Look')).toEqual(['Do', 'Ignore when']);
    },
  );

  test('names the alarm that takes a rollout back', () => {
    const sentence = /One alarm takes a rollout back[^\n]*?\./.exec(section(document, 'Rolling out'))?.[0] ?? '';
    const named = [...sentence.matchAll(/\(#([\w-]+)\)/g)].map(([, id]) => id);
    expect(named).toEqual(ALARMS.filter(({ rollsBack }) => rollsBack).map(({ id }) => id));
  });
});

describe('the query that is saved for an alarm', () => {
  const queries = Object.entries(ALARM_QUERIES).map(([id, { log, lines }]) => ({ id, log, text: lines.join('\n| ') }));

  test('is there for every alarm on the log of the function, the API or the trail', () => {
    const without = [...ALARMS, ...AUDIT_ALARMS].map(({ id }) => id).filter((id) => !Object.hasOwn(ALARM_QUERIES, id));
    expect(without).toEqual(['function-throttled', 'function-concurrency']);
  });

  test('stands in the article that names what it finds, too', () => {
    const [, shown] = /^```text\n([\s\S]*?)\n```$/m.exec(section(document, 'firewall-blocks')) ?? [];
    expect(shown).toBe(queries.find(({ id }) => id === 'firewall-blocks')?.text);
  });

  test('asks the log for fields that it has', () => {
    const own = queries.filter(({ log }) => log !== 'trail');
    expect(own.length).toBeGreaterThanOrEqual(15);
    expect(own.flatMap(({ text }) => unknownNames(text))).toEqual([]);
  });

  test.each([
    ['agent-refused-credentials', 'agent-refused-credentials'],
    ['credentials-not-set', 'credentials-not-set'],
    ['attempts-unavailable', 'attempts-unavailable'],
    ['too-many-attempts', 'too-many-attempts'],
    ['face-unusable', 'face-unusable'],
    ['identity-mismatches', 'identity-mismatch'],
    ['client-supplied-faces', 'client-supplied-face'],
  ])('of %s asks for the code that it counts', (id, code) => {
    expect(ALARM_QUERIES[id]?.lines).toContain(`filter type = "request" and outcome = "${code}"`);
  });
});
