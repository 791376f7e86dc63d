import { bundledFunction } from './bundled-function';
import { type CellResult, startCells } from './cell';
import { COLLABORATORS, type Collaborator } from './collaborators';
import { answerOf, expectedOf, mayBeLate } from './expected';
import { FAULTS, type FaultRow, type Invocation } from './faults';
import { runFrozenCell } from './frozen-cell';
import { againAlone, turns } from './turns';
import { DEADLINE_MS, startWorld } from './world';

/** One question of the matrix with its answer. */
export interface Cell {
  readonly collaborator: Collaborator;
  readonly fault: FaultRow;
  readonly invocation: Invocation;
  readonly result: CellResult | { readonly doesNotApply: string };
}

type Question = Omit<Cell, 'result'>;

/** So many cells run at once. Most wait for a limit to pass, or for their turn: few do at once what takes processor time. */
const [SIDE_BY_SIDE, AT_WORK] = [24, 4];
/** A reply that comes byte by byte takes a hundred and fifty seconds, and has to outlast the longest deadline of a cell, which is twelve. */
const MOST_PATIENCE = 8;

/** Runs every collaborator times every fault times both invocations, in the order of the document. */
export async function runMatrix(): Promise<Cell[]> {
  const questions = COLLABORATORS.flatMap((collaborator) =>
    FAULTS.flatMap((fault) => (['first', 'warm'] as const).map((invocation): Question => ({ collaborator, fault, invocation }))),
  );
  const bundle = bundledFunction();
  const patience = await patienceFor();
  const [sideBySide, inTurn] = [turns(SIDE_BY_SIDE), turns(AT_WORK)];
  const running = startCells(inTurn, patience);
  const answer = async ({ collaborator, fault, invocation }: Question) => {
    const place = fault.at(collaborator, invocation);
    if (place === 'frozen') return await inTurn(() => runFrozenCell(bundle, collaborator));
    return 'doesNotApply' in place ? place : await running.run({ deed: place, lasts: fault.lasts }, collaborator, invocation);
  };
  const run = async (question: Question): Promise<Cell> => ({ ...question, result: await sideBySide(() => answer(question)) });
  const first = [...questions].sort(lastingFirst);
  const cells = await againAlone(
    first.map((question) => () => run(question)),
    wasLate,
  ).finally(running.stop);
  return questions.map((question) => cells[first.indexOf(question)] as Cell);
}

/** Whether nothing is wrong but that the fault was answered late, or the next request. */
function wasLate({ collaborator, fault, result }: Cell): boolean {
  if ('doesNotApply' in result || result.memory.held.length > 0) return false;
  const { ending, acceptable, next } = result;
  const wanted = expectedOf(collaborator, fault.name);
  if (acceptable > wanted.acceptable) return false;
  return (answerOf(ending) !== wanted.answer && mayBeLate(ending)) || (next !== undefined && next.status !== 200 && mayBeLate(next));
}

const lastingFirst = (one: Question, other: Question) => Number(other.fault.lasts) - Number(one.fault.lasts);

/**
 * How many times as long as usual the limits of a cell are: so that a large photo, alone, takes a fortieth of them on any machine. The first
 * request is not counted, as the clients load parts of themselves at it.
 */
async function patienceFor(): Promise<number> {
  const world = await startWorld({ photo: 'large', patience: MOST_PATIENCE });
  await world.invoke();
  const since = performance.now();
  await world.invoke();
  const tookMs = performance.now() - since;
  await world.stop();
  return Math.min(MOST_PATIENCE, Math.max(1, (40 * tookMs) / DEADLINE_MS));
}
