import { runVerdictCells, tookItsTime, type VerdictCell } from './verdict-cells';
import { VERDICT_COLUMNS, verdictAnswerOf } from './verdict-columns';

/** Many cells wait for a limit to pass; on a busy machine they take longer. */
const LONGEST_MS = 600_000;

let cells: VerdictCell[];
beforeAll(async () => {
  cells = await runVerdictCells();
}, LONGEST_MS);

const nameOf = ({ column, fault, invocation, ...found }: VerdictCell) =>
  `${column.name} ${fault.name} (${invocation}): ${JSON.stringify(found)}`;
const breaking = (rule: (cell: VerdictCell) => boolean) => cells.filter((cell) => !rule(cell)).map(nameOf);
const answerOf = ({ ending }: VerdictCell) => `${ending.status} ${ending.outcome}`;
const isStart = ({ column }: VerdictCell) => column.of === 'start';

test('every column has been run, at the first request of a process and at a later one', () => {
  expect(new Set(cells.map(({ column }) => column.name)).size).toBe(VERDICT_COLUMNS.length);
  expect(cells.length).toBeGreaterThan(110);
});

test('each fault is answered as its column says, and so as docs/faults.md says', () => {
  expect(breaking((cell) => answerOf(cell) === verdictAnswerOf(cell.column, cell.fault))).toEqual([]);
});

test('no fault makes a yes, but one that was got over', () => {
  const isGotOver = ({ fault }: VerdictCell) => fault.name === 'sends its first byte late, within the limit';
  expect(breaking((cell) => cell.ending.outcome !== 'yes' || isGotOver(cell))).toEqual([]);
});

test('a question is answered within ten seconds, by its own log line', () => {
  expect(breaking((cell) => isStart(cell) || tookItsTime(cell))).toEqual([]);
});

test('a fault at the record costs a start one second at most, and never its reply', () => {
  expect(breaking((cell) => !isStart(cell) || answerOf(cell) === '200 ok')).toEqual([]);
  expect(breaking((cell) => !isStart(cell) || tookItsTime(cell))).toEqual([]);
});

test('a start that could not be put on record is noted as such', () => {
  const isNoted = ({ line }: VerdictCell) => JSON.parse(line).unrecorded === true;
  const isRecorded = ({ fault }: VerdictCell) => fault.name === 'sends its first byte late, within the limit';
  expect(breaking((cell) => !isStart(cell) || isNoted(cell) !== isRecorded(cell))).toEqual([]);
});

test('no timer, no connection and nothing in memory stays after an answer', () => {
  expect(breaking(({ leftOver, held }) => leftOver.length === 0 && held.length === 0)).toEqual([]);
});

test('the next request is served as if nothing had been', () => {
  expect(breaking(({ next, column }) => next.status === 200 && next.outcome === (column.of === 'start' ? 'ok' : 'yes'))).toEqual([]);
});
