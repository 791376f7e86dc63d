import { bundledFunction } from './bundled-function';
import { type CellResult, runCell } from './cell';
import { COLLABORATORS, type Collaborator } from './collaborators';
import { FAULTS, type FaultRow, type Invocation } from './faults';
import { runFrozenCell } from './frozen-cell';
import { startWorld } from './world';

/** One question of the matrix with its answer. */
export interface Cell {
  readonly collaborator: Collaborator;
  readonly fault: FaultRow;
  readonly invocation: Invocation;
  readonly result: CellResult | { readonly doesNotApply: string };
}

type Question = Omit<Cell, 'result'>;

/** So many cells run side by side: most of them wait for a limit to pass. More would wait for each other on a busy machine. */
const SIDE_BY_SIDE = 4;

/** Runs every collaborator times every fault times both invocations, in the order of the document. */
export async function runMatrix(): Promise<Cell[]> {
  const questions = COLLABORATORS.flatMap((collaborator) =>
    FAULTS.flatMap((fault) => (['first', 'warm'] as const).map((invocation): Question => ({ collaborator, fault, invocation }))),
  );
  const bundle = bundledFunction();
  await loadEverything();
  const cells = new Map<Question, Cell>();
  const waiting = [...questions];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) cells.set(next, await answer(next, bundle));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return questions.map((question) => cells.get(question) as Cell);
}

/** The clients load parts of themselves at their first call, which takes seconds on a busy machine; no cell is to wait for that. */
async function loadEverything(): Promise<void> {
  const world = await startWorld({ deadlineMs: 60_000 });
  await world.invoke();
  await world.stop();
}

async function answer(question: Question, bundle: string): Promise<Cell> {
  const { collaborator, fault, invocation } = question;
  const place = fault.at(collaborator, invocation);
  if (place === 'frozen') return { ...question, result: await runFrozenCell(bundle, collaborator) };
  if ('doesNotApply' in place) return { ...question, result: place };
  return { ...question, result: await runCell(place, collaborator, invocation) };
}
