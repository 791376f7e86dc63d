import { outcomeOf } from '../journey/outcome.js';
import { filled, sdkChoices } from '../sdks.js';
import { hash, send } from '../send.js';
import { changed, signedIn, state } from '../state.js';
import { ATTACKS, attackRequest, held } from './attacks.js';
import { withFault } from './faults.js';

/** A face match as this SDK starts it; from web 1.7 on it asks for the workflow first. */
export function startMatch(choice) {
  return run('match', async (me, token) => {
    if (choice.info !== undefined) await send(filled(choice.info, me, token));
    return await send(filled(choice.start, me, token));
  });
}

export function cancelMatch(choice) {
  return run('cancel', (me, token) => send(filled(choice.cancel, me, token)));
}

export function tryAttack(attack) {
  return run(attack.id, async (me, token) => {
    const [newest] = sdkChoices();
    const trace = await send(await attackRequest(attack, filled(newest.start, me, token), me, token));
    const onRecord = await fetch(`/portraits/${me.name}`);
    const ownHash = onRecord.ok ? await hash(await onRecord.arrayBuffer()) : undefined;
    state.results.set(attack.id, { ...resultOf(trace), held: held(trace, me, ownHash) });
    return trace;
  });
}

export async function tryAllAttacks() {
  for (const attack of ATTACKS) await tryAttack(attack);
}

export function tryFault(fault, choice) {
  return run(fault.id, async (me, token) => {
    const trace = await withFault(fault.id, () => send(filled(choice.start, me, token)));
    state.results.set(fault.id, resultOf(trace));
    return trace;
  });
}

/** A request as a person wrote it. @throws Error for what cannot be sent; it is shown where it was written. */
export async function sendEdited(request) {
  const trace = await run('edited', () => send(request));
  if (trace !== undefined) return;
  const { failure = 'Another request is on its way. Send this one after it.' } = state;
  state.failure = undefined;
  changed();
  throw new Error(failure);
}

/** One at a time: a program could follow two at once, but not a person who watches. */
export async function run(id, work) {
  if (state.running !== undefined) return;
  state.running = id;
  state.failure = undefined;
  changed();
  try {
    return await work(signedIn(), state.caller?.token);
  } catch (error) {
    state.failure = error instanceof TypeError ? 'The console does not answer. Is the local stack still running?' : error.message;
  } finally {
    state.running = undefined;
    changed();
  }
}

function resultOf(trace) {
  const { status, code } = outcomeOf(trace);
  return { status, code, trace: trace.id };
}
