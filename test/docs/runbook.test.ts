import { accessLogFormat } from '../../lib/api/access-log';
import { ALARM_QUERIES } from '../../lib/monitoring/alarm-queries';
import { SEVERITY_WORDS } from '../../lib/monitoring/alarm-row';
import { ALARMS } from '../../lib/monitoring/alarm-table';
import { firstCells, headings, read, section } from './documents';

const document = read('docs/runbook.md');
const logs = read('docs/reference.md');
const FIELDS = new Set([
  ...firstCells(section(logs, 'One line for each request')),
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
  test('has an article for each alarm, and for no other', () => {
    expect(headings(section(document, 'Alarms'), 3)).toEqual(ALARMS.map(({ id }) => id));
  });

  test.each(ALARMS.map(({ id, ringsAt, severity = 'page' }) => [id, ringsAt, SEVERITY_WORDS[severity]]))(
    'says of %s when it rings, whether it wakes somebody, and the four things that one asks',
    (id, ringsAt, severity) => {
      const article = section(document, id);
      expect(article.trim().startsWith(`Fires at ${ringsAt}. ${severity}\n`)).toBe(true);
      const answers = [...article.matchAll(/^- \*\*(.+?):\*\* \S/gm)].map(([, question]) => question);
      expect(answers).toEqual(['Means', 'First look', 'Remedy', 'Ignore it when']);
    },
  );

  test('asks the log for fields that it has', () => {
    const queries = Object.values(ALARM_QUERIES).filter(({ log }) => log !== 'trail');
    expect(queries.length).toBeGreaterThanOrEqual(15);
    expect(queries.flatMap(({ lines }) => unknownNames(lines.join('\n')))).toEqual([]);
  });

  test('asks for the code that the alarm counts', () => {
    const counted = { 'client-supplied-faces': 'client-supplied-face', 'identity-mismatches': 'identity-mismatch' };
    const same = ['agent-refused-credentials', 'credentials-not-set', 'attempts-unavailable', 'too-many-attempts', 'face-unusable'];
    for (const [alarm, code] of [...Object.entries(counted), ...same.map((code) => [code, code] as const)])
      expect(ALARM_QUERIES[alarm]?.lines.join('\n')).toContain(`filter type = "request" and outcome = "${code}"`);
  });

  test('names the alarm that takes a rollout back', () => {
    const sentence = /One alarm takes a rollout back[^\n]*/.exec(section(document, 'Rolling out'))?.[0] ?? '';
    const named = [...sentence.matchAll(/\(#([\w-]+)\)/g)].map(([, id]) => id);
    expect(named).toEqual(ALARMS.filter(({ rollsBack }) => rollsBack).map(({ id }) => id));
  });
});
