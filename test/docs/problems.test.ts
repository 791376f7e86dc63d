import { PROBLEMS } from '../../contract/problems';
import { GATEWAY_ANSWERS } from '../../lib/api/gateway-responses';
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

  test('lists each code of the function with its status and title', () => {
    const rows = [...document.matchAll(/^\| \[`([\w-]+)`\]\(#\1\) \| (\d+) \| (.+) \|$/gm)];
    const listed = rows.map(([, code, status, title]) => [code, Number(status), title]);
    expect(listed).toEqual(Object.entries(PROBLEMS).map(([code, [status, title]]) => [code, status, title]));
  });

  test.each([...own, ...gateway])('says the status of %s, and what the app and the operator should do', (code, status) => {
    const article = section(document, code);
    expect(article.trim()).toMatch(new RegExp(`^Status ${status}[.,]`));
    expect(article).toMatch(/^- \*\*App:\*\* \S/m);
    expect(article).toMatch(/^- \*\*Operator:\*\* \S/m);
  });

  test('shows a refusal as the function writes it', () => {
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(document)?.[1] ?? '{}');
    const [status, title, detail] = PROBLEMS['no-face-on-record'];
    expect(example).toMatchObject({ status, title, detail, code: 'no-face-on-record' });
  });
});
