import { PROBLEMS, SHARED_PROBLEMS, VERDICT_PROBLEMS } from '../../contract/problems';
import { NO_REASONS } from '../../contract/verdict-question';
import { GATEWAY_ANSWERS } from '../../lib/api/gateway-responses';
import { VERDICT_ANSWERS } from '../../lib/verdict/verdict-answers';

/** client/codes.ts: the closed lists of the contract, copied, since what an app imports has no dependencies. */
export function clientCodes(): string {
  const gateway = GATEWAY_ANSWERS.map(({ code }) => code);
  const ofQuestions = VERDICT_ANSWERS.map(({ code }) => code);
  return [
    '// Made by npm run docs, from contract/ and the gateway responses of lib/.\n',
    list('PROBLEM_CODES', 'Every `code` of the API that the SDKs call.', [...Object.keys(PROBLEMS), ...gateway]),
    list('VERDICT_PROBLEM_CODES', 'Every `code` of the API for verdicts; none of them is a yes.', [
      ...SHARED_PROBLEMS,
      ...Object.keys(VERDICT_PROBLEMS),
      ...ofQuestions,
    ]),
    list('NO_REASONS', 'Why a verdict is no.', NO_REASONS),
  ].join('\n');
}

/** One item a line, as the formatter writes what is too long for one. */
function list(name: string, about: string, items: readonly string[]): string {
  const lines = [...new Set(items)].map((item) => `  '${item}',\n`).join('');
  return `/** ${about} */\nexport const ${name} = [\n${lines}] as const;\n`;
}
