import { announce } from '../elements/dom.js';
import { changed, MOST, signedIn, startedIn, state } from '../state.js';
import { run } from '../trials/attempts.js';
import { answerOf } from './answers.js';

/** How a match can end, in Microblink's words. */
export const ENDINGS = [
  { id: 'accepted', label: 'Accepted', words: { processingStatus: 'Complete', verificationStatus: 'Accept' } },
  { id: 'rejected', label: 'Rejected', words: { processingStatus: 'Complete', verificationStatus: 'Reject' } },
  { id: 'in-review', label: 'In review', words: { processingStatus: 'Complete', verificationStatus: 'Review' } },
  { id: 'unfinished', label: 'Unfinished', words: { processingStatus: 'InProgress', verificationStatus: 'Unknown' } },
];

const NOTHING_YET = { ending: undefined, steps: 1, answers: [] };

/** What was done here about the transaction that a request started. */
export function storyOf(trace) {
  return state.verdicts.get(startedIn(trace)?.transactionId) ?? NOTHING_YET;
}

/** Tells the stand-in how the match ended; it can end otherwise afterwards, as people at the company may decide. */
export function endMatch(trace, { id, label, words }) {
  const { transactionId } = startedIn(trace);
  return run(`end-${id}`, async () => {
    const response = await fetch(`/endings/${transactionId}`, { method: 'PUT', body: JSON.stringify(words) });
    if (!response.ok) throw new Error(await response.text());
    keep(trace, { ending: id });
    announce(`The match has ended: ${label}.`);
  });
}

/** The same question each time, for the first step. */
export function ask(trace) {
  return question(trace, 'ask', 1, ownerOf(trace));
}

/** A new step each time, since a step has an id of its own. */
export function askForAnotherStep(trace) {
  return question(trace, 'ask-step', storyOf(trace).steps + 1, ownerOf(trace));
}

/** As the backend would, in whose session is another user than the one who did the match. */
export function askForSomebodyElse(trace) {
  const owner = ownerOf(trace);
  const other = state.stack.users.find(({ subject, enrolled }) => enrolled && subject !== owner.subject);
  return question(trace, 'ask-else', 1, other);
}

function question(trace, id, step, user) {
  const { transactionId, members } = startedIn(trace);
  const asked = { transactionId, subject: user.subject, workflowId: members.workflowId, step: `payment-${step}`, askedAt: trace.at };
  return run(id, async () => {
    const response = await fetch('/api/verdicts', { method: 'POST', body: JSON.stringify(asked) });
    if (!response.ok) throw new Error(await response.text());
    const told = await response.json();
    const { steps, answers } = storyOf(trace);
    keep(trace, { steps: Math.max(steps, step), answers: [...answers, { ...told, step: asked.step, name: user.name }].slice(-MOST) });
    const { word, text } = answerOf(told);
    announce(`${word}. ${text}`);
  });
}

/** The user who did the match; a request of another app may be of nobody whom this page knows. */
function ownerOf(trace) {
  const subject = startedIn(trace).members?.props?.faceMatchSubject;
  return state.stack.users.find((user) => user.subject === subject) ?? signedIn() ?? state.stack.users[0];
}

function keep(trace, change) {
  const { transactionId } = startedIn(trace);
  state.verdicts.set(transactionId, { ...storyOf(trace), ...change });
  for (const id of state.verdicts.keys()) if (!state.transactions.some((kept) => kept.transactionId === id)) state.verdicts.delete(id);
  changed();
}
