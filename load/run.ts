import type { LocalStack } from '../local/stack';
import { type Answer, createCaller } from './caller';
import type { LoadedStack } from './loaded-stack';
import type { LoadOptions } from './options';
import { gatherPeople } from './people';
import { type AcceptedTransaction, checkPhotos, type PhotoCheck } from './photo-check';
import { type Findings, summary, tableHead, tableRow } from './report';
import { isBlind, judgeSoak } from './soak';
import { runStretch, type Stretch } from './stretch';
import { createTraffic } from './traffic';

export interface LoadResult extends Findings {
  /** No wrong photo, no transaction that is not accounted for, no unexplained answer; memory and sockets seen, and flat in a run long enough to judge. */
  readonly isGood: boolean;
}

/** The same callers again, so that the end can be compared with the beginning. */
const ROUNDS = 3;
/** A tenth of the run goes to starting the function's processes and warming them. */
const WARM_UP = 0.1;
/** In a shorter run there are too few collections to compare. */
const SOAK_SECONDS = 60;
/** Each time, one request at the Agent API takes two seconds. */
const SLOW_EVERY_MS = 5000;

/**
 * Sends mixed traffic to a local stack, and looks whether each photo went where it belongs.
 * @param stack Used by no one else: every transaction that it accepted must be of this run.
 * @param say Takes each line of the table as it is known, then the summary.
 * @throws Error when the stack cannot be used for it.
 */
export async function runLoad(stack: LoadedStack, options: LoadOptions, say: (line: string) => void): Promise<LoadResult> {
  const people = await gatherPeople(stack);
  const nextCall = createTraffic(stack.details, people);
  const stretches: Stretch[] = [];
  say(tableHead());
  const slowing = setInterval(() => void slowOne(stack).catch(() => undefined), SLOW_EVERY_MS);
  for (const planned of plan(options)) {
    // Connections that idled while fewer callers were at work would be closed by the server at the moment of their next use.
    const caller = createCaller(stack.details.baseUrl);
    const stretch = await runStretch(planned, caller, nextCall, stack.takeHeld);
    caller.close();
    stretches.push(stretch);
    say(tableRow(stretch));
  }
  clearInterval(slowing);
  const answers = stretches.flatMap((stretch) => stretch.answers);
  const check = checkPhotos(await acceptedBy(stack), answers, people);
  const result = judge(stretches, check, answers, options);
  say(`\n${summary(result)}`);
  return result;
}

function plan({ seconds, concurrencies }: LoadOptions): Pick<Stretch, 'round' | 'concurrency' | 'seconds'>[] {
  const each = (seconds * (1 - WARM_UP)) / (ROUNDS * concurrencies.length);
  const rounds = Array.from({ length: ROUNDS }, (_, at) =>
    concurrencies.map((concurrency) => ({ round: at + 1, concurrency, seconds: each })),
  );
  return [{ round: 0, concurrency: Math.max(...concurrencies), seconds: seconds * WARM_UP }, ...rounds.flat()];
}

function judge(stretches: readonly Stretch[], check: PhotoCheck, answers: readonly Answer[], { seconds }: LoadOptions): LoadResult {
  const unexplained = answers.filter(({ call, outcome }) => outcome !== call.expected).map(({ outcome }) => outcome);
  const soak = judgeSoak(stretches.filter(({ round }) => round > 0));
  const isFlat = seconds < SOAK_SECONDS || soak === undefined || soak.isFlat;
  const isGood =
    isFlat &&
    !isBlind(stretches) &&
    check.accepted > 0 &&
    [check.wrongPhotos, check.unaccounted, unexplained].every((list) => list.length === 0);
  return { stretches, check, unexplained, soak, isGood };
}

async function slowOne({ details }: LocalStack): Promise<void> {
  await fetch(`${details.agentApiUrl}_stand-in/behaviour`, { method: 'PUT', body: '{"mode":"slow","times":1}' });
}

async function acceptedBy({ details }: LocalStack): Promise<AcceptedTransaction[]> {
  return (await (await fetch(`${details.agentApiUrl}_stand-in/transactions`)).json()) as AcceptedTransaction[];
}
