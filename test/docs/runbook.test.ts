import { accessLogFormat } from '../../lib/api/access-log';
import { AUDIT_ALARMS } from '../../lib/audit/alarm-table';
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
      expect(article.trim().startsWith(`Rings at ${ringsAt}. ${severity}\n`)).toBe(true);
      const answers = [...article.matchAll(/^- \*\*(.+?):\*\* \S/gm)].map(([, question]) => question);
      expect(answers).toEqual(['Means', 'First look', 'Remedy', 'Ignore it when']);
      expect(article).toMatch(/^```(?:text|sh aws)\n/m);
    },
  );

  test('has the very query of an alarm that is saved in the account, and saves each that it has', () => {
    const audit = read('docs/runbook-audit.md');
    const written = [...ALARMS, ...AUDIT_ALARMS].map(({ id }) => {
      const [, query] = /^```text\n([\s\S]*?)\n```$/m.exec(section(ALARMS.some((row) => row.id === id) ? document : audit, id)) ?? [];
      return [id, query];
    });
    const saved = Object.entries(ALARM_QUERIES).map(([id, { lines }]) => [id, lines.join('\n| ')]);
    expect(written.filter(([, query]) => query !== undefined)).toEqual(saved);
  });

  test('asks the log for fields that it has', () => {
    const queries = [...document.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, query = '']) => query);
    expect(queries.length).toBeGreaterThanOrEqual(15);
    expect(queries.flatMap(unknownNames)).toEqual([]);
  });

  test('asks for the code that the alarm counts', () => {
    for (const code of [
      'agent-refused-credentials',
      'credentials-not-set',
      'attempts-unavailable',
      'too-many-attempts',
      'face-unusable',
      'identity-mismatch',
      'client-supplied-face',
    ]) {
      expect(document).toContain(`filter type = "request" and outcome = "${code}"`);
    }
  });

  test('names the alarm that takes a rollout back', () => {
    const sentence = /One alarm takes a rollout back[^\n]*/.exec(section(document, 'Rolling out'))?.[0] ?? '';
    const named = [...sentence.matchAll(/\(#([\w-]+)\)/g)].map(([, id]) => id);
    expect(named).toEqual(ALARMS.filter(({ rollsBack }) => rollsBack).map(({ id }) => id));
  });
});
