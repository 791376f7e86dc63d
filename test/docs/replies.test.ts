import { PROBLEMS } from '../../contract/problems';
import { GATEWAY_ANSWERS } from '../../lib/api/gateway-responses';
import { read, section } from './documents';

const document = read('docs/sdk/replies.md');
const problems = read('docs/problems.md');

/** Code, status and the last two cells of each row under a heading. */
function rows(heading: string): { code: string; status: number; again: string; started: string }[] {
  return [...section(document, heading).matchAll(/^\| `([\w-]+)` \| (\d+) \| [^|]+ \| ([^|]+) \| (no|perhaps) \|$/gm)].map(
    ([, code = '', status, again = '', started = '']) => ({ code, status: Number(status), again, started }),
  );
}

const [own, gateway] = [rows('Refusals of the function'), rows('Answers of API Gateway')];

describe('docs/sdk/replies.md', () => {
  test('has a row for each code of the function, with its status', () => {
    expect(own.map(({ code, status }) => [code, status])).toEqual(Object.entries(PROBLEMS).map(([code, [status]]) => [code, status]));
  });

  test('has a row for each answer of API Gateway, with its status', () => {
    const answers = new Map(GATEWAY_ANSWERS.map(({ code, status }) => [code, status]));
    expect(Object.fromEntries(gateway.map(({ code, status }) => [code, status]))).toEqual(Object.fromEntries(answers));
  });

  test('says of those codes that a transaction may have been started of which docs/problems.md says it', () => {
    const uncertain = ({ code }: { code: string }) => /may have been started|started is not known/.test(section(problems, code));
    for (const row of [...own, ...gateway]) expect([row.code, row.started]).toEqual([row.code, uncertain(row) ? 'perhaps' : 'no']);
  });

  test('lets nobody start again at once where a number of seconds is told', () => {
    for (const { code, status, again } of [...own, ...gateway]) if (status === 429) expect([code, again]).toEqual([code, 'later']);
  });
});
