import vectors from '../vectors/sdk-requests.json';
import { cellsOf, read, section } from './documents';

type Vector = (typeof vectors.requests)[number];

/** Rows of the table of addresses: which SDK, its setting, the output that goes there. */
const ROWS = cellsOf(section(read('docs/sdk/README.md'), 'Which address').replace(/^\| (?=Web|Android|iOS)/gm, '| `'));
const GUIDES = { browser: 'docs/sdk/web.md', android: 'docs/sdk/android.md', ios: 'docs/sdk/ios.md' };
const STARTS = vectors.requests.filter(({ path }) => path.endsWith('/transaction')).map((vector) => ({ ...vector, ...sentBy(vector) }));

function sentBy({ body }: Vector): { platform: keyof typeof GUIDES; version: string } {
  const { platform, sdkVersion } = JSON.parse(body ?? '{}');
  return { platform, version: sdkVersion };
}

/** A version as a number that compares: 1.10.5 is later than 1.7. */
const order = (version: string) => version.split('.').reduce((sum, part, at) => sum + Number(part) * 1000 ** (2 - at), 0);

/** Whether a row such as `Android 1.4.2 to 1.6` is about this version. */
function isAbout(row: string, platform: string, version: string): boolean {
  const named = { Web: 'browser', Android: 'android', iOS: 'ios' }[/\w+/.exec(row)?.[0] ?? ''];
  const [first = '', second] = row.match(/\d[\d.]*/g) ?? [];
  if (named !== platform) return false;
  if (row.includes(' before ')) return order(version) < order(first);
  if (row.includes(' from ')) return order(version) >= order(first);
  if (row.includes(' up to ')) return order(version) <= order(first);
  return order(version) >= order(first) && order(version) < order(`1.${Number(second?.split('.')[1]) + 1}`);
}

describe('the guides of the SDKs', () => {
  test.each(ROWS.map(([row = '', setting = '', value = '']) => [row.replace('`', ''), setting, value]))(
    '%s: a start as it sends it is part of the tests, on the path to which its setting leads',
    (row, setting, value) => {
      const paths = STARTS.filter(({ platform, version }) => isAbout(row, platform, version)).map(({ path }) => path);
      const isFirst = /hostUrl|authProviderHost/.test(setting);
      const expected = isFirst ? ['/proxy/api/v1/transaction'] : value === '`ProxyBaseUrl`' ? ['/transaction'] : [paths[0]];
      expect(paths.length).toBeGreaterThan(0);
      expect([...new Set(paths)]).toEqual(expected);
    },
  );

  test.each(['android', 'ios', 'browser'])('%s from 1.7: workflow info and cancel are part of the tests, too', (platform) => {
    const [start] = STARTS.filter((vector) => vector.platform === platform && order(vector.version) >= order('1.7'));
    const label = start?.name.split(': ')[0] ?? 'none';
    const paths = vectors.requests.filter(({ name }) => name.startsWith(`${label}: `)).map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual(['GET /initialize/wf-123/info', 'POST /transaction', 'POST /initialize/wf-123/cancel']);
  });

  test.each(Object.entries(GUIDES))('what %s sends as curl is a request of the tests, byte for byte', (_platform, guide) => {
    const sent = [...read(guide).matchAll(/ -d '(\{.*\})'/g)].map(([, body = '']) =>
      body.replaceAll(`'"$WORKFLOW"'`, 'wf-123').replaceAll(`'"$SUBJECT"'`, '{subject}'),
    );
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter((body) => !STARTS.some((start) => start.body === body))).toEqual([]);
  });

  test('a request of the tests says how it is known in a word of the guides', () => {
    const words = [...section(read('docs/sdk/README.md'), 'How sure this is').matchAll(/^\| (\w+) \|/gm)].map(([, word]) => word);
    expect(vectors.requests.filter(({ evidence }) => !words.includes(evidence))).toEqual([]);
  });

  test.each([
    ['seen', 'Android', '*Seen* are 1.0.0, 1.1.0 and 1.2.0', ['1.0.0', '1.1.0', '1.2.0']],
    ['read', 'iOS', '1.0.0 and 1.1.0 were *read*', ['1.1.0']],
  ] as const)('only that is called %s which was: %s', (word, platform, sentence, versions) => {
    const known = STARTS.filter(({ evidence }) => evidence === word);
    expect(known.map((start) => [start.platform, start.version])).toEqual(versions.map((version) => [platform.toLowerCase(), version]));
    expect(read(GUIDES[platform.toLowerCase() as 'ios'])).toContain(sentence);
  });
});
