import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  isProblem,
  isProblemCode,
  isVerdictProblemCode,
  isYes,
  type NoReason,
  PROBLEM_CODES,
  type Problem,
  type ProblemCode,
  VERDICT_PROBLEM_CODES,
  type Verdict,
  type VerdictQuestion,
} from '../../client';
import { PROBLEMS, VERDICT_PROBLEMS } from '../../contract/problems';
import { refusal } from '../../contract/refusal';
import type { NoReason as ReasonOfContract, VERDICT_MEMBERS } from '../../contract/verdict-question';

const ROOT = path.join(__dirname, '..', '..');

/** Fails to compile unless both are the same. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : never) : never;
const held: readonly true[] = [
  true satisfies Same<keyof VerdictQuestion, (typeof VERDICT_MEMBERS)[number]>,
  true satisfies Same<NoReason, ReasonOfContract>,
  true satisfies Same<Extract<ProblemCode, keyof typeof PROBLEMS>, keyof typeof PROBLEMS>,
];

test('the types of question, reasons and codes are those of the contract, as the compiler finds', () => {
  expect(held).toEqual([true, true, true]);
});

test('every refusal of the function is a problem to an app, with a code that it knows', () => {
  for (const code of Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]) {
    const body: unknown = JSON.parse(refusal(code, 'UxJ5mDqkjoEFm7E=').body);
    expect([code, isProblem(body), isProblemCode(code)]).toEqual([code, true, true]);
  }
  for (const code of Object.keys(VERDICT_PROBLEMS)) expect([isVerdictProblemCode(code), isProblemCode(code)]).toEqual([true, false]);
});

test('a code of a newer proxy is a problem that the list does not know, and Microblink’s own answers are none', () => {
  const newer: unknown = { ...JSON.parse(refusal('internal', 'x').body), type: 'urn:face-match-proxy:problem:newer', code: 'newer' };
  expect(isProblem(newer)).toBe(true);
  expect(isProblemCode('newer')).toBe(false);
  const own = { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'Workflow not found' };
  for (const body of [own, { ...own, code: 'internal', requestId: 'x' }, {}, [], null, undefined, 'internal', 7])
    expect(isProblem(body)).toBe(false);
  for (const code of ['toString', '__proto__', '', 'INTERNAL'])
    expect([isProblemCode(code), isVerdictProblemCode(code)]).toEqual([false, false]);
});

test('nothing but the word itself is a yes', () => {
  expect(isYes({ verdict: 'yes', decidedAt: '', photo: 'face@1', startedAt: '' })).toBe(true);
  for (const body of [
    { verdict: 'YES' },
    { verdict: true },
    { verdict: ['yes'] },
    { verdict: 'no', reasons: [] },
    {},
    ['yes'],
    'yes',
    null,
  ])
    expect(isYes(body)).toBe(false);
});

test('a program can name each code and each reason, and the compiler says which one it forgot', () => {
  // @ts-expect-error not a code
  const wrong: ProblemCode = 'no-such-code';
  const problem: Problem<ProblemCode> = JSON.parse(refusal('internal', 'x').body);
  // @ts-expect-error of verdicts alone
  const isReview = problem.code === 'in-review';
  const told: Verdict = { verdict: 'no', reasons: ['used'] };
  expect([wrong, isReview, told.reasons[0]]).toEqual(['no-such-code', false, 'used']);
  expect([PROBLEM_CODES, VERDICT_PROBLEM_CODES].map((codes) => new Set(codes).size)).toEqual([
    PROBLEM_CODES.length,
    VERDICT_PROBLEM_CODES.length,
  ]);
});

test('brings nothing else with it: compiled alone, without the types of Node or of a browser, it imports its own folder only', () => {
  const files = readdirSync(path.join(ROOT, 'client'));
  const imports = files.flatMap((file) => [...readFileSync(path.join(ROOT, 'client', file), 'utf8').matchAll(/from '([^']+)'/g)]);
  expect(imports.map(([, from]) => from).filter((from) => !files.includes(`${from?.slice(2)}.ts`))).toEqual([]);
  const options = [
    '--noEmit',
    '--strict',
    '--ignoreConfig',
    '--types',
    '',
    '--lib',
    'es2022',
    '--module',
    'nodenext',
    '--target',
    'es2022',
  ];
  execFileSync(process.execPath, [path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), ...options, 'client/index.ts'], {
    cwd: ROOT,
  });
});
