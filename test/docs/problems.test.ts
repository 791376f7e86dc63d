import { PROBLEMS, SHARED_PROBLEMS, VERDICT_PROBLEMS } from '../../contract/problems';
import { GATEWAY_ANSWERS } from '../../lib/api/gateway-responses';
import { VERDICT_ANSWERS } from '../../lib/verdict/verdict-answers';
import { headings, read, section } from './documents';

const document = read('docs/problems.md');
const gateway = new Map(GATEWAY_ANSWERS.map(({ code, status }) => [code, status]));
const own = Object.entries(PROBLEMS).map(([code, [status]]): [string, number] => [code, status]);

describe('docs/problems.md', () => {
  test('has a section for each code of the function, and for no other', () => {
    expect(headings(section(document, 'Refusals of the function'), 3)).toEqual(Object.keys(PROBLEMS));
  });

  test('has a section for each further code of API Gateway, and for no other', () => {
    const further = [...gateway.keys()].filter((code) => !Object.hasOwn(PROBLEMS, code));
    expect(headings(section(document, 'Answers of API Gateway'), 3).sort()).toEqual(further.sort());
  });

  test.each(Object.entries(PROBLEMS))('says the status of %s, and its title as the function does', (code, [status, title]) => {
    expect(section(document, code).trim()).toMatch(new RegExp(`^Status ${status}: ${title}[.]`));
  });

  test.each([...own, ...gateway])('says the status of %s, and what the app and the operator should do', (code, status) => {
    const article = section(document, code);
    expect(article.trim()).toMatch(new RegExp(`^Status ${status}[.,:]`));
    expect(article).toMatch(/^- \*\*App:\*\* \S/m);
    expect(article).toMatch(/^- \*\*Operator:\*\* \S/m);
  });

  const ofVerdicts = VERDICT_ANSWERS.filter(({ code }) => !gateway.has(code)).map(({ code }) => code);
  test('has a section for each further code of the verdict, and for no other', () => {
    expect(headings(section(document, 'Answers of the verdict'), 3)).toEqual([...ofVerdicts, ...Object.keys(VERDICT_PROBLEMS)]);
  });

  test.each(Object.entries(VERDICT_PROBLEMS))('says the status of %s, its title, and what backend and operator should do', (code, row) => {
    const article = section(document, code);
    expect(article.trim()).toMatch(new RegExp(`^Status ${row[0]}: ${row[1]}[.]`));
    expect(article).toMatch(/^- \*\*Backend:\*\* \S/m);
    expect(article).toMatch(/^- \*\*Operator:\*\* \S/m);
  });

  test('names the codes of the function that a question can get, too, and no other', () => {
    const [first = ''] = section(document, 'Answers of the verdict').trim().split('\n');
    const named = [...first.matchAll(/`([\w-]+)`/g)].map(([, code]) => code);
    expect(named.sort()).toEqual([...SHARED_PROBLEMS].sort());
  });

  test('shows a refusal as the function writes it', () => {
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(document)?.[1] ?? '{}');
    const [status, title, detail] = PROBLEMS['no-face-on-record'];
    expect(example).toMatchObject({ status, title, detail, code: 'no-face-on-record' });
  });
});

describe('what an app does, in docs/problems.md', () => {
  const rows = section(document, 'What an app does')
    .split('\n')
    .filter((line) => /`[a-z]+-[a-z-]+`|`[a-z]+` `/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));
  const codes = (row: readonly string[]) => [...(row[2] ?? '').matchAll(/`([\w-]+)`/g)].map(([, code = '']) => code);

  test('is said of each code of the function and of API Gateway, once', () => {
    expect(rows.flatMap(codes).sort()).toEqual([...new Set([...Object.keys(PROBLEMS), ...gateway.keys()])].sort());
  });

  test('says that a transaction may have been started of the codes whose sections say it', () => {
    const uncertain = (code: string) => /may have been started|started is not known/.test(section(document, code));
    for (const row of rows)
      for (const code of codes(row)) expect([code, (row[0] ?? '').includes('perhaps started')]).toEqual([code, uncertain(code)]);
  });

  test('lets no one start again at once where a number of seconds is named', () => {
    const statuses = new Map([...own, ...gateway]);
    const soon = rows.filter(([, again = '']) => /^once/.test(again)).flatMap(codes);
    expect(soon.filter((code) => statuses.get(code) === 429)).toEqual([]);
    expect(soon.length).toBeGreaterThan(5);
  });
});
